/**
 * The handler's configuration: read from the environment, checked as a whole before anything is served,
 * and fail-closed. Every problem names its variable and the rule, never the value.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import * as Redacted from "effect/Redacted";
import { checkConnection, type Connection, variableNames } from "../call/connection.ts";

/** The environment: variables by name, and on Workers also bindings, which are ignored. */
export type Environment = { readonly [name: string]: unknown };

/** Who may call the handler, and as whom it calls Thulium. */
export type Access =
  | {
    /** The caller's own user and password go to Thulium. */
    readonly mode: "passthrough";
    /** Where Thulium is. */
    readonly url: string;
  }
  | {
    /** Callers hold a token; Thulium's user and password are the handler's. */
    readonly mode: "token";
    readonly connection: Connection;
    /** SHA-256 of each token. */
    readonly tokens: ReadonlyArray<Uint8Array>;
  };

/** The checked configuration. */
export interface HandlerConfig {
  readonly access: Access;
  readonly allowInsecureHttp: boolean;
  readonly profile: "contract" | "strict";
  readonly maxBodyBytes: number;
  readonly maxCustomers: number;
  readonly bodySeconds: number;
  readonly batchSize: number;
  readonly concurrency: number;
  readonly requestsPerSecond: number | undefined;
  readonly customersPerSecond: number | undefined;
  readonly attempts: number;
  readonly reconcile: boolean;
  readonly callSeconds: number;
  readonly deadlineSeconds: number;
  readonly streamDeadlineSeconds: number;
  readonly maxCalls: number | undefined;
  readonly origins: ReadonlyArray<string>;
  readonly logLevel: "Debug" | "Info" | "Warn" | "Error" | "None";
  readonly otlpUrl: string | undefined;
}

/** What is wrong with the environment. */
export interface ConfigProblems {
  readonly problems: ReadonlyArray<string>;
}

/** Every variable that the handler reads. */
export const handlerVariables = [
  "HANDLER_AUTH",
  "HANDLER_TOKENS",
  "THULIUM_URL",
  "THULIUM_SYSTEM",
  "THULIUM_USER",
  "THULIUM_PASSWORD",
  "THULIUM_ALLOW_INSECURE_HTTP",
  "HANDLER_PROFILE",
  "HANDLER_MAX_BODY_BYTES",
  "HANDLER_MAX_CUSTOMERS",
  "HANDLER_BODY_SECONDS",
  "HANDLER_BATCH_SIZE",
  "HANDLER_CONCURRENCY",
  "HANDLER_REQUESTS_PER_SECOND",
  "HANDLER_CUSTOMERS_PER_SECOND",
  "HANDLER_ATTEMPTS",
  "HANDLER_RECONCILE",
  "HANDLER_CALL_SECONDS",
  "HANDLER_DEADLINE_SECONDS",
  "HANDLER_STREAM_DEADLINE_SECONDS",
  "HANDLER_MAX_CALLS",
  "HANDLER_ORIGINS",
  "HANDLER_LOG_LEVEL",
  "OTEL_EXPORTER_OTLP_ENDPOINT",
] as const;

type Variable = typeof handlerVariables[number];

/** A token shorter than this can be guessed. */
const minTokenLength = 16;
const encoder = new TextEncoder();

/** The SHA-256 of a token, which is all that is kept of it. */
export const tokenDigest = (token: string): Uint8Array => sha256(encoder.encode(token));

/** Reads variables and gathers what is wrong with them. */
class Reader {
  readonly problems: Array<string> = [];
  readonly #env: Environment;

  constructor(env: Environment) {
    this.#env = env;
  }

  /** A variable's text, without white space around it. */
  text(name: Variable): string | undefined {
    return this.secret(name)?.trim();
  }

  /** A variable's text as it is, unless it is blank; Workers have numbers and booleans, too. */
  secret(name: Variable): string | undefined {
    const value = this.#env[name];
    if (value === undefined || value === null) return undefined;
    if (!["string", "number", "boolean"].includes(typeof value)) {
      this.problems.push(`${name} must be a text`);
      return undefined;
    }
    const text = String(value);
    return text.trim() === "" ? undefined : text;
  }

  choice<const Choice extends string>(
    name: Variable,
    choices: ReadonlyArray<Choice>,
    fallback: Choice,
  ): Choice {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const choice = choices.find((choice) => choice.toLowerCase() === text.toLowerCase());
    if (choice === undefined) this.problems.push(`${name} must be ${choices.join(" or ")}`);
    return choice ?? fallback;
  }

