/**
 * Runs a property over generated values: it holds unless it fails, dies or asserts in vain. A
 * failure prints the smallest value found and a token; give that as `PROPERTY_REPLAY` in the
 * environment to run the one case again.
 */
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";

export const holds = <A, E>(
  name: string,
  values: Arbitrary.Arbitrary<A>,
  property: (value: A) => Effect.Effect<unknown, E>,
  options?: Arbitrary.CheckOptions,
): void =>
  Deno.test(name, async () => {
    const replay = Deno.env.get("PROPERTY_REPLAY");
    const result = await Effect.runPromise(Arbitrary.checkEffect(
      values,
      (value) => property(value).pipe(Effect.sandbox, Effect.as(true)),
      { ...options, replay },
    ));
    const failure = Arbitrary.formatCheckFailure(result);
    if (failure !== undefined) throw new Error(failure);
  });
