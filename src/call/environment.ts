/**
 * Where options come from when they are not written in the program: the environment, or a `Config`.
 *
 * The variables are read from the `ConfigProvider` directly, because using `Config` itself would add all of
 * Schema to every bundle.
 *
 * @module
 */
import * as Config from "effect/Config";
import * as ConfigProvider from "effect/ConfigProvider";
import * as Effect from "effect/Effect";
import * as Redacted from "effect/Redacted";
import { checkConnection, type Connection, variableNames } from "./connection.ts";

const allowInsecureHttp = "THULIUM_ALLOW_INSECURE_HTTP";

/** An empty variable counts as missing. */
const read = (name: string): Effect.Effect<string | undefined, Config.ConfigError> =>
  Effect.flatMap(ConfigProvider.ConfigProvider, (provider) => provider.load([name])).pipe(
    Effect.map((node) => node?.value === "" ? undefined : node?.value),
    Effect.mapError((error) => new Config.ConfigError(error)),
  );

const readAll = Effect.all({
  url: read(variableNames.url),
  system: read(variableNames.system),
  user: read(variableNames.user),
  password: read(variableNames.password),
  allowed: read(allowInsecureHttp),
});

const configError = (message: string): Config.ConfigError =>
  new Config.ConfigError(new ConfigProvider.SourceError({ message }));

/**
 * The connection from the environment: `THULIUM_URL` or `THULIUM_SYSTEM`, `THULIUM_USER`, `THULIUM_PASSWORD`,
 * and `THULIUM_ALLOW_INSECURE_HTTP` (default `false`). An error names the variable and the rule, and holds
 * no value.
 */
export const environmentConnection: Effect.Effect<Connection, Config.ConfigError> = Effect.flatMap(
  readAll,
  ({ allowed = "false", password = "", user = "", ...address }) => {
    const connection = allowed === "true" || allowed === "false"
      ? checkConnection({
        ...address,
        user,
        password: Redacted.make(password),
        allowInsecureHttp: allowed === "true",
      }, variableNames)
      : `${allowInsecureHttp} must be true or false`;
    return typeof connection === "string"
      ? Effect.fail(configError(connection))
      : Effect.succeed(connection);
  },
);

/**
 * Checks options that were read from a `Config`: what `check` throws becomes a `ConfigError`, because wrong
 * configuration is no mistake of the program.
 */
export const fromConfig = <A, B>(
  wrapped: Config.Wrap<A>,
  check: (options: A) => B,
): Effect.Effect<B, Config.ConfigError> =>
  Effect.flatMap(unwrap(wrapped), (options) => {
    try {
      return Effect.succeed(check(options as A));
    } catch (thrown) {
      return Effect.fail(configError(thrown instanceof Error ? thrown.message : "invalid options"));
    }
  });

/** A `Config` is an Effect, so a record of them needs nothing of the module `Config`. */
const unwrap = (wrapped: unknown): Effect.Effect<unknown, Config.ConfigError> => {
  if (wrapped === undefined) return Effect.succeed(undefined);
  if (Effect.isEffect(wrapped)) return wrapped as Config.Config<unknown>;
  if (typeof wrapped !== "object" || wrapped === null) {
    throw new TypeError("layerConfig takes a Config for each option; layer takes values");
  }
  const entries = Object.entries(wrapped);
  return Effect.all(Object.fromEntries(entries.map(([name, value]) => [name, unwrap(value)])));
};
