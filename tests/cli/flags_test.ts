/** The flags: what each one changes, and how wrong ones are refused. */
import type { Fault } from "../../src/sandbox/mod.ts";
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { manifest } from "../support/manifest.ts";
import { ndjson, people, posts, type RunOptions, test } from "./importer.ts";

test("sends batches of --batch-size, and checks more with --strict", async ({ run, thulium, write }) => {
  await run([await write("k.ndjson", ndjson(people(5))), "--batch-size", "2"]);
  assertEquals(posts(thulium).map(({ customers }) => customers).sort(), [1, 2, 2]);
  const strict = await run([
    await write("s.ndjson", '{"surname":"A","nip":"1234567890"}'),
    "--strict",
  ]);
  assertEquals(strict.code, 1);
  assertStringIncludes(strict.stdout, "line 1: nip");
});

test("tries as often as --retries allows", async ({ run, thulium, write }) => {
  const refused: Fault = { kind: "status", status: 503, created: false };
  thulium.setFaults({ script: Array(9).fill(refused) });
  const { code, stderr } = await run([
    await write("k.ndjson", ndjson(people(1))),
    "--retries",
    "1",
  ]);
  assertEquals([code, posts(thulium).length], [1, 2]);
  assertStringIncludes(stderr, "start the same command again when the cause is removed");
});

test("gives up a request after --timeout", async ({ run, thulium, write }) => {
  thulium.setFaults({ script: [{ kind: "stall", at: "body", created: true }] });
  const { code, stderr, stdout } = await run([
    await write("k.ndjson", ndjson(people(1))),
    "--timeout",
    "1",
  ]);
  assertEquals(code, 1);
  assertStringIncludes(stdout, "line 1: may have been created");
  assertStringIncludes(stderr, "1 row may exist in Thulium");
});

test("keeps to --rate and --concurrency", async ({ run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(6)));
  const began = performance.now();
  await run([file, "--batch-size", "1", "--rate", "4", "--concurrency", "1"]);
  assertEquals(thulium.customers.length, 6);
  assert(performance.now() - began > 400, "six at four a second take their time");
});

test("with --reconcile, looks up customers whose answer was lost", async ({ run, thulium, write }) => {
  thulium.setFaults({ script: [{ kind: "cut", at: "body", created: true }] });
  const { code } = await run([await write("k.ndjson", ndjson(people(3))), "--reconcile"]);
  assertEquals([code, thulium.customers.length, posts(thulium).length], [0, 3, 1]);
});

test("stops at a wrong password, and names the reason", async ({ run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(500)));
  const { code, stdout } = await run([file], { env: { THULIUM_PASSWORD: "tajne" } });
  assertEquals(code, 1);
  assertStringIncludes(stdout, "Thulium refused the user or password");
  assert(!stdout.includes("tajne"));
  assert(posts(thulium).length <= 4);
});

test("wrong usage ends with status 2 and a message that names the problem", async ({ run, write }) => {
  const file = await write("k.ndjson", ndjson(people(1)));
  const wrong: ReadonlyArray<
    readonly [args: ReadonlyArray<string>, message: string, env?: RunOptions["env"]]
  > = [
    [["."], "is a folder"],
    [[file], "THULIUM_USER", { THULIUM_USER: "" }],
    [[file], "THULIUM_PASSWORD", { THULIUM_PASSWORD: "" }],
    [[file], "THULIUM_SYSTEM", { THULIUM_URL: "" }],
    [[file, "--url", "http://thulium.example.com"], "must be https"],
    [[file, "--report", "/nonexistent/report"], "can't be written"],
    [[file, "--report", file], "the input and --report must not be the same file"],
    [
      [file, "--rejects", `./../${file.split("/").slice(-2).join("/")}`],
      "must not be the same file",
    ],
    [[file, "--report", "one", "--rejects", "one"], "--report and --rejects must not be"],
    [[file, "--report", "one", "--journal", "one"], "--journal and --report must not be"],
    [[file, "--journal", "/nonexistent/journal"], "can't be made"],
  ];
  for (const [args, message, env] of wrong) {
    const { code, stderr, stdout } = await run(args, { env });
    assertEquals(code, 2, args.join(" ") + stdout + stderr);
    assertStringIncludes(stderr + stdout, message);
    assert(!stderr.includes("    at "), stderr);
  }
});

test("prints help, its version and a script of completions for shells", async ({ run }) => {
  const help = await run(["--help"]);
  assertEquals(help.code, 0);
  for (
    const flag of [
      "--map",
      "--rejects",
      "--journal",
      "--no-reconcile",
      "THULIUM_PASSWORD",
    ]
  ) {
    assertStringIncludes(help.stdout, flag);
  }
  const polish = await run(["--help"], { env: { LC_ALL: "", LANG: "pl_PL.UTF-8" } });
  assertStringIncludes(polish.stdout, "--rejects PLIK");
  assertStringIncludes((await run(["--version"])).stdout, manifest.version);
  assertStringIncludes((await run(["--completions", "bash"])).stdout, "--rejects");
});
