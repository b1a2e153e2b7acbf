/** Counts the work that is done, in units that do not depend on the machine. */

/** Runs `work` and adds up what `measure` says of each call of a method. */
export const counted = async <Args extends Array<unknown>, Result>(
  prototype: object,
  name: string,
  measure: (args: Args, result: Result) => number,
  work: () => unknown,
): Promise<number> => {
  const original: (...args: Args) => Result = Reflect.get(prototype, name);
  let sum = 0;
  Reflect.set(prototype, name, function (this: unknown, ...args: Args) {
    const result = original.apply(this, args);
    sum += measure(args, result);
    return result;
  });
  try {
    await work();
  } finally {
    Reflect.set(prototype, name, original);
  }
  return sum;
};

/** How many bytes are copied from one `Uint8Array` to another. */
export const bytesCopied = (work: () => unknown): Promise<number> =>
  counted(
    Uint8Array.prototype,
    "set",
    ([source]: [ArrayLike<number>, number?]) => source.length,
    work,
  );
