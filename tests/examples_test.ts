/** Runs every example with the command in its header and in the index, and checks what it prints. */
import wrangler from "../examples/cloudflare/wrangler.json" with { type: "json" };
import { assert, assertEquals } from "./support/assert.ts";
import { startSandbox, startWorkerFrom } from "./handler/hosts.ts";

const root = new URL("../", import.meta.url);
const examples = new URL("examples/", root);

const expected: { readonly [file: string]: ReadonlyArray<string> } = {
  "composed_policies.ts": ["8 created in calls of 8, 4, 4, 4"],
  "database.ts": [
    "up to row 300: 200 created, 0 known before, 100 in doubt",
    "to the end: 700 created, 300 known before, 0 in doubt",
    "Thulium has 1000 customers with 1000 different identifiers",
  ],
  "excel.ts": [
    "3 created, 2 rejected",
    '"row";"reason";"surname";"name";"email";"phone_number"',
    '"3";"surname: is required";"";"Jan";"jan@example.com";"600100300"',
    '"5";"phone_number: must be numeric: it has letters and no digit";"Żółkiewska";"Zofia";"zofia@example.com";"wieczorem"',
  ],
  "hono.ts": [
    "the app's own page",
    '{"0":{"http_status":201,"customer_id":"13"},"1":{"http_status":400,"message":"surname: must not be blank"}}',
  ],
  "opentelemetry.ts": [
    "6 spans: nightly sync, thulium.add_customers, thulium.batch_call",
    "metrics: thulium_batch_call_duration, thulium_batch_calls, thulium_customers, thulium_retries, thulium_wait_duration",
  ],
  "policies/circuit_breaker.ts": [
    'WARN: thulium.circuit { "thulium.state": "open" }',
    "2 calls: 2 in doubt, 8 not sent",
  ],
  "policies/concurrency.ts": ["50 and 50 created, two calls at a time"],
  "policies/journal.ts": ["10 created, then 10 known as created, 10 stored"],
  "policies/rate_limit.ts": ["5 created, not faster than ten a second"],
  "policies/reconcile.ts": ["2 created, 2 stored"],
  "policies/retry.ts": ["1 created in 3 attempts"],
  "policies/split.ts": ["20 created"],
  "policies/timeout.ts": ["Unknown, and 1 stored"],
  "promise/form.ts": [
    '201 {"id":"13"}',
    '400 {"message":"Phone number must be numeric."}',
  ],
  "promise/nightly.ts": [
    "row 1: Created",
    "row 2: Created",
    "row 3: Created",
    "row 1: Unchanged",
    "row 2: note updated",
    "row 3: surname: must not be blank",
    "not in the list: 15",
  ],
  "queue.ts": [
    "m-1: Unchanged",
    "m-2: Rejected",
    "m-3: Unchanged",
    "m-4: Unchanged",
    "2 stored, 0 left, rejected: m-2",
  ],
  "request_handlers.ts": ["100 created, 1 refused, in 4 calls to Thulium"],
  "sync/nightly.ts": [
    "row 1: Created",
    "row 2: Created",
    "row 3: Created",
    "row 1: Unchanged",
    "row 2: note updated",
    "row 3: Unchanged",
    "row 4: Created",
    "row 5: Rejected",
  ],
  "sync/scheduled.ts": [
    "2 created, 0 updated, 0 unchanged",
    "0 created, 1 updated, 1 unchanged",
  ],
  "sync/stream.ts": [
    "3 created, 0 unchanged, 0 not in the list",
    "1 created, 2 unchanged, 1 not in the list",
  ],
  "script.ts": [
    "2 of 4 created",
    "1. Created: id 13",
    "2. Created: id 14",
    "3. Rejected: surname: is required",
    "4. Rejected: e_mail: is not a field of the contract; perhaps email is meant",
  ],
};

/** The status with which an example ends, if it is not 0: somebody has to look at the rejected row. */
const statuses: { readonly [file: string]: number } = {
  "promise/nightly.ts": 1,
  "sync/nightly.ts": 1,
};

