/**
 * `deno task serve`: serves the handler on Deno until it is stopped.
 *
 * @module
 */
import "../internal/no_async_context.ts";
import { parseArgs } from "node:util";
import { readHandlerConfig } from "./config.ts";
import { handlerVariables, makeHandler } from "./mod.ts";

const help = `An endpoint in front of Thulium: POST /api/batch/customers, made whole.

Usage: deno task serve [options]

  --port N           port to listen on              (default 8000; 0 for a free one)
  --hostname NAME    address to listen at           (default 127.0.0.1)
  --help             this text

Environment; the first lines are needed:
  HANDLER_AUTH                     passthrough: callers bring Thulium's user and password
                                   token: callers bring one of HANDLER_TOKENS
  THULIUM_URL or THULIUM_SYSTEM    https://acme.thulium.com, or acme
  HANDLER_TOKENS                   token mode: tokens with commas between, 16 characters or more
  THULIUM_USER, THULIUM_PASSWORD   token mode: Thulium's API user
  THULIUM_ALLOW_INSECURE_HTTP      true lets http: be used to other machines    (false)
  HANDLER_PROFILE                  contract, or strict: checksums and forms     (contract)
  HANDLER_BATCH_SIZE               customers in a call to Thulium               (100)
  HANDLER_CONCURRENCY              calls to Thulium at a time                   (4)
  HANDLER_REQUESTS_PER_SECOND      calls to Thulium per second                  (no limit)
  HANDLER_CUSTOMERS_PER_SECOND     customers to Thulium per second              (no limit)
  HANDLER_ATTEMPTS                 attempts at a customer surely not created    (4)
  HANDLER_RECONCILE                true looks up whose answer was lost          (false)
  HANDLER_CALL_SECONDS             for one call to Thulium                      (14)
  HANDLER_DEADLINE_SECONDS         for a JSON request                           (28)
  HANDLER_STREAM_DEADLINE_SECONDS  for an NDJSON or CSV request                 (900)
  HANDLER_MAX_CALLS                calls to Thulium for one request             (no limit)
  HANDLER_MAX_BODY_BYTES           of a JSON request                            (10485760)
  HANDLER_MAX_CUSTOMERS            in a JSON request                            (10000)
  HANDLER_BODY_SECONDS             for a JSON body, or the next part of others  (30)
  HANDLER_ORIGINS                  web pages that may call, with commas between (none)
  HANDLER_LOG_LEVEL                debug, info, warn, error or none             (info)
  OTEL_EXPORTER_OTLP_ENDPOINT      where traces, logs and metrics go            (nowhere)
`;

const fail = (message: string): never => {
  console.error(`${message}\nTry: deno task serve --help`);
  Deno.exit(2);
};

const read = () => {
  try {
    return parseArgs({
      options: {
        port: { type: "string", default: "8000" },
        hostname: { type: "string", default: "127.0.0.1" },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : "Unreadable options");
  }
};

const { help: wantsHelp, hostname, port: portText } = read();
if (wantsHelp) {
  console.log(help);
  Deno.exit(0);
}
const port = portText.trim() === "" ? NaN : Number(portText);
if (!Number.isInteger(port) || port < 0 || port > 65535) {
  fail("--port must be a whole number from 0 to 65535");
}
const env = Object.fromEntries(handlerVariables.map((name) => [name, Deno.env.get(name)]));
const config = readHandlerConfig(env);
if ("problems" in config) fail(`Not configured:\n  ${config.problems.join("\n  ")}`);
const handler = makeHandler({ env });
const onListen = ({ hostname, port }: Deno.NetAddr) =>
  console.log(`Listening on http://${hostname}:${port}  (GET /docs; Ctrl-C ends it)`);
try {
  Deno.serve({ port, hostname, onListen }, (request) => handler(request));
} catch (error) {
  fail(`Can't listen on ${hostname}, port ${port}: ${error instanceof Error ? error.name : error}`);
}
