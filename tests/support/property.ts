/**
 * Checks a property with random values. A failure, a defect or a failed assertion breaks it. The test
 * then prints the smallest value that breaks it, and a token. With that token in the environment
 * variable `PROPERTY_REPLAY`, the test runs only that case.
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
