/**
 * What the log says of a defect: the name of each error and the frames of its stack, of what caused it, too. It never says
 * a message, because other people's messages may hold personal data; and no other value of an error.
 *
 * @module
 */
import type * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";

/** One error of a defect. */
export interface ToldError {
  /** The error's name, or the type of a value that is no error. */
  readonly name: string;
  /** The frames of its stack, the innermost one first. */
  readonly frames: ReadonlyArray<string>;
}

/** How many errors of a defect are told, and how many frames of each. */
const maxErrors = 5;
const maxFrames = 15;

/** Names as programs give them to their errors. Anything else may be a text about a customer. */
const nameForm = /^[A-Za-z_$][\w$./]{0,79}$/;
const frameForm =
  /^\s*at (?:[\w$.<>[\] #*]{1,120} \()?(?:(?:file|https?|npm|jsr|node|ext):|\/|[A-Z]:\\)[^()\s]{1,300}:\d+:\d+\)?$/;

/** Logs that something died, with the errors of its cause. It never fails itself. */
export const logDefect = (what: string, cause: Cause.Cause<unknown>): Effect.Effect<void> =>
  Effect.ignoreCause(
    Effect.suspend(() => Effect.annotateLogs(Effect.logError(what), "errors", errorsOf(cause))),
  );

/** The errors of a cause, each followed by what caused it. */
export const errorsOf = (cause: Cause.Cause<unknown>): ReadonlyArray<ToldError> => {
  const told: Array<ToldError> = [];
  const tell = (error: unknown): void => {
    if (told.length >= maxErrors) return;
    told.push(toldError(error));
    for (const nested of nestedIn(error)) tell(nested);
  };
  for (const reason of cause.reasons) {
    if (reason._tag === "Die") tell(reason.defect);
    else if (reason._tag === "Fail") tell(reason.error);
    else if (told.length < maxErrors) told.push({ name: "Interrupt", frames: [] });
  }
  return told;
};

const toldError = (error: unknown): ToldError => {
  const name = [read(error, "name"), read(error, "_tag")].find((name) =>
    typeof name === "string" && nameForm.test(name)
  );
  return { name: typeof name === "string" ? name : typeof error, frames: framesOf(error) };
};

/** The lines of a stack below the message, which may look like frames itself. */
const framesOf = (error: unknown): ReadonlyArray<string> => {
  const stack = read(error, "stack");
  const message = read(error, "message");
  if (typeof stack !== "string") return [];
  const at = typeof message === "string" ? stack.indexOf(message) + message.length : 0;
  return stack.slice(Math.max(0, at)).split("\n").filter((line) => frameForm.test(line))
    .slice(0, maxFrames).map((line) => line.trim().slice(3));
};

/** Effect's errors have a `reason`, others a `cause` or `errors`. */
const nestedIn = (error: unknown): ReadonlyArray<unknown> => {
  const errors = read(error, "errors");
  return [
    read(error, "cause"),
    read(error, "reason"),
    ...(Array.isArray(errors) ? errors.slice(0, maxErrors) : []),
  ].filter((nested) => typeof nested === "object" && nested !== null);
};

/** A property of a value from anywhere, which may throw when it is read. */
const read = (value: unknown, key: string): unknown => {
  try {
    return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
  } catch {
    return undefined;
  }
};
