/**
 * Watches calls: says at once why one fails, and stops the import when too many in a row fail for one reason.
 *
 * Two layers watch. The inner one, next to the call, sees each attempt. It tells the reason, and counts failures that
 * do not pass by waiting, such as a host that does not exist. The outer one, around all retries, counts calls that were
 * given up; what may pass by waiting had its time there. An answer that asks to come back later is no failure for the
 * inner layer: `Retry` waits as it was told.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { CurrentRun } from "../call/run.ts";
import type { Send } from "../call/send.ts";
import type { BatchError } from "../outcome/error.ts";
import { type Policy, policy } from "../policy/layer.ts";
import { sayMessage } from "./texts/say.ts";
import type { Texts } from "./texts/table.ts";

/** What a watch needs. */
export interface WatchOptions {
  readonly texts: Texts;
  /** How many calls in a row may fail for one reason; 0 for any number. */
  readonly stopAfter: number;
  readonly print: (line: string) => void;
}

/** Different reasons that are told. A reason is told once. */
const maxTold = 10;

/** Watches the calls of one import. */
export class FailureWatch {
  /** Next to the call. */
  readonly inner: Policy;
  /** Around the retries. */
  readonly outer: Policy;
  /** Whether the import was stopped because calls failed. */
  hasGivenUp = false;
  readonly #options: WatchOptions;
  readonly #told = new Set<string>();
  #reason: string | undefined;
  #inARow = 0;

  /** Has seen no call yet. */
  constructor(options: WatchOptions) {
    this.#options = options;
    this.inner = this.#watching((error) => {
      this.#tell(error);
      return isLasting(error);
    });
    this.outer = this.#watching((error) => !isLasting(error));
  }

  #watching(counts: (error: BatchError) => boolean): Policy {
    return policy((next) => Effect.succeed(this.#watch(next, counts)));
  }

  #watch(next: Send, counts: (error: BatchError) => boolean): Send {
    return (batch) =>
      next(batch).pipe(
        Effect.tap(() => Effect.sync(() => this.#inARow = 0)),
        Effect.tapError((error) =>
          Effect.flatMap(CurrentRun, (run) =>
            Effect.sync(() => {
              if (isStop(error) || !counts(error) || !this.#isTooMuch(error)) return;
              if (run?.stoppedBy !== undefined) return;
              this.hasGivenUp = true;
              this.#options.print(this.#options.texts.progress.givenUp(this.#inARow));
              run?.spend("failures");
            }))
        ),
      );
  }

  #tell(error: BatchError): void {
    const reason = sayMessage(error.message, this.#options.texts);
    if (isStop(error) || this.#told.has(reason) || this.#told.size >= maxTold) return;
    this.#told.add(reason);
    this.#options.print(this.#options.texts.progress.failing(reason));
  }

  /** A call that an open circuit held back failed for the reason that opened the circuit. */
  #isTooMuch(error: BatchError): boolean {
    const isSame = error.message === this.#reason || isHeldBack(error);
    this.#inARow = isSame ? this.#inARow + 1 : 1;
    if (!isSame) this.#reason = error.message;
    const { stopAfter } = this.#options;
    return stopAfter > 0 && this.#inARow >= stopAfter;
  }
}

/** Whether the call was not even made, because the import had stopped. */
const isStop = (error: BatchError): boolean =>
  error._tag === "TransportError" && error.reason._tag === "ImportStopped";

const isHeldBack = (error: BatchError): boolean =>
  error._tag === "TransportError" && error.reason._tag === "CircuitOpen";

/** Whether the same call would fail again, however long one waits. A refused user stops an import by itself. */
const isLasting = (error: BatchError): boolean => {
  if (error._tag === "AuthError") return false;
  if (error._tag === "RefusedError") return error.status === 404;
  const { reason } = error;
  return reason._tag === "Redirected" ||
    reason._tag === "ConnectFailed" && lasting.has(reason.failure);
};

const lasting: ReadonlySet<string> = new Set(["dns", "tls", "not-allowed", "blocked-port"]);
