/** Tests written as Effects: `it.effect` runs in virtual time, `it.live` in real time. */
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import * as TestClock from "effect/testing/TestClock";

type Body = () =>
  | Generator<Effect.Effect<unknown, unknown, Scope.Scope>, void, never>
  | Effect.Effect<unknown, unknown, Scope.Scope>;

const run = (body: Body): Effect.Effect<unknown, unknown, Scope.Scope> =>
  Effect.suspend(() => {
    const made = body();
    return Effect.isEffect(made) ? made : Effect.gen(() => made);
  });

const test = (wrap: <A, E>(effect: Effect.Effect<A, E>) => Effect.Effect<A, E>) =>
(
  name: string,
  body: Body,
): void =>
  Deno.test(name, () => Effect.runPromise(run(body).pipe(Effect.asVoid, Effect.scoped, wrap)));

export const it = {
  effect: test((effect) => Effect.provide(effect, TestClock.layer())),
  live: test((effect) => effect),
};
