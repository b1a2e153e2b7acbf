/**
 * `deno task serve`: serves the handler on Deno until it is stopped.
 *
 * @module
 */
import "../internal/no_async_context.ts";
import { fail, readFlags } from "../internal/server_flags.ts";
import { readHandlerConfig } from "./config.ts";
import { atEndOfProcess } from "./end_of_process.ts";
import { handlerVariables, makeHandler } from "./mod.ts";

const help =
  `An endpoint in front of Thulium: POST /api/batch/customers with validation and retries.

Usage: deno task serve [options]

  --port N           port to listen on              (default 8000; 0 for a free one)
  --host NAME        address to listen on           (default 127.0.0.1); or --hostname
  --help             this text

Environment variables; the first two lines are required:
  HANDLER_AUTH                     passthrough: callers bring Thulium's user and password
                                   token: callers bring one of HANDLER_TOKENS
  THULIUM_URL or THULIUM_SYSTEM    https://acme.thulium.com, or acme
  HANDLER_TOKENS                   token mode: tokens of 16 or more characters, with commas between
  THULIUM_USER, THULIUM_PASSWORD   token mode: Thulium's API user
  THULIUM_ALLOW_INSECURE_HTTP      true allows http: to other machines           (false)
  HANDLER_PROFILE                  contract, or strict: checksums and formats    (contract)
  HANDLER_BATCH_SIZE               customers per call to Thulium                 (100)
  HANDLER_CONCURRENCY              concurrent calls to Thulium                   (4)
  HANDLER_REQUESTS_PER_SECOND      calls to Thulium per second                   (no limit)
  HANDLER_CUSTOMERS_PER_SECOND     customers sent to Thulium per second          (no limit)
  HANDLER_ATTEMPTS                 attempts per customer that was not created    (4)
  HANDLER_RECONCILE                true looks up customers whose answer was lost (false)
  HANDLER_CALL_SECONDS             time for one call to Thulium                  (14)
  HANDLER_DEADLINE_SECONDS         time for a JSON request                       (28)
  HANDLER_STREAM_DEADLINE_SECONDS  time for a request that is no JSON            (900)
  HANDLER_MAX_CALLS                calls to Thulium for one request              (no limit)
  HANDLER_MAX_REQUESTS_PER_CALLER  requests of one caller at a time              (20)
  HANDLER_MAX_BODY_BYTES           size of a JSON request                        (10485760)
  HANDLER_MAX_BUFFERED_BYTES       bodies of all requests in memory              (67108864)
  HANDLER_MAX_CUSTOMERS            customers in a JSON request                   (10000)
  HANDLER_BODY_SECONDS             time for a JSON body, or a part of a stream   (30)
  HANDLER_ORIGINS                  web pages that may call, with commas between  (none)
  HANDLER_LOG_LEVEL                debug, info, warn, error or none              (info)
  OTEL_EXPORTER_OTLP_ENDPOINT      collector of traces, logs and metrics         (none)
`;

const task = { command: "deno task serve", help };

const { hostname, port } = readFlags(task, { port: "8000" });
const env = Object.fromEntries(handlerVariables.map((name) => [name, Deno.env.get(name)]));
const config = readHandlerConfig(env);
if ("problems" in config) fail(task, `Not configured:\n  ${config.problems.join("\n  ")}`);
const handler = makeHandler({ env });
const onListen = ({ hostname, port }: Deno.NetAddr) =>
  console.log(`Listening on http://${hostname}:${port}  (GET /docs; Ctrl-C ends it)`);
try {
  const server = Deno.serve({ port, hostname, onListen }, (request) => handler(request));
  atEndOfProcess(
    () => Promise.all([server.shutdown(), handler.dispose()]),
    ["SIGINT", "SIGTERM"],
  );
} catch (error) {
  const name = error instanceof Error ? error.name : error;
  fail(task, `Can't listen on ${hostname}, port ${port}: ${name}`);
}
