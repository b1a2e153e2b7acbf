/**
 * Checks a property with random values. A failure, a defect or a failed assertion breaks it. The test
 * then prints the smallest value that breaks it, and a token. With that token in the environment
 * variable `PROPERTY_REPLAY`, the test runs only that case.
 */
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";

/** How a property is checked. */
export interface HoldsOptions extends Arbitrary.CheckOptions {
  /**
   * What must have been seen among all cases. It is a part of the test, so that it depends on no test before; it does not run
   * when one case is run again.
   */
  readonly afterwards?: () => void;
}

export const holds = <A, E>(
  name: string,
  values: Arbitrary.Arbitrary<A>,
  property: (value: A) => Effect.Effect<unknown, E>,
  options?: HoldsOptions,
): void => holdsWith(Layer.empty, name, values, property, options);

/** Checks a property in an environment that is made once for all values. */
export const holdsWith = <A, E, R>(
  environment: Layer.Layer<R, unknown>,
  name: string,
  values: Arbitrary.Arbitrary<A>,
  property: (value: A) => Effect.Effect<unknown, E, R>,
  { afterwards, ...options }: HoldsOptions = {},
): void =>
  Deno.test(name, async () => {
    const replay = Deno.env.get("PROPERTY_REPLAY");
    const result = await Effect.runPromise(
      Arbitrary.checkEffect(
        values,
        (value) => property(value).pipe(Effect.sandbox, Effect.as(true)),
        { ...options, replay },
      ).pipe(Effect.provide(environment)),
    );
    const failure = Arbitrary.formatCheckFailure(result);
    if (failure !== undefined) throw new Error(failure);
    if (replay === undefined) afterwards?.();
  });
