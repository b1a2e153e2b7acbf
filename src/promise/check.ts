/**
 * Checks that the compiler would make, for programs in JavaScript. A misspelt option is refused: if it were ignored, its
 * effect would be missing without a word. Errors name the option and the rule, and never a value.
 *
 * @module
 */
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import { connection, methods, type Shape } from "./known_options.ts";
import type { ConnectOptions, JournalIn } from "./options.ts";

const isObject = (value: unknown): value is { readonly [key: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const refuseUnknown = (where: string, path: string, value: unknown, shape: Shape): void => {
  if (!isObject(value)) throw new TypeError(`${where}: ${path || "options"} must be an object`);
  for (const [name, given] of Object.entries(value)) {
    const option = path === "" ? name : `${path}.${name}`;
    const known = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (known === undefined) {
      const names = Object.keys(shape).join(", ");
      throw new TypeError(`${where}: there is no option ${option}; there are ${names}`);
    }
    // `false` leaves a policy out.
    if (known !== true && given !== undefined && given !== false) {
      refuseUnknown(where, option, given, known);
    }
  }
};

/**
 * Checks the options of a method.
 *
 * @throws {TypeError} If they are no object, if there is no such option, or if `signal` is not an AbortSignal.
 */
export const checkMethod = (method: keyof typeof methods, options: unknown): void => {
  refuseUnknown(method, "", options, methods[method]);
  if (!isObject(options)) return;
  const { onInterrupt, signal } = options;
  if (signal !== undefined && !(signal instanceof AbortSignal)) {
    throw new TypeError(`${method}: signal must be an AbortSignal`);
  }
  if (onInterrupt !== undefined && onInterrupt !== "abort" && onInterrupt !== "finish") {
    throw new RangeError(`${method}: onInterrupt must be abort or finish`);
  }
};

/** What each option of the connection must be. */
const rules: ReadonlyArray<
  readonly [option: keyof ConnectOptions, is: (value: unknown) => boolean, rule: string]
> = [
  ["url", (url) => typeof url === "string" || url instanceof URL, "must be a text or a URL"],
  ["system", (system) => typeof system === "string", "must be a text"],
  ["user", (user) => typeof user === "string", "must be a text"],
  ["password", (one) => typeof one === "string", "must be a text"],
  ["allowInsecureHttp", (value) => typeof value === "boolean", "must be true or false"],
  ["trustAny503", (value) => typeof value === "boolean", "must be true or false"],
  ["language", (language) => typeof language === "string", "must be a text"],
  ["fetch", (fetch) => typeof fetch === "function", "must be a function"],
  ["log", (log) => typeof log === "function" || log === false, "must be a function or false"],
];

/**
 * Checks the options of a connection, as far as the library does not do it itself.
 *
 * @throws {TypeError} If an option is missing, unknown, or of a wrong type.
 */
export const checkConnect = (options: ConnectOptions): void => {
  refuseUnknown("connect", "", options, connection);
  if (Redacted.isRedacted(options.password)) {
    throw new TypeError("connect: password must be a text, and not Redacted");
  }
  for (const [option, is, rule] of rules) {
    const value: unknown = options[option];
    if (value !== undefined && !is(value)) throw new TypeError(`connect: ${option} ${rule}`);
  }
  if (options.password === undefined) throw new TypeError("connect: password must be given");
  if (options.journal !== undefined) checkJournal(options.journal);
};

/**
 * Makes what options say. The library's own checks name the value, too; here anything may have been given in its place, such
 * as a password.
 *
 * @throws {RangeError} If an option is invalid, without its value.
 */
export const withoutValues = <A>(make: () => A): A => {
  try {
    return make();
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new RangeError(`connect: ${error.message.replace(/: current value is [^]*$/, "")}`);
  }
};

const checkJournal = ({ key, name, store }: JournalIn): void => {
  if (!Layer.isLayer(store)) {
    throw new TypeError(
      'connect: journal.store must be a store, such as JournalFile.layer("customers.journal")',
    );
  }
  if (typeof name !== "string" || name === "") {
    throw new TypeError("connect: journal.name must be a text that is not empty");
  }
  if (key !== undefined && typeof key !== "function") {
    throw new TypeError("connect: journal.key must be a function, such as Key.byEmail");
  }
};
