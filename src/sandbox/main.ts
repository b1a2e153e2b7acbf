/**
 * `deno task sandbox`: serves the sandbox until it is stopped.
 *
 * @module
 */
import { parseArgs } from "node:util";
import type { RandomFaults } from "./fault.ts";
import { Routes } from "./routes.ts";
import { serve } from "./serve.ts";

const help = `An embedded Thulium, to try things out. It forgets everything when it ends.

Usage: deno task sandbox [options]

  --port N           port to listen on              (default 8080; 0 for a free one)
  --hostname NAME    address to listen at           (default 127.0.0.1)
  --user NAME        the API user                   (default api_user)
  --password TEXT    its password                   (default api_pass)
  --fault-rate R     share of POSTs that go wrong   (default 0)
  --seed TEXT        seed of the faults             (default 1)
  --help             this text

While it runs, without a password:
  GET /sandbox/customers   the stored customers
  GET /sandbox/requests    the requests so far
  PUT /sandbox/faults      what goes wrong from now on, one fault per POST; for instance
                           {"script": [null, {"kind": "status", "status": 503, "created": false}]}
                           {"seed": 7, "rate": 0.2}
  DELETE /sandbox          forget everything
`;

const fail = (message: string): never => {
  console.error(`${message}\nTry: deno task sandbox --help`);
  Deno.exit(2);
};

const numberOf = (flag: string, text: string, max: number): number => {
  const value = text.trim() === "" ? NaN : Number(text);
  return value >= 0 && value <= max ? value : fail(`--${flag} must be a number from 0 to ${max}`);
};

const read = () => {
  try {
    return parseArgs({
      options: {
        port: { type: "string", default: "8080" },
        hostname: { type: "string", default: "127.0.0.1" },
        user: { type: "string", default: "api_user" },
        password: { type: "string", default: "api_pass" },
        "fault-rate": { type: "string", default: "0" },
        seed: { type: "string", default: "1" },
        help: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    return fail(error instanceof Error ? error.message : "Unreadable options");
  }
};

const values = read();
if (values.help) {
  console.log(help);
  Deno.exit(0);
}
const { hostname, password, user } = values;
if (hostname === "") fail("--hostname must not be empty");
const port = numberOf("port", values.port, 65535);
if (!Number.isInteger(port)) fail("--port must be a whole number");
const faults: RandomFaults = {
  seed: values.seed,
  rate: numberOf("fault-rate", values["fault-rate"], 1),
};
const routes = new Routes({ user, password, faults });
const { url } = await serve(routes, { port, hostname }).catch((error) => fail(error.message));
console.log(`Thulium sandbox on ${url}  (user ${user}; Ctrl-C ends it)
Customers go to   POST ${url}/api/batch/customers
Stored customers: GET ${url}/sandbox/customers`);
