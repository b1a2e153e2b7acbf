/**
 * What a policy is: a layer that needs a `BatchCall` and provides one. And the few moves that
 * policies share, so that none of them can lose a customer: turning a failure into outcomes, and
 * sending a part of a batch again under its own indices.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import type * as Scope from "effect/Scope";
import { asPartOfRun, stopOnAuth } from "../import_run.ts";
import { type Batch, makeBatch } from "../batch.ts";
import { BatchCall, type Send } from "../batch_call.ts";
import { type BatchError, outcomesOf } from "../batch_error.ts";
import { isRetryLater } from "../delivery.ts";
import type { Outcome } from "../outcome.ts";

/** What a policy wraps: a batch on its way. */
export type Call = ReturnType<Send>;

/** A layer around a `BatchCall`; `R` is what else it needs, such as a store. */
export type Policy<R = never> = Layer.Layer<BatchCall, never, BatchCall | R>;

/**
 * Makes a policy of a function from call to call. Its state is made once per place in a stack: the
 * layer is fresh, because layers are otherwise shared by identity and the same policy put on twice
 * would apply once.
 *
 * @example
 * ```ts
 * import * as Effect from "effect/Effect";
 * import { policy } from "@thulium-effect/batch-customers";
 *
 * const Logged = policy((next) =>
 *   Effect.succeed((batch) =>
 *     Effect.tap(next(batch), () => Effect.logInfo(`${batch.items.length} customers answered`))
 *   )
 * );
 * ```
 */
export const policy = <R = never>(
  wrap: (next: Send) => Effect.Effect<Send, never, R | Scope.Scope>,
): Policy<Exclude<R, Scope.Scope>> =>
  Layer.fresh(Layer.effect(
    BatchCall,
    Effect.gen(function* () {
      const { send } = yield* BatchCall;
      const wrapped = yield* wrap(send);
      return { send: (batch) => asPartOfRun(wrapped(batch)) };
    }),
  ));

/**
 * Puts policies around a call: the first one is the innermost, next to the call, the last one the
 * outermost. The base may be a policy as well; what comes out is then a policy.
 *
 * @example
 * ```ts
 * import { BatchCall, Concurrency, Retry, stack } from "@thulium-effect/batch-customers";
 *
 * const Thulium = stack(BatchCall.layerConfig(), Concurrency.layer({ limit: 2 }), Retry.layer());
 * ```
 */
export const stack = <
  E,
  R,
  const Policies extends ReadonlyArray<Layer.Layer<BatchCall, never, unknown>>,
>(
  base: Layer.Layer<BatchCall, E, R>,
  ...policies: Policies
): Layer.Layer<BatchCall, E, R | Exclude<Layer.Services<Policies[number]>, BatchCall>> =>
  policies.reduce<Layer.Layer<BatchCall, E, unknown>>(
    (inner, outer) => Layer.provide(outer, inner),
    base,
  ) as Layer.Layer<BatchCall, E, R | Exclude<Layer.Services<Policies[number]>, BatchCall>>;

/** A call that answers for every customer: a failure becomes outcomes, and a refusal stops the rest. */
export const settle = (
  call: Effect.Effect<ReadonlyArray<Outcome>, BatchError>,
  batch: Batch,
): Effect.Effect<ReadonlyArray<Outcome>> =>
  Effect.catch(call, (error) => Effect.as(stopOnAuth(error), outcomesOf(error, batch)));

/** Whether Thulium asked to send this one customer later. */
export const isPutOff = (outcome: Outcome): boolean =>
  outcome._tag === "NotSent" && outcome.status !== undefined && isRetryLater(outcome.status);

/** The places in a batch whose outcome is as wanted. */
export const placesOf = (
  outcomes: ReadonlyArray<Outcome>,
  isWanted: (outcome: Outcome) => boolean,
): ReadonlyArray<number> => outcomes.flatMap((outcome, place) => isWanted(outcome) ? [place] : []);

/** The customers at some places of a batch, as a batch; `undefined` for no places. */
export const pick = (batch: Batch, places: ReadonlyArray<number>): Batch | undefined => {
  const [first, ...rest] = places.map((place) => batch.items[place]);
  return first === undefined ? undefined : makeBatch([first, ...rest]);
};

/** Outcomes of a batch, with those of some of its places replaced. */
export const replaceAt = (
  outcomes: ReadonlyArray<Outcome>,
  places: ReadonlyArray<number>,
  replacements: ReadonlyArray<Outcome>,
): ReadonlyArray<Outcome> => {
  const replaced = [...outcomes];
  places.forEach((place, i) => replaced[place] = replacements[i] ?? replaced[place]);
  return replaced;
};