  count<Fallback extends number | undefined>(
    name: Variable,
    fallback: Fallback,
  ): number | Fallback {
    const text = this.text(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    if (Number.isSafeInteger(value) && value > 0) return value;
    this.problems.push(`${name} must be a whole number of at least 1`);
    return fallback;
  }

  list(name: Variable): ReadonlyArray<string> {
    const items = this.text(name)?.split(",").map((item) => item.trim()) ?? [];
    return items.filter((item) => item !== "");
  }

  url(name: Variable): string | undefined {
    const text = this.text(name);
    if (text === undefined) return undefined;
    const url = URL.parse(text);
    const isPlain = url !== null && /^https?:$/.test(url.protocol) &&
      `${url.username}${url.password}${url.search}${url.hash}` === "";
    if (!isPlain) this.problems.push(`${name} must be a URL without user, query and fragment`);
    return text;
  }
}

const choicesOfAccess = ["passthrough", "token"] as const;

const readAccess = (reader: Reader, allowInsecureHttp: boolean): Access | undefined => {
  const mode = choicesOfAccess.find((choice) => choice === reader.text("HANDLER_AUTH"));
  if (mode === undefined) {
    reader.problems.push(`HANDLER_AUTH must be ${choicesOfAccess.join(" or ")}`);
  }
  const user = readCredential(reader, "THULIUM_USER", mode);
  const password = readCredential(reader, "THULIUM_PASSWORD", mode);
  const tokens = readTokens(reader, mode);
  const connection = checkConnection({
    url: reader.text("THULIUM_URL"),
    system: reader.text("THULIUM_SYSTEM"),
    user,
    password: Redacted.make(password),
    allowInsecureHttp,
  }, variableNames);
  if (typeof connection === "string") {
    reader.problems.push(connection);
    return undefined;
  }
  return mode === "token"
    ? { mode, connection, tokens }
    : { mode: "passthrough", url: connection.url };
};

type Mode = Access["mode"] | undefined;

/** A part of Thulium's credentials, which only one of the modes has; the other one gets a stand-in. */
const readCredential = (
  reader: Reader,
  name: "THULIUM_USER" | "THULIUM_PASSWORD",
  mode: Mode,
): string => {
  const value = reader.secret(name);
  if (mode === "token" && value === undefined) reader.problems.push(`${name} must be given`);
  if (mode === "passthrough" && value !== undefined) {
    reader.problems.push(`${name} must not be given: in passthrough mode callers bring their own`);
  }
  return value ?? "caller";
};

const readTokens = (reader: Reader, mode: Mode): ReadonlyArray<Uint8Array> => {
  const tokens = reader.list("HANDLER_TOKENS");
  if (mode === "passthrough" && tokens.length > 0) {
    reader.problems.push("HANDLER_TOKENS must not be given in passthrough mode");
  }
  if (mode === "token" && tokens.length === 0) {
    reader.problems.push("HANDLER_TOKENS must hold a token");
  }
  if (tokens.some((token) => /\s/.test(token))) {
    reader.problems.push("HANDLER_TOKENS: a token must not contain spaces");
  }
  if (tokens.some(({ length }) => length < minTokenLength)) {
    reader.problems.push(`HANDLER_TOKENS: a token must have at least ${minTokenLength} characters`);
  }
  return tokens.map(tokenDigest);
};

const readOrigins = (reader: Reader): ReadonlyArray<string> => {
  const origins = reader.list("HANDLER_ORIGINS");
  if (origins.some((origin) => URL.parse(origin)?.origin !== origin)) {
    reader.problems.push("HANDLER_ORIGINS must be origins, such as https://app.example.com");
  }
  return origins;
};

/** Platforms have limits of their own. */
export interface ConfigDefaults {
  /** @default unlimited */
  readonly maxCalls?: number | undefined;
}

/** The configuration, or all that is wrong with it. */
export const readHandlerConfig = (
  env: Environment,
  defaults: ConfigDefaults = {},
): HandlerConfig | ConfigProblems => {
  const reader = new Reader(env);
  const allowInsecureHttp =
    reader.choice("THULIUM_ALLOW_INSECURE_HTTP", ["true", "false"], "false") === "true";
  const access = readAccess(reader, allowInsecureHttp);
  const config = {
    allowInsecureHttp,
    profile: reader.choice("HANDLER_PROFILE", ["contract", "strict"], "contract"),
    maxBodyBytes: reader.count("HANDLER_MAX_BODY_BYTES", 10_485_760),
    maxCustomers: reader.count("HANDLER_MAX_CUSTOMERS", 10_000),
    bodySeconds: reader.count("HANDLER_BODY_SECONDS", 30),
    batchSize: reader.count("HANDLER_BATCH_SIZE", 100),
    concurrency: reader.count("HANDLER_CONCURRENCY", 4),
    requestsPerSecond: reader.count("HANDLER_REQUESTS_PER_SECOND", undefined),
    customersPerSecond: reader.count("HANDLER_CUSTOMERS_PER_SECOND", undefined),
    attempts: reader.count("HANDLER_ATTEMPTS", 4),
    reconcile: reader.choice("HANDLER_RECONCILE", ["true", "false"], "false") === "true",
    callSeconds: reader.count("HANDLER_CALL_SECONDS", 14),
    deadlineSeconds: reader.count("HANDLER_DEADLINE_SECONDS", 28),
    streamDeadlineSeconds: reader.count("HANDLER_STREAM_DEADLINE_SECONDS", 900),
    maxCalls: reader.count("HANDLER_MAX_CALLS", defaults.maxCalls),
    origins: readOrigins(reader),
    logLevel: reader.choice(
      "HANDLER_LOG_LEVEL",
      ["Debug", "Info", "Warn", "Error", "None"],
      "Info",
    ),
    otlpUrl: reader.url("OTEL_EXPORTER_OTLP_ENDPOINT"),
  };
  const deadlines = {
    HANDLER_DEADLINE_SECONDS: config.deadlineSeconds,
    HANDLER_STREAM_DEADLINE_SECONDS: config.streamDeadlineSeconds,
  };
  for (const [name, seconds] of Object.entries(deadlines)) {
    if (seconds <= config.callSeconds) {
      reader.problems.push(`${name} must be more than HANDLER_CALL_SECONDS`);
    }
  }
  return access === undefined || reader.problems.length > 0
    ? { problems: reader.problems }
    : { access, ...config };
};
