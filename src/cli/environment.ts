/**
 * The environment's variables. One that is empty counts as not set.
 *
 * @module
 */

/** A variable's value. One that the program may not read counts as not set. */
export const variable = (name: string): string | undefined => {
  try {
    return Deno.env.get(name) || undefined;
  } catch (thrown) {
    if (thrown instanceof Deno.errors.NotCapable) return undefined;
    throw thrown;
  }
};

/** The same, and nobody is asked for the permission. */
export const permittedVariable = (name: string): string | undefined => {
  const { state } = Deno.permissions.querySync({ name: "env", variable: name });
  return state === "granted" ? variable(name) : undefined;
};
