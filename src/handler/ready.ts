/**
 * `GET /ready`: whether Thulium can be reached, and in token mode whether it accepts the handler's own user.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import { ThuliumApi } from "../call/api.ts";
import { requestTo } from "../call/connection.ts";
import { monotonicMillis } from "../internal/monotonic.ts";
import type { HandlerConfig } from "./config.ts";
import { json, type Reply } from "./reply.ts";

/** For so long a result is used again: frequent requests for `/ready` cause few requests to Thulium. */
const resultMillis = 10_000;
const timeout = Duration.seconds(5);
const maxAnswerBytes = 1_048_576;

/**
 * Makes the reply of `/ready`. While one request asks Thulium, the others get the previous result: on Workers no
 * request may wait for another one.
 */
export const makeReady = (config: HandlerConfig): Effect.Effect<Reply, never, ThuliumApi> => {
  let problem: string | undefined = "the first check is not finished, ask again";
  let askedAt = -Infinity;
  return Effect.gen(function* () {
    const now = yield* monotonicMillis;
    if (now - askedAt >= resultMillis) {
      askedAt = now;
      problem = yield* askThulium(config);
    }
    return problem === undefined
      ? json({ status: "ready" })
      : json({ status: "not ready", message: problem }, { status: 503 });
  });
};

/**
 * Asks Thulium for one customer; gives what is wrong. Any answer below 500 shows that Thulium is there, but in token
 * mode a 401 or 403 shows that it refuses the handler's user.
 */
const askThulium = (
  { access }: HandlerConfig,
): Effect.Effect<string | undefined, never, ThuliumApi> => {
  const { headers, url } = access.mode === "token"
    ? requestTo(access.connection, "customers")
    : { headers: {}, url: `${access.url}/api/customers` };
  const request = {
    method: "GET",
    url: `${url}?limit=1`,
    headers,
    timeout,
    maxAnswerBytes,
  } as const;
  return Effect.flatMap(ThuliumApi, ({ ask }) =>
    Effect.match(ask(request), {
      onSuccess: () => undefined,
      onFailure: (seen) => {
        if (seen.at === "answer") return undefined;
        if (seen.at !== "status") return "Thulium can't be reached";
        if (seen.status >= 500) return `Thulium answers ${seen.status}`;
        return access.mode === "token" && (seen.status === 401 || seen.status === 403)
          ? "Thulium refuses this service's user"
          : undefined;
      },
    }));
};
