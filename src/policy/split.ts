/**
 * Answers "too large" with halves: a batch that was refused as a whole is split and sent again, down to single
 * customers, so that one oversized or poisonous customer costs only itself. The refusal proves that nothing was
 * created, so no customer is created twice.
 *
 * If both halves go through, the size was the reason. After the second time, later batches of that many bytes
 * are split before they are sent.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { Batch } from "../batch/model.ts";
import type { Send } from "../call/service.ts";
import type { RefusedError } from "../outcome/error.ts";
import { unlessStopped } from "../call/run.ts";
import { deliveryOf, isRetryLater } from "../outcome/delivery.ts";
import { Outcome } from "../outcome/model.ts";
import type { Call } from "../call/service.ts";
import { settleOutcomes } from "../call/settle.ts";
import { type Policy, policy } from "./layer.ts";
import { pick } from "./parts.ts";

/** Options of {@linkcode layer}. */
export interface SplitOptions {
  /**
   * The statuses of a whole answer after which the batch is split; 4xx only. Some servers answer 400 or 422
   * for a whole batch if they cannot process one of its customers.
   *
   * @default [413]
   */
  readonly statuses?: ReadonlyArray<number> | undefined;
}

/**
 * The policy.
 *
 * @throws {RangeError} If a status does not refuse a whole batch for good.
 */
export const layer = (options: SplitOptions = {}): Policy => {
  const { statuses = [413] } = options;
  const wrong = statuses.find((status) => !isSplittable(status));
  if (wrong !== undefined) {
    throw new RangeError(
      `statuses must be ones that refuse a whole batch for good: current value is ${wrong}`,
    );
  }
  return policy((next) =>
    Effect.sync(() => {
      const splitter = new Splitter(next, new Set(statuses));
      return (batch) => splitter.send(batch);
    })
  );
};

const isSplittable = (status: number): boolean =>
  deliveryOf({ at: "status", status }) === "refused" && ![401, 403].includes(status) &&
  !isRetryLater(status);

class Splitter {
  readonly #next: Send;
  readonly #statuses: ReadonlySet<number>;
  /** A batch of this many bytes is known to be too large. */
  #tooLarge = Infinity;
  /** The same after one refusal, which may have been an accident. */
  #suspected = Infinity;

  constructor(next: Send, statuses: ReadonlySet<number>) {
    this.#next = next;
    this.#statuses = statuses;
  }

  send(batch: Batch): Call {
    return Effect.suspend(() =>
      batch.items.length > 1 && batch.bytes >= this.#tooLarge
        ? this.#halves(batch)
        : this.#whole(batch)
    );
  }

  #whole(batch: Batch): Call {
    return Effect.catchTag(this.#next(batch), "RefusedError", (error) => {
      if (!this.#statuses.has(error.status)) return Effect.fail(error);
      if (batch.items.length === 1) return Effect.succeed([rejected(error)]);
      return Effect.map(this.#halves(batch), (outcomes) => {
        this.#learn(batch, outcomes);
        return outcomes;
      });
    });
  }

  /**
   * Halves that went through show that the size was the reason. If a single customer was refused in the end,
   * that customer was the reason, and nothing is learnt.
   */
  #learn(batch: Batch, outcomes: ReadonlyArray<Outcome>): void {
    const isSize = !outcomes.some((outcome) =>
      outcome._tag !== "Created" && outcome._tag !== "Rejected" ||
      outcome._tag === "Rejected" && this.#statuses.has(outcome.status)
    );
    if (!isSize) return;
    const [smaller, larger] = [this.#suspected, batch.bytes].sort((a, b) => a - b);
    this.#suspected = smaller;
    this.#tooLarge = Math.min(this.#tooLarge, larger);
  }

  /** Sends both halves, one after the other. The outcomes of the first stay, whatever the second ends with. */
  #halves(batch: Batch): Call {
    const middle = Math.ceil(batch.items.length / 2);
    const places = batch.items.map((_, place) => place);
    const [left, right] = [places.slice(0, middle), places.slice(middle)];
    return Effect.forEach(
      [left, right].flatMap((half) => pick(batch, half) ?? []),
      (half) => settleOutcomes(Effect.andThen(unlessStopped, this.send(half)), half),
    ).pipe(Effect.map((outcomes) => outcomes.flat()));
  }
}

const rejected = ({ message, status }: RefusedError): Outcome => Outcome.rejected(status, message);
