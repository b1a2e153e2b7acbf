/**
 * What failed in an import. Outcomes say it row by row; the loop over them must not end as if all had gone well when nothing
 * could be done at all, because a program that only counts rows would take that for success.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { CustomerLookup, type LookupError } from "../call/lookup.ts";
import type { BatchError } from "../outcome/error.ts";
import type { Outcome } from "../outcome/model.ts";
import { type Policy, policy } from "../policy/layer.ts";

/** What was seen of one import. */
export class Watch {
  /** The last call or lookup that failed. */
  failure: BatchError | LookupError | undefined;
  #isDone = false;
  #notSent: string | undefined;

  /** Takes the outcome of a row. */
  see(outcome: Outcome): void {
    if (outcome._tag === "NotSent") this.#notSent ??= outcome.message;
    else if (outcome._tag === "Rejected") this.#isDone ||= outcome.by === "thulium";
    else this.#isDone ||= outcome._tag !== "Unchanged";
  }

  /** Why nothing was done, if something was to be done, and nobody was or may have been created or changed. */
  get reason(): Error | undefined {
    return this.#isDone || this.#notSent === undefined
      ? undefined
      : this.failure ?? new Error(`no customer was sent: ${this.#notSent}`);
  }
}

/** The import that a call belongs to, if anybody watches it. */
export const Watched: Context.Reference<Watch | undefined> = /* @__PURE__ */ Context.Reference<
  Watch | undefined
>("@thulium-effect/batch-customers/Watched", { defaultValue: () => undefined });

const note = (error: BatchError | LookupError): Effect.Effect<void> =>
  Effect.map(Watched, (watch) => {
    if (watch !== undefined) watch.failure = error;
  });

/** Notes the calls that fail for good. It stands outside of retries, and inside a journal, which makes outcomes of errors. */
export const watchedCalls: Policy = /* @__PURE__ */ policy((next) =>
  Effect.succeed((batch) => Effect.tapError(next(batch), note))
);

/** Notes the lookups that fail. */
export const watchedLookups: Layer.Layer<CustomerLookup, never, CustomerLookup> =
  /* @__PURE__ */ (() =>
    Layer.fresh(Layer.effect(
      CustomerLookup,
      Effect.map(CustomerLookup, ({ find }) => ({
        find: (lookup, limit) => Effect.tapError(find(lookup, limit), note),
      })),
    )))();
