/**
 * Adds one customer and returns its id, also if another run created it. Adds at the same time, anywhere in the
 * program, share one POST.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Data from "effect/Data";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Result from "effect/Result";
import { AddWindows } from "./window.ts";
import { type BatchLimits, checkBatchLimits } from "../batch/limits.ts";
import type { Batch } from "../batch/model.ts";
import { BatchCall } from "../call/service.ts";
import type { Send } from "../call/send.ts";
import type { BatchError } from "../outcome/error.ts";
import { checkDuration, checkInteger } from "../internal/check_option.ts";
import { monotonicMillisOf } from "../internal/monotonic.ts";
import type { Customer } from "../customer/model.ts";
import { CurrentRun, ImportRun, unlessStopped } from "../call/run.ts";
import type { NotSent, Outcome, Rejected, Unknown } from "../outcome/model.ts";
import { prepareItem } from "../batch/prepare.ts";
import { settle } from "../call/settle.ts";
import { type MaybeSpan, useSpan } from "../call/span.ts";
import { countCustomers, describeImport } from "../call/telemetry.ts";
import { countOutcomes } from "../outcome/report.ts";
import { checkValidationOptions, type ValidationOptions } from "../customer/validate.ts";

/**
 * Options of {@linkcode makeAddCustomer}.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `profile` | "contract" | `contract`: the rules of the vendor's page and no more. `strict`: also NIP and PESEL checksums, e-mail addresses, Polish postcodes and ISO dates. |
 * | `unknownFields` | "refuse" | What happens to a field that the contract does not know. |
 * | `nulls` | "refuse" | What happens to a field that is `null`. |
 * | `maxCustomers` | 100 | Maximum number of customers in a batch. |
 * | `maxBytes` | 1_048_576 | Maximum length of a request's body, in bytes. |
 */
export interface AddCustomerOptions extends ValidationOptions, BatchLimits {
  /**
   * How long an add waits for others that share its POST.
   *
   * @default "10 millis"
   */
  readonly window?: Duration.Input | undefined;
  /**
   * Maximum number of POSTs at the same time.
   *
   * @default 4
   */
  readonly concurrency?: number | undefined;
  /**
   * After a 401 or 403, nothing is sent for this long, counted from the next add, and adds fail with that
   * refusal. A wrong password that is tried again and again can lock the account.
   *
   * @default "1 minute"
   */
  readonly refusedFor?: Duration.Input | undefined;
}

/**
 * The customer was not added, or is in doubt. The `reason` is its outcome, told apart by its `_tag`; with Effect,
 * `Effect.catchReason` does that. The error's own message and JSON hold nothing that Thulium said about the customer.
 */
export class AddCustomerError extends Data.Error<{
  readonly reason: Rejected | NotSent | Unknown;
  readonly message: string;
}> {
  /** For `Effect.catchTag` and `Effect.catchReason`. */
  readonly _tag = "AddCustomerError" as const;
  /** The error's name. */
  override readonly name = "AddCustomerError";
  /** Tag, message and issues, and nothing of the customer. */
  override toJSON(): object {
    const { _tag, message, reason } = this;
    return { _tag, message, reason: reason._tag, issues: "issues" in reason ? reason.issues : [] };
  }
}

/** Adds one customer and returns its id in Thulium, also if another run created it (`Unchanged`). */
export type AddCustomer = (
  customer: Customer,
) => Effect.Effect<string, AddCustomerError | BatchError>;

const messageOf = (reason: Rejected | NotSent | Unknown): string => {
  if (reason._tag === "Unknown") return `The customer may have been created: ${reason.message}`;
  if (reason._tag === "NotSent") return `The customer was not created: ${reason.message}`;
  return reason.by === "validation"
    ? `The customer was rejected: ${reason.message}`
    : `The customer was rejected by Thulium (status ${reason.status})`;
};

const exitOf = (outcome: Outcome): Exit.Exit<string, AddCustomerError> =>
  "customerId" in outcome
    ? Exit.succeed(outcome.customerId)
    : Exit.fail(new AddCustomerError({ reason: outcome, message: messageOf(outcome) }));

const inSpan = () => ({ attributes: { "thulium.feed": "single" } });

type AddExit = Exit.Exit<string, AddCustomerError | BatchError>;

