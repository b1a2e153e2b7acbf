/**
 * The calls of one request to Thulium: with the credentials of its caller, or of the handler.
 *
 * Requests that a caller has at the same time share what is made of its headers. It is forgotten with the last of them. Workers
 * drop a request whose caller leaves, so that its end is never told: what has served no new request for as long as the longest
 * request is forgotten when the next request comes.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import type { Ask } from "../call/api.ts";
import { isLanguage } from "../call/connection.ts";
import { makeExchange } from "../call/exchange.ts";
import { makeFind } from "../call/lookup.ts";
import { checkCallLimits } from "../call/bare.ts";
import { authorize } from "./access.ts";
import type { Callers } from "./callers.ts";
import type { HandlerConfig } from "./config.ts";
import type { Reply } from "./reply.ts";
import { observed } from "./request_caller.ts";
import type { RequestEnd } from "./request_end.ts";
import type { Calls } from "./thulium.ts";

const lookupTimeout = Duration.seconds(5);

/** The calls of a caller with a name. */
export interface NamedCalls extends Calls {
  readonly name: string;
}

/**
 * The calls of a request with these headers, until its end; or the reply if the caller may not call. `now` is a time in
 * milliseconds.
 */
export type CallsFor = (
  headers: Headers,
  ask: Ask,
  end: RequestEnd,
  now: number,
) => NamedCalls | Reply;

interface Shared {
  readonly calls: NamedCalls;
  requests: number;
  /** When the last of them began. */
  began: number;
}

/** Of so many callers at most the calls are shared. */
const maxShared = 1_000;

/** Makes calls for requests, each of which takes `longestMillis` at most. */
export const makeCallsFor = (
  config: HandlerConfig,
  callers: Callers,
  longestMillis: number,
): CallsFor => {
  const limits = checkCallLimits({ timeout: Duration.seconds(config.callSeconds) });
  const isToken = config.access.mode === "token";

  const make = (headers: Headers, language: string | undefined, ask: Ask): NamedCalls | Reply => {
    const authorized = authorize(config, headers);
    if ("status" in authorized) return authorized;
    const name = callers.nameOf(authorized.credentials);
    const connection = { ...authorized.connection, language };
    const exchange = makeExchange(ask, connection, limits);
    return {
      name,
      send: isToken ? exchange : (batch) => observed(exchange(batch), callers, name),
      find: (lookup, limit) => makeFind(ask, connection, lookupTimeout)(lookup, limit),
    };
  };

  // Only passthrough: to look a token up here would compare it in a time that depends on it. The one used last is the last.
  const shared = new Map<string, Shared>();
  const share = (key: string, used: Shared, now: number): void => {
    used.requests++;
    used.began = now;
    shared.delete(key);
    shared.set(key, used);
    for (const [old, { began }] of shared) {
      if (now - began <= longestMillis && shared.size <= maxShared) return;
      shared.delete(old);
    }
  };

  return (headers, ask, end, now) => {
    const language = languageOf(headers);
    if (isToken) return make(headers, language, ask);
    const key = `${language ?? ""}\n${headers.get("authorization") ?? ""}`;
    let used = shared.get(key);
    if (used === undefined) {
      const calls = make(headers, language, ask);
      if ("status" in calls) return calls;
      used = { calls, requests: 0, began: now };
    }
    const mine = used;
    share(key, mine, now);
    end.add(() => {
      if (--mine.requests === 0 && shared.get(key) === mine) shared.delete(key);
    });
    return mine.calls;
  };
};

/** The caller's language, if it has the form of one: Thulium's messages are passed on to the caller. */
const languageOf = (headers: Headers): string | undefined => {
  const asked = headers.get("accept-language");
  return asked !== null && isLanguage(asked) ? asked : undefined;
};
