/**
 * What a policy is, a layer that needs a `BatchCall` and provides one, and how policies are stacked.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import type * as Scope from "effect/Scope";
import { asPartOfRun } from "../call/run.ts";
import { BareBatchCall } from "../call/bare.ts";
import type { BatchCall } from "../call/service.ts";
import type { Send } from "../call/send.ts";

/** A layer around a `BatchCall`. `R` is what else it needs, such as a store. */
export type Policy<R = never> = Layer.Layer<BatchCall, never, BatchCall | R>;

/**
 * Makes a policy from a function that takes a call and returns a call. The policy's state is made once for each
 * place in a stack. For this the layer is fresh: Effect shares layers by identity, so that otherwise the same
 * policy put on twice would apply once.
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
export const policy = <R = never>(wrap: Wrap<R>): Policy<Exclude<R, Scope.Scope>> => {
  const layer = Layer.fresh(Layer.effect(
    BareBatchCall,
    Effect.flatMap(BareBatchCall, ({ send }) => Effect.map(partOfRun(wrap)(send), asService)),
  ));
  wraps.set(layer, wrap);
  return layer;
};

/** What a policy makes of a call. */
type Wrap<R> = (next: Send) => Effect.Effect<Send, never, R | Scope.Scope>;

const partOfRun = <R>(wrap: Wrap<R>): Wrap<R> => (next) =>
  Effect.map(wrap(next), (wrapped) => (batch) => asPartOfRun(wrapped(batch)));

const asService = (send: Send): BatchCall["Service"] => ({ send });

/** Of the layers that are policies and nothing else. Stacked, they make one layer, and a call passes one. */
const wraps: WeakMap<object, Wrap<unknown>> = /* @__PURE__ */ new WeakMap();

const wrapOf = (layers: ReadonlyArray<object>): Wrap<unknown> | undefined => {
  const all = layers.flatMap((layer) => wraps.get(layer) ?? []);
  return all.length < layers.length ? undefined : (next) =>
    all.reduce<ReturnType<Wrap<unknown>>>(
      (made, wrap) => Effect.flatMap(made, wrap),
      Effect.succeed(next),
    );
};

/**
 * @internal A call through a policy, as its layer would make it. To build a layer takes some 200 µs, which is much for a
 * program that must have a stack of its own for each request.
 */
export const callThrough = <R>(
  layer: Policy<R>,
  next: Send,
): Effect.Effect<Send, never, R | Scope.Scope> => {
  const wrap = wraps.get(layer) as Wrap<R> | undefined;
  return wrap !== undefined ? partOfRun(wrap)(next) : Effect.map(
    Layer.build(Layer.provide(layer, Layer.succeed(BareBatchCall, { send: next }))),
    (services) => Context.get(services, BareBatchCall).send,
  );
};

/** What a stack of these layers needs besides the calls that they wrap. */
type ServicesOf<Policies extends ReadonlyArray<Layer.Any>> = Exclude<
  Layer.Services<Policies[number]>,
  BatchCall
>;

/** Layers that need a `BatchCall`; in the place of any other one is `never`. Such a layer would replace the call. */
type Wrapping<Policies extends ReadonlyArray<Layer.Any>> = {
  readonly [place in keyof Policies]: BatchCall extends Layer.Services<Policies[place]>
    ? Policies[place]
    : never;
};

/**
 * Puts policies around a call. The first policy is the innermost, next to the call; the last one is the
 * outermost. The base may be a policy, too: the result is then a policy. A base in a policy's place does not compile: it
 * would replace everything before it.
 *
 * Any layer from `BatchCall` to `BatchCall` is taken, also one that can fail, such as a policy that reads its
 * options from a `Config`, or a journal with its store. The stack fails with the errors of all its layers.
 *
 * @example
 * ```ts
 * import * as Config from "effect/Config";
 * import * as Effect from "effect/Effect";
 * import * as Layer from "effect/Layer";
 * import { BatchCall, RateLimit, Retry, stack } from "@thulium-effect/batch-customers";
 *
 * const Paced = Layer.unwrap(Effect.map(
 *   Config.Int("REQUESTS_PER_SECOND"),
 *   (limit) => RateLimit.layer({ requests: { limit, per: "1 second" } }),
 * ));
 *
 * const Thulium = stack(BatchCall.layerEnv(), Paced, Retry.layer());
 * ```
 */
export const stack = <
  E,
  R,
  const Policies extends ReadonlyArray<Layer.Layer<BatchCall, unknown, unknown>>,
>(
  base: Layer.Layer<BatchCall, E, R>,
  ...policies: Policies & Wrapping<Policies>
): Layer.Layer<BatchCall, E | Layer.Error<Policies[number]>, R | ServicesOf<Policies>> =>
  stacked(base, policies) as Layer.Layer<
    BatchCall,
    E | Layer.Error<Policies[number]>,
    R | ServicesOf<Policies>
  >;

type AnyLayer = Layer.Layer<BatchCall, unknown, unknown>;

const stacked = (base: AnyLayer, policies: ReadonlyArray<AnyLayer>): AnyLayer => {
  const wrap = wrapOf([base, ...policies]);
  return wrap === undefined
    ? policies.reduce<AnyLayer>((inner, outer) => Layer.provide(outer, inner), base)
    : policy(wrap);
};
