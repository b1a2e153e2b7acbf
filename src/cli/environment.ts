/**
 * The environment's variables. A variable that the program may not read counts as not set, and nobody is asked for the
 * permission.
 *
 * @module
 */
import process from "node:process";

interface Permissions {
  readonly querySync?: (descriptor: { readonly name: "env"; readonly variable: string }) => {
    readonly state: string;
  };
}

/** Only Deno has permissions. */
const { permissions } = (globalThis as { readonly Deno?: { readonly permissions?: Permissions } })
  .Deno ?? {};

const mayRead = (name: string): boolean =>
  (permissions?.querySync?.({ name: "env", variable: name }).state ?? "granted") === "granted";

/** A variable's value, if it is set, not empty, and may be read. */
export const permittedVariable = (name: string): string | undefined => {
  const value = mayRead(name) ? process.env[name] : undefined;
  return value === "" ? undefined : value;
};
