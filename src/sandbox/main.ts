/**
 * `deno task sandbox`: serves the sandbox until it is stopped.
 *
 * @module
 */
import { fail, readFlags, readNumber, type Task } from "../internal/server_flags.ts";
import { Routes } from "./routes.ts";
import { serve } from "./serve.ts";

const help = `An embedded Thulium, to try things out. It forgets everything when it ends.

Usage: deno task sandbox [options]

  --port N           port to listen on              (default 8080; 0 for a free one)
  --hostname NAME    address to listen on           (default 127.0.0.1)
  --user NAME        the API user                   (default api_user)
  --password TEXT    its password                   (default api_pass)
  --fault-rate R     share of POSTs that go wrong   (default 0)
  --seed TEXT        seed of the faults             (default 1)
  --unique-identifiers yes|no   refuse a customer whose identifier another one has  (default no)
  --may-look-up yes|no          no: GET /api/customers is refused with 403          (default yes)
  --may-update yes|no           no: PUT /api/batch/customers is refused with 403    (default yes)
  --help             this text

While it runs, without a password:
  GET /sandbox/customers   the stored customers
  GET /sandbox/requests    the requests so far
  PUT /sandbox/faults      the faults from now on, one per POST; for instance
                           {"script": [null, {"kind": "status", "status": 503, "created": false}]}
                           {"seed": 7, "rate": 0.2}
  DELETE /sandbox          forget everything
`;

const task: Task = { command: "deno task sandbox", help };
const flags = readFlags(task, {
  port: "8080",
  user: "api_user",
  password: "api_pass",
  "fault-rate": "0",
  seed: "1",
  "unique-identifiers": "no",
  "may-look-up": "yes",
  "may-update": "yes",
});
const { "fault-rate": faultRate, hostname, password, port, seed, user } = flags;
const rate = readNumber(faultRate);
if (!(rate >= 0 && rate <= 1)) fail(task, "--fault-rate must be a number from 0 to 1");

const isYes = (flag: "may-look-up" | "may-update" | "unique-identifiers"): boolean => {
  const choice = flags[flag];
  if (choice !== "yes" && choice !== "no") fail(task, `--${flag} must be yes or no`);
  return choice === "yes";
};

const routes = new Routes({
  user,
  password,
  faults: { seed, rate },
  uniqueIdentifiers: isYes("unique-identifiers"),
  mayLookUp: isYes("may-look-up"),
  mayUpdate: isYes("may-update"),
});
const { url } = await serve(routes, { port, hostname })
  .catch((error) => fail(task, error.message));
console.log(`Thulium sandbox on ${url}  (user ${user}; Ctrl-C ends it)
Customers go to   POST ${url}/api/batch/customers
Stored customers: GET ${url}/sandbox/customers`);
