/**
 * Checks of option values, made once when something is constructed. A wrong option is a mistake in the program,
 * so it throws a `RangeError` with the option's name and value.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Option from "effect/Option";

/** Throws unless `value` is a whole number of at least `minimum`. */
export const checkInteger = (option: string, value: number, minimum = 1): void => {
  if (!Number.isSafeInteger(value) || value < minimum) {
    throw new RangeError(
      `${option} must be a whole number of at least ${minimum}: current value is ${value}`,
    );
  }
};

/** Throws unless `value` is one of the choices. */
export const checkChoice = (
  option: string,
  value: string,
  choices: ReadonlyArray<string>,
): void => {
  if (!choices.includes(value)) {
    throw new RangeError(`${option} must be ${choices.join(" or ")}: current value is ${value}`);
  }
};

/** The duration. Throws if it is zero, negative, infinite or unreadable. */
export const checkDuration = (option: string, value: Duration.Input): Duration.Duration => {
  const duration = Option.getOrUndefined(Duration.fromInput(value));
  if (duration === undefined || !Duration.isFinite(duration) || !Duration.isPositive(duration)) {
    throw new RangeError(
      `${option} must be a positive, finite duration, in milliseconds or as "5 seconds": ` +
        `current value is ${value}`,
    );
  }
  return duration;
};
