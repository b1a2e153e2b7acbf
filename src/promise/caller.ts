/**
 * Where a method was called. Effects run on a stack of their own, so without this an error of the library would show no line
 * of the program that called the method. Errors of the program itself, such as a signal's reason, stay as they are.
 *
 * @module
 */

/** Errors that show their caller already: adds that share a request may be rejected with one error. */
const shown = new WeakSet<Error>();

/** Notes where `method` is called. The function that is returned adds that to the stack of what was thrown. */
// deno-lint-ignore ban-types
export const calledFrom = (method: Function): (error: unknown) => unknown => {
  const here: { readonly stack?: string } = {};
  // Not every runtime has it. Its text is made only when it is read.
  Error.captureStackTrace?.(here, method);
  return (error) => {
    const isOwn = error instanceof Error && "_tag" in error;
    if (isOwn && !shown.has(error) && here.stack !== undefined) {
      shown.add(error);
      const frames = here.stack.slice(here.stack.indexOf("\n"));
      error.stack = `${error.stack ?? String(error)}${frames}`;
    }
    return error;
  };
};
