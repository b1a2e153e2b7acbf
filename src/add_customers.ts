/**
 * Adds many customers and reports on each: validate ▸ batch ▸ call ▸ account.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import {
  type Batch,
  type BatchItem,
  type BatchLimits,
  checkBatchLimits,
  type CheckedBatchLimits,
  fits,
  makeBatchItem,
  packBatches,
} from "./batch.ts";
import { BatchCall, type Send } from "./batch_call.ts";
import { type BatchError, outcomeOf } from "./batch_error.ts";
import { checkInteger } from "./check_option.ts";
import { Ledger, type Progress } from "./ledger.ts";
import { Outcome } from "./outcome.ts";
import type { Report } from "./report.ts";
import { countCustomers } from "./telemetry.ts";
import { validateCustomer, type ValidationOptions } from "./validate_customer.ts";

/** Options of {@linkcode addCustomers}. */
export interface AddCustomersOptions extends ValidationOptions, BatchLimits {
  /**
   * Most batches on their way at the same time.
   *
   * @default 4
   */
  readonly concurrency?: number | undefined;
  /** Is run after each batch, or once for a list without any, with how far the import has come. */
  readonly onProgress?: ((progress: Progress) => Effect.Effect<void>) | undefined;
  /**
   * Is run with the account as it stands when the import is interrupted. An interrupted effect
   * returns nothing, so this is where its customers' outcomes are to be had: those on their way
   * are `Unknown`, those not sent yet `NotSent`.
   */
  readonly onInterrupt?: ((report: Report) => Effect.Effect<void>) | undefined;
}

/**
 * Adds customers to Thulium and reports what became of each, `outcomes[i]` for `customers[i]`.
 *
 * The list may come from outside: a customer that breaks a rule is `Rejected` with its issues, and
 * the others go out. (Give a `Customer[]` to have the compiler look, too.)
 *
 * It fails only if no batch was answered and no customer may have been created: wrong password, no
 * connection, Thulium out of order. Otherwise it succeeds with a {@linkcode Report}, in which the
 * customers of failed calls are `NotSent` or `Unknown`. After a 401 or 403 nothing more is sent.
 *
 * Dies with a `RangeError` or `TypeError` if an option, or the list itself, is none.
 *
 * @example
 * ```ts
 * import * as Effect from "effect/Effect";
 * import { addCustomers, BatchCall } from "@thulium-effect/batch-customers";
 *
 * const program = Effect.gen(function* () {
 *   const report = yield* addCustomers([
 *     { surname: "Kowalska", email: "anna@example.com" },
 *     { surname: "Nowak", phone_number: ["600 100 200", "600 100 201"] },
 *   ]);
 *   return report.created;
 * }).pipe(Effect.provide(BatchCall.layerConfig()));
 * ```
 */
export const addCustomers: (
  customers: ReadonlyArray<unknown>,
  options?: AddCustomersOptions,
) => Effect.Effect<Report, BatchError, BatchCall> = Effect.fnUntraced(
  function* (customers, options = {}) {
    const { concurrency = 4, onInterrupt, onProgress } = options;
    checkInteger("concurrency", concurrency);
    const limits = checkBatchLimits(options);
    if (!Array.isArray(customers)) throw new TypeError("customers must be an array");
    const { send } = yield* BatchCall;

    const state: State = { ledger: new Ledger(customers.length), answered: false };
    const batches = packBatches(validItems([...customers], state.ledger, limits, options), limits);
    const tell = teller(state.ledger, onProgress);
    const worker = Effect.gen(function* () {
      for (const batch of batches) {
        yield* callOnce(send, batch, state);
        yield* tell;
        if (isStopped(state)) return;
      }
    });

    yield* Effect.all(Array.from({ length: concurrency }, () => worker), {
      concurrency: "unbounded",
      discard: true,
    }).pipe(
      Effect.andThen(tell),
      Effect.andThen(Effect.suspend(() => countCustomers(reportOf(state)))),
      Effect.onInterrupt(() => onInterrupt?.(reportOf(state)) ?? Effect.void),
    );

    const report = reportOf(state);
    const { answered, failure } = state;
    return failure !== undefined && !answered && report.unknown === 0
      ? yield* Effect.fail(failure)
      : report;
  },
  Effect.withSpan("thulium.add_customers"),
);

/** Tells progress where there is any. A listener that dies costs no customer its outcome. */
const teller = (
  ledger: Ledger,
  listener: AddCustomersOptions["onProgress"],
): Effect.Effect<void> => {
  let told = -1;
  return Effect.suspend(() => {
    const progress = ledger.progress();
    if (listener === undefined || progress.done === told) return Effect.void;
    told = progress.done;
    return listener(progress);
  }).pipe(Effect.catchDefect(() => Effect.logError("The listener to an import's progress died")));
};

/** What the workers of one import share. */
interface State {
  readonly ledger: Ledger;
  /** Whether any batch was answered customer by customer. */
  answered: boolean;
  /** The first failure, or the one that stopped the import. */
  failure?: BatchError;
}

const isStopped = ({ failure }: State): boolean => failure?._tag === "AuthError";

const reportOf = (state: State): Report =>
  state.ledger.report(
    isStopped(state)
      ? "not sent, because Thulium had refused the user before"
      : "not sent, because the import ended before",
  );

/** The valid customers, made ready as they are asked for; the others are settled at once. */
function* validItems(
  customers: ReadonlyArray<unknown>,
  ledger: Ledger,
  limits: CheckedBatchLimits,
  options: ValidationOptions,
): Generator<BatchItem> {
  for (const [index, input] of customers.entries()) {
    const result = validateCustomer(input, options);
    if (Result.isFailure(result)) {
      ledger.settle(index, Outcome.invalid(result.failure));
      continue;
    }
    const item = makeBatchItem(index, result.success);
    if (fits(item, limits)) yield item;
    else ledger.settle(index, tooLarge(item, limits));
  }
}

const tooLarge = ({ bytes }: BatchItem, { maxBytes }: CheckedBatchLimits): Outcome =>
  Outcome.invalid([{
    path: "",
    message: `has ${bytes} bytes of JSON, which does not fit a request of ${maxBytes}`,
  }], 413);

/** Sends one batch and settles its customers, whatever comes of it. */
const callOnce = (send: Send, batch: Batch, state: State): Effect.Effect<void> => {
  const settleAll = (outcome: Outcome) =>
    state.ledger.arrive(batch, batch.items.map(() => outcome));
  return Effect.suspend(() => {
    state.ledger.depart(batch);
    return send(batch);
  }).pipe(
    Effect.match({
      onSuccess: (outcomes) => {
        state.answered = true;
        state.ledger.arrive(batch, outcomes);
      },
      onFailure: (error) => {
        if (state.failure === undefined || error._tag === "AuthError") state.failure = error;
        settleAll(outcomeOf(error));
      },
    }),
    Effect.catchDefect((defect) => {
      settleAll(Outcome.unknown("the call died of a defect of the program"));
      return Effect.logError(`A batch call died: ${defect instanceof Error ? defect.name : "?"}`);
    }),
  );
};
