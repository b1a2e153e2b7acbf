/** Imports that are stopped with Ctrl-C, and started again. `tests/runtime/` kills them. */
import type { Routes } from "../../src/sandbox/routes.ts";
import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { linesOf, ndjson, people, ran, test } from "./importer.ts";
import { everybodyOnce } from "./truth.ts";

test("Ctrl-C stops an import from a pipe that never ends", async ({ path, spawn, thulium }) => {
  const child = spawn(["-", "--format", "csv", "--report", path("report")], { stdin: "" });
  const writer = child.stdin.getWriter();
  await writer.write(new TextEncoder().encode(`surname\n${"K\n".repeat(150)}`));
  while (thulium.customers.length < 100) await new Promise((resolve) => setTimeout(resolve, 5));
  const ended = ran(child);
  child.kill("SIGINT");
  const { code, stdout } = await ended;
  await writer.close().catch(() => {});
  assertEquals(code, 130);
  assertStringIncludes(stdout, "not sent  50");
  assertEquals((await linesOf(path("report"))).length, 150);
});

/** Resolves when the sandbox has taken so many batches. */
const batches = (thulium: Routes, count: number): Promise<void> =>
  new Promise((resolve) => {
    const answer = thulium.answer.bind(thulium);
    let seen = 0;
    thulium.answer = (request) => {
      const reply = answer(request);
      if (request.method === "POST" && ++seen === count) resolve();
      return reply;
    };
  });

test("Ctrl-C finishes the requests on their way, and the same command imports the rest", async ({ path, run, spawn, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(3000)));
  const args = [
    file,
    "--journal",
    path("journal"),
    "--report",
    path("report"),
    "--batch-size",
    "10",
  ];
  const reached = batches(thulium, 20);
  const child = spawn([...args, "--json"]);
  const ended = ran(child);
  await Promise.race([reached, ended]);
  child.kill("SIGINT");
  const { code, stderr, stdout } = await ended;
  assertEquals(code, 130);
  assertStringIncludes(stderr, "Stopping");
  assertStringIncludes(stderr, "Start the same command again");
  const { created, not_sent, total, unknown } = JSON.parse(stdout);
  assertEquals([total, created + not_sent, unknown], [3000, 3000, 0]);
  assertEquals(created, thulium.customers.length);
  const report = await linesOf(path("report"));
  assertEquals(report.map(({ index }) => index), Array.from({ length: 3000 }, (_, i) => i));
  assertEquals((await run(args)).code, 0);
  everybodyOnce(thulium.customers, 3000);
});

test("a second Ctrl-C leaves at once, and the journal prevents doubles", async ({ path, run, spawn, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(30)));
  const args = [
    file,
    "--journal",
    path("journal"),
    "--absent-after",
    "1",
    "--batch-size",
    "10",
  ];
  thulium.setFaults({ script: [null, { kind: "stall", at: "body", created: true }] });
  const reached = batches(thulium, 2);
  const child = spawn([...args, "--concurrency", "1"]);
  await reached;
  const reader = child.stderr.pipeThrough(new TextDecoderStream()).getReader();
  child.kill("SIGINT");
  let screen = "";
  while (!screen.includes("Stopping")) screen += (await reader.read()).value;
  child.kill("SIGINT");
  assertEquals((await child.status).code, 130);
  await Promise.all([reader.cancel(), child.stdout.cancel()]);
  const { code, stderr, stdout } = await run(args);
  assertEquals(code, 0, stdout + stderr);
  everybodyOnce(thulium.customers, 30);
});
