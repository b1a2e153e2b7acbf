/**
 * The connection from configuration, which is the environment unless a program says otherwise.
 *
 * Read from the `ConfigProvider` by hand: `Config` would bring all of Schema into every bundle, for five
 * texts.
 *
 * @module
 */
import * as Config from "effect/Config";
import * as ConfigProvider from "effect/ConfigProvider";
import * as Effect from "effect/Effect";
import * as Redacted from "effect/Redacted";
import { checkConnection, type Connection, variableNames } from "./connection.ts";

const allowInsecureHttp = "THULIUM_ALLOW_INSECURE_HTTP";

/** A variable that is empty is not given. */
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

type Variables = Effect.Success<typeof readAll>;

const connectionOf = ({ allowed = "false", password, system, url, user }: Variables) => {
  if (user === undefined) return `${variableNames.user} must be given`;
  if (password === undefined) return `${variableNames.password} must be given`;
  if (allowed !== "true" && allowed !== "false") {
    return `${allowInsecureHttp} must be true or false`;
  }
  return checkConnection({
    url,
    system,
    user,
    password: Redacted.make(password),
    allowInsecureHttp: allowed === "true",
  }, variableNames);
};

/**
 * `THULIUM_URL` or `THULIUM_SYSTEM`, `THULIUM_USER`, `THULIUM_PASSWORD`, and `THULIUM_ALLOW_INSECURE_HTTP`
 * (default `false`). Fails with the name of what is missing or wrong, and no value.
 */
export const connectionConfig: Effect.Effect<Connection, Config.ConfigError> = Effect.flatMap(
  readAll,
  (variables) => {
    const connection = connectionOf(variables);
    return typeof connection === "string"
      ? Effect.fail(new Config.ConfigError(new ConfigProvider.SourceError({ message: connection })))
      : Effect.succeed(connection);
  },
);
