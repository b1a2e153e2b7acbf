/** `--journal`: what the same list does when it comes again, and how journals that can't be used are refused. */
import * as JournalFile from "../../src/policy/journal/sqlite_file.ts";
import { JournalStore } from "../../mod.ts";
import * as Effect from "effect/Effect";
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { onPostgres } from "../support/postgres.ts";
import { refusingUrl } from "../support/unreachable.ts";
import { type Bench, ndjson, people, posts, type Ran, test, withBench } from "./importer.ts";

const countsOf = ({ stdout }: Ran) => JSON.parse(stdout);

test("a list that comes again is unchanged, wherever its rows stand now", async ({ path, run, thulium, write }) => {
  const importRows = async (rows: ReadonlyArray<object>) => {
    const file = await write("k.ndjson", ndjson(rows));
    const ended = await run([file, "--journal", path("journal"), "--json"]);
    return [ended.code, countsOf(ended)];
  };
  const counts = { updated: 0, differing: 0, rejected: 0, unknown: 0, not_sent: 0 };
  const first = people(3);
  assertEquals(await importRows(first), [0, { ...counts, total: 3, created: 3, unchanged: 0 }]);
  assertEquals(await importRows(first), [0, { ...counts, total: 3, created: 0, unchanged: 3 }]);
  assertEquals(posts(thulium).length, 1);

  const [one, two, three] = first;
  const moved = [{ surname: "New" }, three, { ...two, note: "edited" }, one];
  assertEquals(await importRows(moved), [
    0,
    { ...counts, total: 4, created: 1, unchanged: 3, differing: 1 },
  ]);
  assertEquals(thulium.customers.length, 4);
});

test("one journal serves several systems: what one has, the other lacks", async ({ path, run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(3)));
  const args = [file, "--journal", path("journal"), "--json"];
  assertEquals(countsOf(await run(args)).created, 3);
  await withBench(async (other) => {
    const there = { env: { THULIUM_URL: other.url } };
    assertEquals(countsOf(await run(args, there)).created, 3);
    assertEquals(countsOf(await run(args, there)).unchanged, 3);
    assertEquals(other.thulium.customers.length, 3);
  });
  assertEquals(countsOf(await run(args)).unchanged, 3);
  assertEquals(thulium.customers.length, 3);
});

test("--key says what makes a customer the same one", async ({ path, run, thulium, write }) => {
  const rows = ["1", "2"].map((identifier) => ({
    surname: "K",
    identifier,
    custom_fields: { Shop: "17" },
  }));
  const file = await write("k.ndjson", ndjson(rows));
  const args = [file, "--json", "--batch-size", "1", "--allow-duplicates"];
  const keyed = await run([...args, "--journal", path("a"), "--key", "custom_fields.Shop"]);
  assertEquals([countsOf(keyed).created, countsOf(keyed).unchanged], [1, 1]);
  assertEquals(countsOf(await run([...args, "--journal", path("b")])).created, 2);
  assertEquals(thulium.customers.length, 3);
});

test("a journal is used by one key: with another one it would know nobody, so it is refused", async ({ path, run, thulium, write }) => {
  const rows = people(3).map((row, i) => ({ ...row, email: `k${i}@example.com` }));
  const args = [await write("k.ndjson", ndjson(rows)), "--journal", path("journal")];
  assertEquals((await run(args)).code, 0);
  for (const more of [["--dry-run"], []]) {
    const refused = await run([...args, "--key", "email", "--lang", "pl", ...more]);
    assertEquals(refused.code, 2);
    assertStringIncludes(refused.stderr, "po polu identifier, a nie email");
  }
  assertEquals([thulium.customers.length, posts(thulium).length], [3, 1]);
  assertEquals((await run([...args, "--key", "identifier"])).code, 0);
});

test("a journal that was begun before keys were noted may be used by any", async (bench) => {
  const { path, run, write } = bench;
  const old = Effect.gen(function* () {
    const entries = (yield* JournalStore).open(new URL(bench.url).host);
    const claim = { key: "0".repeat(31) + "1", print: "", customerId: "13" };
    yield* entries.claim([claim], "token", 0);
    yield* entries.settle([{ ...claim, token: "token", fields: "" }], 0);
  });
  await Effect.runPromise(Effect.provide(old, JournalFile.layer(path("journal"))));
  const rows = people(1).map((row) => ({ ...row, email: "k@example.com" }));
  const args = [await write("k.ndjson", ndjson(rows)), "--journal", path("journal")];
  for (const key of ["email", "email", "identifier"]) {
    assertEquals((await run([...args, "--key", key])).code, 0);
  }
});

