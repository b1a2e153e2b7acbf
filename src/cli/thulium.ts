/**
 * How the importer calls Thulium: the connection from flags and environment, the standard policies, and the
 * policies that flags add.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import { makeAsk, ThuliumApi } from "../call/api.ts";
import { layerBatchCall } from "../call/bare.ts";
import type { BatchCall } from "../call/service.ts";
import { checkConnection, type ConnectionOptions, makeConnection } from "../call/connection.ts";
import { standardPolicies } from "../policy/standard.ts";
import { stack } from "../policy/layer.ts";
import { variable } from "./environment.ts";
import type { ImportArguments } from "./flags.ts";
import type { FailureWatch } from "./failure_watch.ts";
import { sayConnection } from "./texts/say.ts";
import type { Texts } from "./texts/table.ts";
import { type UsageError, usageError } from "./usage_error.ts";

/** What is wrong with the connection's settings. */
const problemOf = (options: ConnectionOptions, { usage }: Texts): string | undefined => {
  if ((options.url === undefined) === (options.system === undefined)) return usage.giveUrl;
  const checked = checkConnection(options, usage.names);
  return typeof checked === "string" ? checked : undefined;
};

const failWith = (problem: string) => usageError((texts) => sayConnection(problem, texts));

/** The connection. Asks for the password if it is not in the environment and there is a terminal. */
export const connectionOf = Effect.fnUntraced(
  function* (
    { file, system, url, user = variable("THULIUM_USER") }: ImportArguments & {
      readonly file: string;
    },
    texts: Texts,
  ) {
    const isGiven = url !== undefined || system !== undefined;
    const options = {
      url: isGiven ? url : variable("THULIUM_URL"),
      system: isGiven ? system : variable("THULIUM_SYSTEM"),
      user: user ?? "",
      allowInsecureHttp: variable("THULIUM_ALLOW_INSECURE_HTTP") === "true",
    };
    if (user === undefined) return yield* usageError(({ usage }) => usage.giveUser);
    const problem = problemOf({ ...options, password: Redacted.make("later") }, texts);
    if (problem !== undefined) return yield* failWith(problem);
    const password = yield* passwordFor(file, texts);
    const wrong = problemOf({ ...options, password }, texts);
    if (wrong !== undefined) return yield* failWith(wrong);
    return { ...options, password };
  },
);

/** Thulium's address, for what needs no user and no password. */
export const addressOf = (
  { system, url }: ImportArguments,
  texts: Texts,
): Effect.Effect<string, UsageError> =>
  Effect.suspend(() => {
    const isGiven = url !== undefined || system !== undefined;
    const options = {
      url: isGiven ? url : variable("THULIUM_URL"),
      system: isGiven ? system : variable("THULIUM_SYSTEM"),
      user: "nobody",
      password: Redacted.make("nothing"),
      allowInsecureHttp: true,
    };
    const problem = problemOf(options, texts);
    return problem === undefined
      ? Effect.succeed(makeConnection(options).url)
      : Effect.fail(failWith(problem));
  });

const passwordFor = Effect.fnUntraced(function* (file: string, { usage }: Texts) {
  const given = variable("THULIUM_PASSWORD");
  if (given !== undefined) return Redacted.make(given);
  if (file === "-" || !Deno.stdin.isTerminal()) {
    return yield* usageError(({ usage }) => usage.noTerminal);
  }
  const { askHidden } = yield* Effect.promise(() => import("./password.ts"));
  return yield* askHidden(usage.askPassword);
});

/** The call with all policies. */
export const layerThulium = (
  given: ImportArguments,
  connection: ConnectionOptions,
  watch: FailureWatch,
): Layer.Layer<BatchCall, UsageError> => {
  const { concurrency, journal, looksUp = false, rate, retries, timeout } = given;
  const base = stack(
    Layer.provide(
      layerBatchCall({ ...connection, timeout: Duration.seconds(timeout) }),
      Layer.sync(ThuliumApi, () => ({ ask: makeAsk(globalThis.fetch, {}) })),
    ),
    watch.inner,
    standardPolicies({
      retry: { attempts: retries + 1 },
      concurrency: { limit: concurrency },
      rateLimit: rate === undefined
        ? undefined
        : { customers: { limit: rate, per: "1 second" }, maxWait: "1 hour" },
    }),
    watch.outer,
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
