/**
 * Who may call the handler, and with which user and password it calls Thulium for them: read once from the
 * environment, and applied to each request.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import * as Redacted from "effect/Redacted";
import { checkConnection, type Connection, variableNames } from "../call/connection.ts";
import { problem, type Reply } from "./reply.ts";
import type { Variables } from "./variables.ts";

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

/** The part of the configuration that is about access. */
export interface AccessConfig {
  readonly access: Access;
  readonly allowInsecureHttp: boolean;
}

const modes = ["passthrough", "token"] as const;
type Mode = typeof modes[number] | undefined;

/** Reads who may call; `undefined` if Thulium can't be called with what the variables say. */
export const readAccess = (variables: Variables): AccessConfig | undefined => {
  const allowInsecureHttp = variables.flag("THULIUM_ALLOW_INSECURE_HTTP");
  const auth = variables.text("HANDLER_AUTH");
  const mode = modes.find((mode) => mode === auth);
  if (mode === undefined) variables.problems.push(`HANDLER_AUTH must be ${modes.join(" or ")}`);
  const user = readCredential(variables, "THULIUM_USER", mode);
  const password = readCredential(variables, "THULIUM_PASSWORD", mode);
  const tokens = readTokens(variables, mode);
  const connection = checkConnection({
    url: variables.text("THULIUM_URL"),
    system: variables.text("THULIUM_SYSTEM"),
    user,
    password: Redacted.make(password),
    allowInsecureHttp,
  }, variableNames);
  if (typeof connection === "string") {
    variables.problems.push(connection);
    return undefined;
  }
  const access: Access = mode === "token"
    ? { mode, connection, tokens }
    : { mode: "passthrough", url: connection.url };
  return { access, allowInsecureHttp };
};

/**
 * Reads the user or the password, which only token mode has. In passthrough mode a placeholder takes its place, and a
 * variable that is set for another program, such as the importer, does no harm.
 */
const readCredential = (
  variables: Variables,
  name: "THULIUM_USER" | "THULIUM_PASSWORD",
  mode: Mode,
): string => {
  if (mode !== "token") {
    variables.ignore(name);
    return "caller";
  }
  const value = variables.secret(name);
  if (value === undefined) variables.problems.push(`${name} must be given`);
  return value ?? "caller";
};

/** A token shorter than this can be guessed. */
const minTokenLength = 16;

const readTokens = (variables: Variables, mode: Mode): ReadonlyArray<Uint8Array> => {
  const { problems } = variables;
  const tokens = variables.list("HANDLER_TOKENS");
  if (mode === "passthrough" && tokens.length > 0) {
    problems.push("HANDLER_TOKENS must not be given in passthrough mode");
  }
  if (mode === "token" && tokens.length === 0) problems.push("HANDLER_TOKENS must hold a token");
  if (tokens.some((token) => /\s/.test(token))) {
    problems.push("HANDLER_TOKENS: a token must not contain spaces");
  }
  if (tokens.some(({ length }) => length < minTokenLength)) {
    problems.push(`HANDLER_TOKENS: a token must have at least ${minTokenLength} characters`);
  }
  return tokens.map(digestOf);
};

const encoder = new TextEncoder();

/** The SHA-256 of a token. Nothing else of a token is kept. */
const digestOf = (token: string): Uint8Array => sha256(encoder.encode(token));

/** A caller who may call. */
export interface Authorized {
  /** The connection for its calls to Thulium. */
  readonly connection: Connection;
  /** What it showed: its token, or its own user and password. */
  readonly credentials: string;
}

/** As whom a request may call Thulium; or the reply with 401 if the caller has no access. */
export const authorize = (
  { access, allowInsecureHttp }: AccessConfig,
  headers: Headers,
): Authorized | Reply => {
  const header = headers.get("authorization") ?? "";
  const basic = basicOf(header);
  if (access.mode === "token") {
    const token = bearerOf(header) ?? basic?.password;
    return token !== undefined && isKnown(access.tokens, token)
      ? { connection: access.connection, credentials: token }
      : unauthorized("a token of this service is needed, as Bearer or as the password of Basic");
  }
  if (basic === undefined) {
    return unauthorized("Thulium's user and password are needed (HTTP Basic)");
  }
  const connection = checkConnection({
    url: access.url,
    user: basic.user,
    password: Redacted.make(basic.password),
    allowInsecureHttp,
  }, variableNames);
  if (typeof connection === "string") {
    return unauthorized("user or password is empty or has control characters");
  }
  return {
    connection: { ...connection, encoded: Redacted.make(basic.encoded) },
    credentials: `${basic.user}:${basic.password}`,
  };
};

/** Tells the client to ask its user again (RFC 9110 §11.6.1). */
export const challenge = { "www-authenticate": 'Basic realm="Thulium", charset="UTF-8"' };

const unauthorized = (message: string): Reply => problem(401, message, challenge);

const bearerOf = (header: string): string | undefined => /^Bearer +(\S+)$/i.exec(header)?.[1];

/**
 * User and password of HTTP Basic, with a character for each byte: their encoding is the caller's own affair
 * (RFC 7617 §2.1), and to decode them could change them.
 */
interface Basic {
  readonly encoded: string;
  readonly user: string;
  readonly password: string;
}

const basicOf = (header: string): Basic | undefined => {
  const encoded = /^Basic +(\S+)$/i.exec(header)?.[1] ?? "";
  const text = bytesOf(encoded);
  const colon = text.indexOf(":");
  return colon < 0
    ? undefined
    : { encoded, user: text.slice(0, colon), password: text.slice(colon + 1) };
};

/** What base64 stands for, with a character for each byte; "" for other texts. */
const bytesOf = (base64: string): string => {
  try {
    return atob(base64);
  } catch {
    return "";
  }
};

/** Compares all digests, each to its end, so that the time it takes reveals nothing about the tokens. */
const isKnown = (tokens: ReadonlyArray<Uint8Array>, token: string): boolean => {
  const given = sha256(Uint8Array.from(token, (byte) => byte.charCodeAt(0)));
  let isKnown = false;
  for (const known of tokens) {
    let difference = 0;
    known.forEach((byte, i) => difference |= byte ^ given[i]);
    isKnown = difference === 0 || isKnown;
  }
  return isKnown;
};
