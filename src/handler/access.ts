/**
 * Who calls, and as whom Thulium is called for them.
 *
 * @module
 */
import * as Base64 from "effect/encoding/Base64";
import * as Effect from "effect/Effect";
import * as Redacted from "effect/Redacted";
import * as Result from "effect/Result";
import { checkConnection, type Connection, variableNames } from "../call/connection.ts";
import { type HandlerConfig, tokenDigest } from "./config.ts";
import { Problem } from "./problem.ts";

interface Basic {
  readonly user: string;
  readonly password: string;
}

/** The connection to call Thulium with for a request; fails with 401 if the caller may not. */
export const authorize = (
  config: HandlerConfig,
  headers: Headers,
): Effect.Effect<Connection, Problem> =>
  Effect.suspend(() => {
    const { access } = config;
    const header = headers.get("authorization") ?? "";
    if (access.mode === "token") {
      const token = bearerOf(header) ?? basicOf(header)?.password;
      return token !== undefined && isKnown(access.tokens, token)
        ? Effect.succeed(access.connection)
        : Effect.fail(unauthorized("a token of this service is needed"));
    }
    const basic = basicOf(header);
    if (basic === undefined) {
      return Effect.fail(unauthorized("Thulium's user and password are needed (HTTP Basic)"));
    }
    const connection = checkConnection({
      url: access.url,
      user: basic.user,
      password: Redacted.make(basic.password),
      allowInsecureHttp: config.allowInsecureHttp,
    }, variableNames);
    return typeof connection === "string"
      ? Effect.fail(unauthorized("the user and password can't be Thulium's"))
      : Effect.succeed(connection);
  });

/** What a client must be told to ask its user again (RFC 9110 §11.6.1). */
export const challenge = { "www-authenticate": 'Basic realm="Thulium", charset="UTF-8"' };

const unauthorized = (message: string) => new Problem({ status: 401, message, headers: challenge });

const bearerOf = (header: string): string | undefined => /^Bearer +(\S+)$/i.exec(header)?.[1];

const basicOf = (header: string): Basic | undefined => {
  const encoded = /^Basic +(\S+)$/i.exec(header)?.[1];
  if (encoded === undefined) return undefined;
  const text = Result.getOrUndefined(Base64.decodeString(encoded));
  const colon = text?.indexOf(":") ?? -1;
  return text === undefined || colon < 0
    ? undefined
    : { user: text.slice(0, colon), password: text.slice(colon + 1) };
};

/** Compares digests, all of them and to their ends: how long it takes says nothing about the tokens. */
const isKnown = (tokens: ReadonlyArray<Uint8Array>, token: string): boolean => {
  const given = tokenDigest(token);
  let isKnown = false;
  for (const known of tokens) {
    let difference = 0;
    known.forEach((byte, i) => difference |= byte ^ given[i]);
    isKnown = difference === 0 || isKnown;
  }
  return isKnown;
};
