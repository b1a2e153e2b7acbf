/**
 * What a policy is: a layer that needs a `BatchCall` and provides one; and how policies are stacked.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import type * as Scope from "effect/Scope";
import { asPartOfRun } from "../call/run.ts";
import { BatchCall, type Send } from "../call/service.ts";

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
 * import { policy } from "@thulium-effect/batch-customers/policy";
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
