/**
 * `GET /ready`: whether Thulium can be reached, in token mode whether it accepts the handler's own user, and whether the
 * program's own policies, such as a journal, are there.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import { ThuliumApi } from "../call/api.ts";
import { requestTo } from "../call/connection.ts";
import { BatchCall } from "../call/service.ts";
import { parseJson } from "../internal/json.ts";
import { monotonicMillis } from "../internal/monotonic.ts";
import type { HandlerConfig } from "./config.ts";
import type { PreparedCalls } from "./policies.ts";
import { json, type Reply } from "./reply.ts";
import type { Services } from "./services.ts";

/** For so long a result is used again: frequent requests for `/ready` cause few requests to Thulium. */
const resultMillis = 2000;
const timeout = Duration.seconds(5);
const maxAnswerBytes = 1_048_576;

/** The reply that says why this service can't do its work now. */
export const notReady = (message: string): Reply =>
  json({ status: "not ready", message }, { status: 503 });

/** What Thulium was found to be, and when it was asked. */
interface Result {
  readonly problem: string | undefined;
  readonly askedAt: number;
}

const noResult: Result = { problem: "no check is finished yet, ask again", askedAt: -Infinity };

/**
 * Makes the reply of `/ready`. While one request asks Thulium, the others get the previous result, unless it is so old
 * that it says nothing any more: on Workers no request may wait for another one.
 */
export const makeReady = (config: HandlerConfig): Effect.Effect<Reply, never, Services> => {
  let last = noResult;
  let beganAt = -Infinity;
  return Effect.gen(function* () {
    const now = yield* monotonicMillis;
    if (now - beganAt >= resultMillis) {
      beganAt = now;
      const found = Effect.flatMap(
        askPolicies,
        (problem) => problem === undefined ? askThulium(config) : Effect.succeed(problem),
      );
      const check = Effect.map(found, (problem) => last = { problem, askedAt: now });
      // The next request asks again if this one's caller leaves.
      yield* Effect.onInterrupt(check, () => Effect.sync(() => beganAt = -Infinity));
    }
    const oldest = resultMillis + Duration.toMillis(timeout);
    const { problem } = now - last.askedAt > oldest ? noResult : last;
    return problem === undefined ? json({ status: "ready" }) : notReady(problem);
  });
};

/** Only a handler with policies of its program's own has something to prepare. */
const isPrepared = (calls: BatchCall["Service"]): calls is PreparedCalls => "prepare" in calls;

const askPolicies: Effect.Effect<string | undefined, never, BatchCall> = /* @__PURE__ */ Effect
  .flatMap(BatchCall, (calls) => isPrepared(calls) ? calls.prepare : Effect.succeed(undefined));

/**
 * Asks Thulium for one customer; gives what is wrong. In passthrough mode nobody's credentials are at hand, so that
 * Thulium is there if it refuses the question. Pages of a proxy or of a host that serves something else are no answer.
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
      onSuccess: ({ text }) => parseJson(text) === undefined ? noApi : undefined,
      onFailure: (seen) => {
        if (seen.at === "answer") return noApi;
        if (seen.at !== "status") return "Thulium can't be reached";
        const { status } = seen;
        if (status >= 500) return `Thulium answers ${status}`;
        if (status < 400 || status === 404 || status === 410) return noApi;
        return access.mode === "token" && (status === 401 || status === 403)
          ? "Thulium refuses this service's user"
          : undefined;
      },
    }));
};

const noApi = "what answers at Thulium's address is not its API: check its URL";