test("--no-reconcile leaves a customer whose answer was lost in doubt, and looks nobody up", async ({ path, run, thulium, write }) => {
  const args = [
    await write("k.ndjson", ndjson(people(1))),
    "--journal",
    path("journal"),
    "--absent-after",
    "1",
  ];
  thulium.setFaults({ script: [{ kind: "cut", at: "body", created: true }] });
  const doubtful = await run([...args, "--no-reconcile"]);
  assertEquals(doubtful.code, 1);
  assertStringIncludes(doubtful.stdout, "unknown   1");
  assertStringIncludes(doubtful.stderr, "Leave the rows that may exist as they are");
  assertEquals(thulium.requests.length, 1);

  const { stdout } = await run([...args, "--json"]);
  assertEquals([JSON.parse(stdout).unchanged, posts(thulium).length], [1, 1]);
});

/** A journal's whole file. */
const wholeJournal = (file: string): Promise<Uint8Array> =>
  Effect.runPromise(
    Effect.gen(function* () {
      const { open } = yield* JournalStore;
      yield* open("import").claim([{ key: "k", print: "p" }], "token", 1000);
      return yield* Effect.promise(() => Deno.readFile(file));
    }).pipe(Effect.provide(JournalFile.layer(file))),
  );

/** A PostgreSQL that refuses everybody's password. */
const refusingPostgres = () => {
  const fields = ["SFATAL", "C28P01", "Mpassword authentication failed", ""].join("\0");
  const text = new TextEncoder().encode(`${fields}\0`);
  const answer = new Uint8Array(5 + text.length);
  answer.set([69]);
  new DataView(answer.buffer).setUint32(1, 4 + text.length);
  answer.set(text, 5);
  const listener = Deno.listen({ hostname: "127.0.0.1", port: 0 });
  const serving = (async () => {
    for await (const connection of listener) {
      await connection.read(new Uint8Array(1024));
      await connection.write(answer);
      connection.close();
    }
  })();
  const close = async () => {
    listener.close();
    await serving;
  };
  return { host: `127.0.0.1:${listener.addr.port}`, close };
};

const password = "geheim";

/** Imports with a journal that can't be used. Gives the one line that says why. */
const refusalOf = async ({ run, write }: Bench, journal: string): Promise<string> => {
  const file = await write("k.ndjson", ndjson(people(1)));
  const args = [file, "--journal", journal, "--log-level", "all"];
  const { code, stderr, stdout } = await run(args);
  assertEquals([code, stdout], [2, ""], stderr);
  assert(!stderr.includes(password), stderr);
  assertEquals(stderr.trimEnd().split("\n").length, 1, stderr);
  return stderr;
};

test("a journal's file that can't be used is refused in one line", async (bench) => {
  const { path, thulium, write } = bench;
  const whole = await wholeJournal(path("whole"));
  await Deno.mkdir(path("folder"));
  const refused: ReadonlyArray<readonly [file: string, reason: string]> = [
    [path("folder"), "can't be read"],
    [path("none/journal"), "can't be made"],
    [await write("empty", ""), "is empty, so it was cut off"],
    [await write("cut", whole.subarray(0, whole.length - 1)), "was cut off"],
    [await write("text", "surname;phone\n"), "is no journal"],
  ];
  for (const [file, reason] of refused) {
    assertStringIncludes(await refusalOf(bench, file), `${file}: ${reason}`);
  }
  assertEquals(thulium.requests, []);
});

test("a journal's address that can't be used is refused in one line, without its password", async (bench) => {
  const dead = new URL(refusingUrl()).host;
  const postgres = refusingPostgres();
  const refused: ReadonlyArray<readonly [address: string, reason: string]> = [
    [`mysql://u:${password}@h/journal`, "must be a file, or an address such as postgres://"],
    [`postgres://u:${password}@h:99999/journal`, "must be an address such as postgres://"],
    ["postgres://h/journal", "must name a user"],
    [`postgres://u:${password}@h`, "must name a host and a database"],
    [`postgres://u:${password}@${dead}/journal`, "can't be reached"],
    [`postgres://u:${password}@nowhere.invalid/journal`, "can't be reached"],
    [`postgres://u:${password}@${postgres.host}/journal`, "refuses the user or the password"],
  ];
  try {
    for (const [address, reason] of refused) {
      assertStringIncludes(await refusalOf(bench, address), reason);
    }
  } finally {
    await postgres.close();
  }
  assertEquals(bench.thulium.requests, []);
});

await onPostgres("the importer's journal in PostgreSQL", (database) => {
  it.live("a journal in PostgreSQL knows a list that comes again, and its password is not printed", function* () {
    const url = new URL(yield* database);
    url.password = password;
    yield* Effect.promise(() =>
      withBench(async ({ run, thulium, write }) => {
        const file = await write("k.ndjson", ndjson(people(30)));
        const args = [
          file,
          "--journal",
          url.href,
          "--batch-size",
          "10",
          "--json",
          "--log-level",
          "all",
        ];
        for (const created of [30, 0]) {
          const ended = await run(args);
          assertEquals([ended.code, countsOf(ended).created], [0, created], ended.stderr);
          assert(!`${ended.stdout}${ended.stderr}`.includes(password));
        }
        assertEquals(thulium.customers.length, 30);
      })
    );
  });
});
