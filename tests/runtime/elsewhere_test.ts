/**
 * The module on Node, on Bun and in workerd, over real sockets. On Node and Bun it is installed as from JSR. It
 * must keep the same promises as on Deno; what a failed connection proves differs between runtimes.
 */
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import { asChild } from "../support/child_server.ts";
import { isInstalled } from "../support/installed.ts";
import { assertEquals, assertMatch } from "../support/assert.ts";
import { makeProject } from "../support/elsewhere/project.ts";
import type { Task } from "../support/elsewhere/tasks.ts";
import { it } from "../support/it.ts";
import { httpAnswer, rawServer } from "../support/raw_server.ts";
import { refusingUrl, serverWithoutTls, untrustedServer } from "../support/unreachable.ts";

const project = await makeProject();
Deno.test.afterAll(project.remove);

/** Without Node, the name may start Deno instead: only Node's own version begins with a `v`. */
const hasNode = await isInstalled("node", /^v\d/);

const runtimes: { readonly [name: string]: string | undefined } = {
  Node: hasNode ? "node" : undefined,
  Bun: project.bun,
};

type Run = (task: Partial<Task>) => Effect.Effect<string>;

/** What a command prints in the project's folder. */
const output = async (command: string, ...args: ReadonlyArray<string>): Promise<string> => {
  const { code, stderr, stdout } = await new Deno.Command(command, {
    args: [...args],
    cwd: project.folder,
    env: { NO_COLOR: "1" },
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  return new TextDecoder().decode(stdout).trim();
};

/** Runs a task in a process of its own and gives the line that it prints. */
const programOn = (runtime: string): Run => (task) =>
  Effect.promise(() => {
    const rows = [{ surname: "Kowalska" }];
    return output(runtime, "program.js", JSON.stringify({ what: "import", rows, ...task }));
  });

Deno.test("the package for npm has types, and they refuse what is wrong", async () => {
  await output(Deno.execPath(), "check", "typed.ts");
});

for (const [runtime, command] of Object.entries(runtimes)) {
  Deno.test({
    name: `${runtime}: every subpath for all runtimes can be imported from the package for npm`,
    ignore: command === undefined,
    fn: async () => assertEquals(await output(command ?? "", "subpaths.js"), "8"),
  });
}

const created = JSON.stringify([{ http_status: 201, customer_id: "13" }]);
const rows = (count: number) => Array.from({ length: count }, (_, i) => ({ surname: `Żółć-${i}` }));

type Body = (run: Run) => Generator<Effect.Effect<unknown, unknown, Sandbox | Scope.Scope>, void>;

/** A test on each runtime, with a sandbox that the runtime can reach. It is ignored where the runtime is missing. */
const onEach = (name: string, body: Body): void => {
  for (const [runtime, command] of Object.entries(runtimes)) {
    if (command === undefined) {
      Deno.test.ignore(`${runtime}, which is not on this machine: ${name}`, () => {});
      continue;
    }
    it.live(`${runtime}: ${name}`, () =>
      Effect.gen(() => body(programOn(command))).pipe(Effect.provide(Sandbox.layerServer())));
  }
};

onEach("an import gives every customer its outcome", function* (run) {
  const { connection: { url }, customers, setFaults } = yield* Sandbox;
  yield* setFaults({
    script: [
      null,
      { kind: "status", status: 503, created: false },
      { kind: "status", status: 502, created: true },
    ],
  });
  const [first, ...others] = rows(4);
  assertEquals(
    yield* run({ url, rows: [first, {}, ...others], maxCustomers: 1 }),
    "Created Rejected NotSent Unknown Created",
  );
  assertEquals((yield* customers).length, 3);
});

for (const at of ["before-headers", "headers", "body"] as const) {
  onEach(`after a cut answer (${at}) a customer is in doubt and not sent again`, function* (run) {
    const { connection: { url }, customers, setFaults } = yield* Sandbox;
    yield* setFaults({ script: [{ kind: "cut", at, created: true }] });
    assertEquals(yield* run({ url, attempts: 3 }), "Unknown");
    assertEquals((yield* customers).length, 1);
  });
}

onEach("after a proxy's 503 a customer is in doubt and not sent again", function* (run) {
  const { connection: { url }, customers, setFaults } = yield* Sandbox;
  yield* setFaults({ script: [{ kind: "status", status: 503, created: true, proxy: true }] });
  assertEquals(yield* run({ url, attempts: 3 }), "Unknown");
  assertEquals((yield* customers).length, 1);
});

onEach("a POST reaches the server once, even if its connection is closed", function* (run) {
  const server = yield* rawServer((write, close, nth) =>
    nth % 2 === 0 ? write(httpAnswer(200, created)) : close()
  );
  assertEquals(
    yield* run({ url: server.url, rows: rows(6), maxCustomers: 1, attempts: 3 }),
    "Created Unknown Created Unknown Created Unknown",
  );
  assertEquals(server.requests.length, 6);
});

onEach("a lost POST stays in doubt, even if later connections are refused", function* (run) {
  const server = yield* rawServer((write, close, nth) => {
    if (nth === 0) return write(httpAnswer(200, created));
    server.refuse();
    close();
  });
  assertEquals(
    yield* run({ url: server.url, rows: rows(2), maxCustomers: 1, attempts: 3 }),
    "Created Unknown",
  );
  assertEquals(server.requests.length, 2);
});

onEach("after a 401 nothing more is sent", function* (run) {
  const { connection: { url }, requests } = yield* Sandbox;
  assertEquals(
    yield* run({ url, rows: rows(3), maxCustomers: 1, attempts: 3, password: "wrong" }),
    "AuthError refused",
  );
  assertEquals((yield* requests).length, 1);
});

onEach("a refused connection proves that nothing was sent", function* (run) {
  const refused = "TransportError ConnectFailed refused not-sent";
  assertEquals(yield* run({ url: refusingUrl() }), refused);
  assertEquals(yield* run({ url: refusingUrl("localhost") }), refused);
});

onEach("a name that DNS does not know proves that nothing was sent", function* (run) {
  assertEquals(
    yield* run({ url: "https://nowhere.invalid" }),
    "TransportError ConnectFailed dns not-sent",
  );
});

// Node blocks the port. Bun tries to connect, and nothing listens there.
onEach("a port that fetch may block proves that nothing was sent", function* (run) {
  assertMatch(
    yield* run({ url: "http://127.0.0.1:6000" }),
    /^TransportError ConnectFailed (blocked-port|refused) not-sent$/,
  );
});

onEach("a certificate that is not trusted proves that nothing was sent", function* (run) {
  assertEquals(
    yield* run({ url: yield* untrustedServer }),
    "TransportError ConnectFailed tls not-sent",
  );
});

onEach("TLS that fails for another reason than the certificate proves nothing", function* (run) {
  assertEquals(yield* run({ url: yield* serverWithoutTls }), "Unknown");
});

onEach("the handler serves the contract", function* (run) {
  const { connection: { url } } = yield* Sandbox;
  assertEquals(yield* run({ what: "handler", url, rows: [...rows(1), {}] }), "200 201 400");
});

onEach("the sandbox can be served", function* (run) {
  assertEquals(yield* run({ what: "sandbox", rows: rows(2) }), "Created Created, 2 stored");
});

it.live("workerd: the library alone adds customers, and can't prove that a connection was refused", () =>
  Effect.gen(function* () {
    const { connection: { url }, customers } = yield* Sandbox;
    const script = ["run", "-A", "--no-check", "tests/bench/programs/workerd.ts"];
    const worker = yield* Effect.acquireRelease(
      Effect.promise(() =>
        asChild([...script, `${project.folder}/worker.js`, "{}"], {}, "SIGTERM")
      ),
      ({ close }) => Effect.promise(close),
    );
    const run: Run = (task) =>
      Effect.promise(async () => {
        const response = await worker.fetch("/", { method: "POST", body: JSON.stringify(task) });
        return await response.text();
      });
    assertEquals(yield* run({ url, rows: [...rows(2), {}] }), "Created Created Rejected");
    assertEquals((yield* customers).length, 2);
    assertEquals(yield* run({ url: refusingUrl(), rows: rows(1) }), "Unknown");
  }).pipe(Effect.provide(Sandbox.layerServer())));
