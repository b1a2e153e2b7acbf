/**
 * How the importer calls Thulium: the connection from flags and environment, the standard policies, and the
 * policies that flags add.
 *
 * @module
 */
import * as Prompt from "effect/cli/Prompt";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import * as Stdio from "effect/Stdio";
import process from "node:process";
import { BatchCall } from "../call/service.ts";
import { checkConnection, type ConnectionOptions } from "../call/connection.ts";
import { standardPolicies } from "../policy/standard.ts";
import { stack } from "../policy/layer.ts";
import type { ImportArguments } from "./flags.ts";
import { UsageError } from "./usage_error.ts";

const variable = (name: string): string | undefined => {
  const value = process.env[name];
  return value === undefined || value === "" ? undefined : value;
};

const names = {
  url: "--url or THULIUM_URL",
  system: "--system or THULIUM_SYSTEM",
  user: "--user or THULIUM_USER",
  password: "THULIUM_PASSWORD",
};

/** The connection. Asks for the password if it is not in the environment and there is a terminal. */
export const connectionOf = Effect.fnUntraced(
  function* ({ file, system, url, user = variable("THULIUM_USER") }: ImportArguments) {
    const isGiven = url !== undefined || system !== undefined;
    const options = {
      url: isGiven ? url : variable("THULIUM_URL"),
      system: isGiven ? system : variable("THULIUM_SYSTEM"),
      user: user ?? "",
      allowInsecureHttp: variable("THULIUM_ALLOW_INSECURE_HTTP") === "true",
    };
    if (user === undefined) return yield* new UsageError({ message: `give ${names.user}` });
    const checked = checkConnection(
      { ...options, password: Redacted.make("asked for later") },
      names,
    );
    if (typeof checked === "string") return yield* new UsageError({ message: checked });
    const password = yield* passwordFor(file);
    const connection = checkConnection({ ...options, password }, names);
    if (typeof connection === "string") return yield* new UsageError({ message: connection });
    return { ...options, password };
  },
);

/** Thulium's address, for what needs no user and no password. */
export const addressOf = ({ system, url }: ImportArguments): Effect.Effect<string, UsageError> =>
  Effect.suspend(() => {
    const isGiven = url !== undefined || system !== undefined;
    const checked = checkConnection({
      url: isGiven ? url : variable("THULIUM_URL"),
      system: isGiven ? system : variable("THULIUM_SYSTEM"),
      user: "nobody",
      password: Redacted.make("nothing"),
      allowInsecureHttp: true,
    }, names);
    return typeof checked === "string"
      ? Effect.fail(new UsageError({ message: checked }))
      : Effect.succeed(checked.url);
  });

const passwordFor = Effect.fnUntraced(function* (file: string) {
  const given = variable("THULIUM_PASSWORD");
  if (given !== undefined) return Redacted.make(given);
  const { stdinIsTerminal } = yield* Stdio.Stdio;
  if (file === "-" || !(yield* stdinIsTerminal)) {
    return yield* new UsageError({
      message: `give ${names.password}: there is no terminal to ask at`,
    });
  }
  return yield* Prompt.run(Prompt.Hidden({ message: "Thulium's password" }));
});

/** The call with all policies. */
export const layerThulium = (
  given: ImportArguments,
  connection: ConnectionOptions,
): Layer.Layer<BatchCall, UsageError> => {
  const { concurrency, journal, looksUp = false, rate, retries, timeout } = given;
  const base = stack(
    BatchCall.layer({ ...connection, timeout: Duration.seconds(timeout) }),
    standardPolicies({
      retry: { attempts: retries + 1 },
      concurrency: { limit: concurrency },
      rateLimit: rate === undefined
        ? undefined
        : { customers: { limit: rate, per: "1 second" }, maxWait: "1 hour" },
    }),
  );
  if (!looksUp && journal === undefined) return base;
  return Layer.unwrap(
    Effect.map(
      // Loaded when it is needed: most imports do not need it, and start faster without it.
      Effect.promise(() => import("./durable.ts")),
      ({ durable }) => durable(base, given, connection),
    ),
  );
};