/**
 * Examples that other tests run: those of the handler, those of the commands, `examples_leads_test.ts`, and `deno task test`
 * itself.
 */
const others = [
  "deno-deploy/main.ts",
  "demo.ts",
  "promise/form_test.ts",
  ...["answer", "form", "submission", "worker"].map((file) => `leads/${file}.ts`),
  ...["sync_contacts", "sync_contacts_test", "virtual_time_test"].map((file) =>
    `own_test/${file}.ts`
  ),
];
const worker = "cloudflare/worker.ts";

const filesIn = (folder: URL, path = ""): ReadonlyArray<string> =>
  [...Deno.readDirSync(folder)].flatMap(({ isDirectory, name }) => {
    if (isDirectory) return filesIn(new URL(`${name}/`, folder), `${path}${name}/`);
    return name.endsWith(".ts") ? [path + name] : [];
  });

Deno.test("every example has a test", () => {
  assertEquals(
    [...filesIn(examples)].sort(),
    [...Object.keys(expected), ...others, worker].sort(),
  );
});

const index = await Deno.readTextFile(new URL("README.md", examples));

Deno.test("the links of the index lead to files that exist", async () => {
  const links = [...index.matchAll(/\]\(([^)]+)\)/g)].map(([, path]) => path);
  for (const path of links) assert((await Deno.stat(new URL(path, examples))).isFile, path);
  assert(links.length >= Object.keys(expected).length);
});

/** A line of the log without its time and fiber. */
const withoutTime = (line: string): string => line.replace(/^\[[\d:.]+\] (\w+) \(#\d+\)/, "$1");

/** Whether a line tells of the way and not of the end: how long was waited depends on the machine. */
const isNote = (line: string): boolean => line.startsWith("INFO: ");

/** What an example printed. */
const linesOf = (stdout: string): ReadonlyArray<string> =>
  stdout.trimEnd().split("\n").map(withoutTime).filter((line) => !isNote(line));

for (const [file, lines] of Object.entries(expected)) {
  Deno.test(`examples/${file} prints: ${lines.at(-1)}`, async () => {
    const text = await Deno.readTextFile(new URL(file, examples));
    const command = / \* Run it with: deno (.*)$/m.exec(text)?.[1] ?? "";
    assert(command.endsWith(` examples/${file}`), "the header has no command");
    assert(
      index.includes(`(${file})`) && index.includes(`\`deno ${command}\``),
      "the index has no such file and command",
    );
    const [verb, ...args] = command.split(" ");
    const { code, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
      args: [verb, "--no-prompt", ...args],
      cwd: root,
      env: { NO_COLOR: "1" },
      stdin: "null",
      stdout: "piped",
      stderr: "piped",
    }).output();
    const decoder = new TextDecoder();
    assertEquals(
      [code, ...linesOf(decoder.decode(stdout))],
      [statuses[file] ?? 0, ...lines],
      decoder.decode(stderr),
    );
  });
}

Deno.test(`examples/${worker} adds customers in real workerd`, async () => {
  const thulium = await startSandbox();
  try {
    const env = { HANDLER_AUTH: wrangler.vars.HANDLER_AUTH, THULIUM_URL: thulium.url };
    const handler = await startWorkerFrom(`examples/${worker}`, env);
    try {
      const response = await handler.fetch("/api/batch/customers", {
        method: "POST",
        headers: {
          authorization: `Basic ${btoa("api_user:api_pass")}`,
          "content-type": "application/json",
        },
        body: JSON.stringify({ customers: [{ surname: "Kowalska" }, { surname: "" }] }),
      });
      const answer = await response.json();
      assertEquals([answer[0].http_status, answer[1].http_status], [201, 400]);
      const stored = [...thulium.routes.customers];
      assertEquals(stored.map(({ fields }) => fields.surname), ["Kowalska"]);
    } finally {
      await handler.close();
    }
  } finally {
    await thulium.close();
  }
});
