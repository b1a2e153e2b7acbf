/**
 * The library's log as calls of a plain function. Records hold counts, times and words of this library, and no customer's
 * value.
 *
 * @module
 */
import * as Layer from "effect/Layer";
import * as Logger from "effect/Logger";
import * as References from "effect/References";

/** How important a record of the log is. */
export type LogSeverity = "debug" | "info" | "warn" | "error";

/**
 * Is called with each record of the log, `debug` included. What it throws is ignored.
 *
 * @example
 * ```ts
 * import type { Log } from "@thulium-effect/batch-customers/promise";
 *
 * const log: Log = (level, message, fields) => {
 *   if (level !== "debug") console[level](message, fields);
 * };
 * ```
 */
export type Log = (
  level: LogSeverity,
  message: string,
  fields: { readonly [field: string]: unknown },
) => void;

const levels: { readonly [level: string]: LogSeverity } = {
  Fatal: "error",
  Error: "error",
  Warn: "warn",
  Info: "info",
};

/** Where the log goes: to Effect's own logger, to a function, or nowhere. */
export const logTo = (log: Log | false | undefined): Layer.Layer<never> => {
  if (log === undefined) return Layer.empty;
  if (log === false) return Logger.layer([]);
  const logger = Logger.make<unknown, void>(({ fiber, logLevel, message }) => {
    try {
      const text = Array.isArray(message) ? message.map(String).join(" ") : String(message);
      log(levels[logLevel] ?? "debug", text, {
        ...fiber.getRef(References.CurrentLogAnnotations),
      });
    } catch {
      // A log that fails must not cost a customer its outcome.
    }
  });
  return Layer.merge(
    Logger.layer([logger]),
    Layer.succeed(References.MinimumLogLevel, "Debug"),
  );
};