/**
 * Makes a function that adds single customers, with your own options. Make it once and share it: only adds
 * through the same function share POSTs.
 *
 * An add that is interrupted while it waits, for others or for a permit, is not sent. Once its POST was sent,
 * the POST goes on for the others.
 *
 * @throws {RangeError} If an option is invalid.
 *
 * @example
 * ```ts
 * import { BatchCall, makeAddCustomer } from "@thulium-effect/batch-customers";
 * import * as Effect from "effect/Effect";
 *
 * const program = Effect.gen(function* () {
 *   const addCustomer = yield* makeAddCustomer();
 *   return yield* Effect.all(
 *     [addCustomer({ surname: "Kowalska" }), addCustomer({ surname: "Nowak" })], // one POST
 *     { concurrency: "unbounded" },
 *   );
 * }).pipe(Effect.provide(BatchCall.layerEnv()));
 * ```
 */
export const makeAddCustomer = (
  options: AddCustomerOptions = {},
): Effect.Effect<AddCustomer, never, BatchCall> => {
  checkValidationOptions(options);
  const limits = checkBatchLimits(options);
  const window = checkDuration("window", options.window ?? "10 millis");
  const { concurrency = 4 } = options;
  checkInteger("concurrency", concurrency);
  const refusedFor = checkDuration("refusedFor", options.refusedFor ?? "1 minute");
  return Effect.map(BatchCall, ({ send }) => {
    const caller = new Caller(send, Duration.toMillis(refusedFor));
    const windows = new AddWindows((batch, span) => caller.sendAll(batch, span), {
      concurrency,
      duration: window,
      limits,
    });
    return (customer) =>
      useSpan("thulium.add_customer", inSpan, (span, fiber) => {
        // Its index becomes its place among the adds when its window closes.
        const item = prepareItem(0, customer, limits, options);
        return Result.isSuccess(item)
          ? windows.add(item.success, fiber, span)
          : exitOf(item.failure);
      });
  });
};

const shared = new WeakMap<Send, AddCustomer>();

/**
 * Adds one customer with the default options and returns its id. Adds within ten milliseconds, anywhere in
 * the program and through the same `BatchCall`, share one POST.
 *
 * Do not use it on Cloudflare Workers, where requests must not wait for each other. Make a function per
 * request there, with {@linkcode makeAddCustomer}.
 *
 * @example
 * ```ts
 * import { addCustomer, BatchCall } from "@thulium-effect/batch-customers";
 * import * as Effect from "effect/Effect";
 *
 * const program = addCustomer({ surname: "Kowalska" }).pipe(
 *   Effect.catchTag("AddCustomerError", ({ message }) => Effect.logWarning(message)),
 *   Effect.provide(BatchCall.layerEnv()),
 * );
 * ```
 */
export const addCustomer = (
  customer: Customer,
): Effect.Effect<string, AddCustomerError | BatchError, BatchCall> =>
  Effect.flatMap(BatchCall, ({ send }) => {
    const known = shared.get(send);
    if (known !== undefined) return known(customer);
    return Effect.flatMap(makeAddCustomer(), (made) => {
      shared.set(send, made);
      return made(customer);
    });
  });

/** Sends the POSTs of all adds; after a refused user it sends none for a while. */
class Caller {
  readonly #send: Send;
  readonly #refusedMillis: number;
  #run = new ImportRun();
  #refusedAt: number | undefined;

  constructor(send: Send, refusedMillis: number) {
    this.#send = send;
    this.#refusedMillis = refusedMillis;
  }

  /** Sends a batch, and returns how each of its adds ends. */
  sendAll(batch: Batch, span: MaybeSpan): Effect.Effect<ReadonlyArray<AddExit>> {
    const call = Effect.andThen(unlessStopped, Effect.suspend(() => this.#send(batch)));
    return Effect.withFiber((fiber) => {
      const run = this.#runAt(monotonicMillisOf(fiber.getRef(Clock.Clock)));
      const settled = Effect.provideService(settle(call, batch), CurrentRun, run);
      return Effect.map(settled, ({ failure, outcomes }) => {
        // The refusal may answer a call of an earlier run.
        if (failure?._tag === "AuthError") this.#run.stop(failure);
        const counts = countOutcomes(outcomes);
        describeImport(span, counts, failure);
        countCustomers(counts, fiber);
        return outcomes.map((outcome) =>
          failure === undefined ? exitOf(outcome) : Exit.fail(failure)
        );
      });
    });
  }

  /** The run to which a call at this time belongs: a new one if the refusal is long enough ago. */
  #runAt(now: number): ImportRun {
    if (this.#run.stoppedBy === undefined) return this.#run;
    this.#refusedAt ??= now;
    if (now - this.#refusedAt >= this.#refusedMillis) {
      this.#refusedAt = undefined;
      this.#run = new ImportRun();
    }
    return this.#run;
  }
}
