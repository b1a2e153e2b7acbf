/**
 * What the handler tells about itself: its description, a page for people, whether it is alive, whether it
 * is ready.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import { requestTo } from "../call/connection.ts";
import { ThuliumApi } from "../call/api.ts";
import type { HandlerConfig } from "./config.ts";
import { openApiOf } from "./openapi.ts";
import { json, type Reply } from "./reply.ts";

/** Each page's answer. */
export interface Pages {
  readonly openApi: Effect.Effect<Reply>;
  readonly docs: Effect.Effect<Reply>;
  readonly health: Effect.Effect<Reply>;
  readonly ready: Effect.Effect<Reply, never, ThuliumApi>;
}

/** How long an answer of Thulium counts: whoever asks for `/ready` all the time asks Thulium seldom. */
const readyMillis = 10_000;
const readyTimeout = Duration.seconds(5);
const maxAnswerBytes = 1_048_576;

/** Makes the pages of a configuration. */
export const makePages = (config: HandlerConfig): Pages => {
  let openApi: Reply | undefined;
  return {
    openApi: Effect.sync(() => openApi ??= json(openApiOf(config))),
    docs: Effect.sync(() => ({
      status: 200,
      headers: { "content-type": "text/html; charset=utf-8" },
      body: docsPage(config),
    })),
    health: Effect.sync(() => json({ status: "ok" })),
    ready: makeReady(config),
  };
};

/**
 * While one request asks Thulium, others go by what was known before: nothing that one waits for may be
 * another one's, on Workers.
 */
const makeReady = (config: HandlerConfig): Pages["ready"] => {
  let problem: string | undefined = "Thulium is being asked, ask again";
  let askedAt = -Infinity;
  return Effect.gen(function* () {
    const now = yield* Clock.currentTimeMillis;
    if (now - askedAt >= readyMillis) {
      askedAt = now;
      problem = yield* problemOf(config);
    }
    return problem === undefined
      ? json({ status: "ready" })
      : json({ status: "not ready", message: problem }, { status: 503 });
  });
};

/** Asks Thulium for a customer: any answer shows that it is there, and with a user, that it lets it in. */
const problemOf = (
  { access }: HandlerConfig,
): Effect.Effect<string | undefined, never, ThuliumApi> => {
  const { headers, url } = access.mode === "token"
    ? requestTo(access.connection, "customers")
    : { headers: {}, url: `${access.url}/api/customers` };
  const request = {
    method: "GET",
    url: `${url}?limit=1`,
    headers,
    timeout: readyTimeout,
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

const docsPage = (config: HandlerConfig): string => {
  const isToken = config.access.mode === "token";
  const credentials = isToken
    ? '-H "Authorization: Bearer <em>token</em>"'
    : "-u <em>user</em>:<em>password</em>";
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Thulium batch customers</title>
<style>
body { font: 1rem/1.5 system-ui, sans-serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem }
pre, code { background: #f4f4f4; border-radius: .2rem } pre { padding: 1rem; overflow: auto }
td, th { text-align: left; padding: .2rem 1rem .2rem 0; vertical-align: top }
</style>
<h1>Thulium batch customers</h1>
<p>Adds many customers to Thulium with one request, as Thulium's own
<code>POST /api/batch/customers</code> does, and answers for each one. A customer that may have been
created is never sent again by this service.</p>
<pre>curl ${credentials} -H "Content-Type: application/json" \\
  -d '{"customers":[{"surname":"Kowalski"}]}' https://<em>this service</em>/api/batch/customers</pre>
<pre>{"0":{"http_status":201,"customer_id":"13"}}</pre>
<table>
<tr><th>http_status<th>was the customer created?<th>send again?
<tr><td>201<td>yes, as <code>customer_id</code><td>no
<tr><td>400, other 4xx<td>no, for what it holds<td>after it was corrected
<tr><td>503<td>no<td>yes
<tr><td>504<td>perhaps<td>only after a look in Thulium
</table>
<p>Up to ${config.maxCustomers} customers and ${config.maxBodyBytes} bytes in a JSON request. For more, send
<code>Content-Type: application/x-ndjson</code> (a customer in each line) or <code>text/csv</code> (a header
row with field names): outcomes come back line by line while you send, and the last line has the counts.</p>
<p>Machines read <a href="openapi.json">openapi.json</a>.</p>
</html>
`;
};
