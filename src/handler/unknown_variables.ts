/**
 * A warning about variables with the handler's prefix that it does not know: a misspelt name would leave a default in
 * force. Only the names are logged, and only if the program gives the whole environment.
 *
 * The Worker does not import this file, to stay small.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Logger from "effect/Logger";
import { handlerVariables } from "./config.ts";
import type { Environment } from "./variables.ts";

/** Warns about variables that begin with `HANDLER_` and that the handler does not know. */
export const warnOfUnknown = (env: Environment): void => {
  const unknown = Object.keys(env).filter((name) =>
    name.startsWith("HANDLER_") && env[name] !== undefined && !handlerVariables.includes(name)
  );
  if (unknown.length === 0 || /^(?:error|none)$/i.test(String(env.HANDLER_LOG_LEVEL))) return;
  Effect.runSync(
    Effect.logWarning("the handler does not know these variables").pipe(
      Effect.annotateLogs("variables", unknown),
      Effect.provide(Logger.layer([Logger.consoleJson])),
    ),
  );
};
