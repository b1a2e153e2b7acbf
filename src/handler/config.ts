/**
 * The handler's configuration: read from the environment and checked as a whole before any request is served. If
 * anything is wrong there is no configuration, only the list of problems (fail-closed).
 *
 * The code that reads a variable is the one place for its name and its default. Tests hold `--help` and the page
 * to it.
 *
 * @module
 */
import { type AccessConfig, readAccess } from "./access.ts";
import { type Environment, Variables } from "./variables.ts";

/** The checked configuration. */
export interface HandlerConfig extends AccessConfig, Readonly<ReturnType<typeof readSettings>> {}

/** What is wrong with the environment. */
export interface ConfigProblems {
  readonly problems: ReadonlyArray<string>;
}

/** Defaults that depend on the platform. */
export interface ConfigDefaults {
  /** @default unlimited */
  readonly maxCalls?: number | undefined;
}

const readSettings = (variables: Variables, defaults: ConfigDefaults) => ({
  profile: variables.choice("HANDLER_PROFILE", ["contract", "strict"], "contract"),
  maxBodyBytes: variables.count("HANDLER_MAX_BODY_BYTES", 10_485_760),
  maxBufferedBytes: variables.count("HANDLER_MAX_BUFFERED_BYTES", 67_108_864),
  maxCustomers: variables.count("HANDLER_MAX_CUSTOMERS", 10_000),
  bodySeconds: variables.seconds("HANDLER_BODY_SECONDS", 30),
  batchSize: variables.count("HANDLER_BATCH_SIZE", 100),
  concurrency: variables.count("HANDLER_CONCURRENCY", 4),
  requestsPerSecond: variables.count("HANDLER_REQUESTS_PER_SECOND", undefined),
  customersPerSecond: variables.count("HANDLER_CUSTOMERS_PER_SECOND", undefined),
  attempts: variables.count("HANDLER_ATTEMPTS", 4),
  reconcile: variables.flag("HANDLER_RECONCILE"),
  callSeconds: variables.seconds("HANDLER_CALL_SECONDS", 14),
  deadlineSeconds: variables.seconds("HANDLER_DEADLINE_SECONDS", 28),
  streamDeadlineSeconds: variables.seconds("HANDLER_STREAM_DEADLINE_SECONDS", 900),
  maxCalls: variables.count("HANDLER_MAX_CALLS", defaults.maxCalls),
  maxRequestsPerCaller: variables.count("HANDLER_MAX_REQUESTS_PER_CALLER", 20),
  origins: variables.origins("HANDLER_ORIGINS"),
  logLevel: variables.choice(
    "HANDLER_LOG_LEVEL",
    ["Debug", "Info", "Warn", "Error", "None"],
    "Info",
  ),
  otlpUrl: variables.url("OTEL_EXPORTER_OTLP_ENDPOINT"),
});

/** Reads every variable, whatever was wrong with those before, so that all problems are known at once. */
const readAll = (
  variables: Variables,
  defaults: ConfigDefaults,
): HandlerConfig | undefined => {
  const access = readAccess(variables);
  const settings = readSettings(variables, defaults);
  const deadlines = {
    HANDLER_DEADLINE_SECONDS: settings.deadlineSeconds,
    HANDLER_STREAM_DEADLINE_SECONDS: settings.streamDeadlineSeconds,
  };
  for (const [name, seconds] of Object.entries(deadlines)) {
    if (seconds <= settings.callSeconds) {
      variables.problems.push(
        `${name} (${seconds}) must be more than HANDLER_CALL_SECONDS (${settings.callSeconds})`,
      );
    }
  }
  if (settings.maxBufferedBytes < settings.maxBodyBytes) {
    variables.problems.push(
      "HANDLER_MAX_BUFFERED_BYTES must not be less than HANDLER_MAX_BODY_BYTES",
    );
  }
  return access && { ...access, ...settings };
};

/** The configuration, or everything that is wrong with the environment. */
export const readHandlerConfig = (
  env: Environment,
  defaults: ConfigDefaults = {},
): HandlerConfig | ConfigProblems => {
  const variables = new Variables(env);
  const config = readAll(variables, defaults);
  const { problems } = variables;
  return config === undefined || problems.length > 0 ? { problems } : config;
};

const namesOfVariables = (): ReadonlyArray<string> => {
  const variables = new Variables({});
  readAll(variables, {});
  return variables.names;
};

/** The name of every variable that the handler reads. */
export const handlerVariables: ReadonlyArray<string> = /* @__PURE__ */ namesOfVariables();
