/** `sync`: a list that comes again and again, from its plan to who is missing in it. */
import type { Routes } from "../../src/sandbox/routes.ts";
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
} from "../support/assert.ts";
import { linesOf, ndjson, type Ran, testSync } from "./importer.ts";

const countsOf = ({ stdout }: Ran) => JSON.parse(stdout);
const bodies = ({ requests }: Routes, method: string) =>
  requests.filter((request) => request.method === method).length;

const person = (i: number) => ({ surname: `K${i}`, identifier: `id-${i}`, note: "first" });
const first = [0, 1, 2, 3].map(person);
const second = [
  { ...person(3), note: "second" },
  { ...person(1), custom_fields: { Shop: "7" } },
  person(2),
  person(4),
];

testSync(
  "a list that comes again updates what has changed, and the report names the fields",
  async ({ path, run, thulium, write }) => {
    const args = ["--journal", path("journal"), "--json"];
    assertEquals(countsOf(await run([await write("1.ndjson", ndjson(first)), ...args])).created, 4);
    const again = await run([
      await write("2.ndjson", ndjson(second)),
      ...args,
      "--report",
      path("report"),
      "--missing",
      path("missing"),
    ]);
    const { created, unchanged, updated } = countsOf(again);
    assertEquals([again.code, created, updated, unchanged], [0, 1, 2, 1]);
    assertEquals((await linesOf(path("report"))).slice(0, 2), [
      { index: 0, line: 1, outcome: "updated", customer_id: "16", fields: ["note"] },
      { index: 1, line: 2, outcome: "updated", customer_id: "14", fields: ["custom_fields.Shop"] },
    ]);
    assertEquals(await linesOf(path("missing")), [{ customer_id: "13" }]);
    assertStringIncludes(again.stderr, "1 customer of earlier lists not in this one");
    assertEquals([bodies(thulium, "POST"), bodies(thulium, "PUT")], [2, 1]);
    assertEquals(thulium.customers.length, 5);

    const unchangedNight = await run([path("2.ndjson"), ...args]);
    assertEquals([unchangedNight.code, countsOf(unchangedNight).unchanged], [0, 4]);
    assertEquals([bodies(thulium, "POST"), bodies(thulium, "PUT")], [2, 1]);
  },
);

testSync(
  "a sync refuses a journal of another key, also before it is planned",
  async ({ path, run, thulium, write }) => {
    const args = [await write("1.ndjson", ndjson(first)), "--journal", path("journal")];
    assertEquals((await run([...args])).code, 0);
    const requests = thulium.requests.length;
    for (const more of [["--dry-run"], []]) {
      const refused = await run([...args, "--key", "custom_fields.Shop", ...more]);
      assertEquals(refused.code, 2);
      assertStringIncludes(refused.stderr, "by identifier, and not by custom_fields.Shop");
    }
    assertEquals(thulium.requests.length, requests);
  },
);

testSync(
  "the dry run says what would be created and updated, and changes nothing",
  async ({ path, run, thulium, write }) => {
    const journal = ["--journal", path("journal")];
    await run([await write("1.ndjson", ndjson(first)), ...journal]);
    const file = await write("2.ndjson", ndjson([...second, { surname: "without a key" }]));
    const before = thulium.customers.length;
    const planned = await run([file, ...journal, "--dry-run", "--json"]);
    const { ambiguous, fields, rejected, to_create, to_update, unchanged } = countsOf(planned);
    assertEquals([to_create, to_update, unchanged, ambiguous, rejected], [1, 2, 1, 0, 1]);
    assertEquals(fields, { note: 1, "custom_fields.Shop": 1 });
    assertEquals(planned.code, 1);

    const shown = await run([file, ...journal, "--dry-run", "--diff"]);
    assertStringIncludes(shown.stdout, '{"line":1,"customer_id":"16","fields":["note"]}\n');
    assertStringIncludes(shown.stdout, "to create            1");
    assertStringIncludes(shown.stdout, "to update            2");
    assertStringIncludes(shown.stdout, "line 5: has no key by which it could be known again");
    assertEquals(thulium.customers.length, before);
    assertEquals(bodies(thulium, "PUT"), 0);
  },
);

testSync(
  "without a journal yet, it finds who is there, and names who is there twice",
  async ({ path, run, thulium, write }) => {
    for (const row of [first[0], first[1], first[1]]) {
      thulium.answer({
        method: "POST",
        url: "/api/batch/customers",
        headers: new Headers({
          authorization: `Basic ${btoa("api_user:api_pass")}`,
          "content-type": "application/json",
        }),
        body: new TextEncoder().encode(JSON.stringify({ customers: [row] })),
      });
    }
    const file = await write("1.ndjson", ndjson(first));
    const journal = ["--journal", path("journal")];
    const planned = await run([file, ...journal, "--dry-run", "--lang", "pl"]);
    assertStringIncludes(planned.stdout, "kilku klientów w Thulium ma ten klucz (2)");
    assertStringIncludes(planned.stdout, "według dziennika i Thulium:\n");
    assertMatch(planned.stdout, /\n {2}odrzucone +1\n/);
    assert(!planned.stdout.includes("niejednoznaczne"), planned.stdout);
    const ended = await run([file, ...journal, "--json"]);
    const { created, rejected, updated } = countsOf(ended);
    assertEquals([ended.code, created, updated, rejected], [1, 2, 1, 1]);
  },
);

testSync(
  "--empty clear empties what a row does not have any more",
  async ({ path, run, thulium, write }) => {
    const journal = ["--journal", path("journal"), "--empty", "clear"];
    await run([await write("1.ndjson", ndjson([person(0)])), ...journal]);
    const { note: _, ...rest } = person(0);
    const ended = await run([await write("2.ndjson", ndjson([rest])), ...journal]);
    assertEquals(ended.code, 0);
    assertStringIncludes(ended.stdout, "updated");
    assertEquals(thulium.customers[0].fields.note, "");
  },
);

testSync(
  "who is missing is not written if a row may not have been seen",
  async ({ path, run, thulium, write }) => {
    const journal = ["--journal", path("journal"), "--missing", path("missing")];
    await run([await write("1.ndjson", ndjson(first)), ...journal]);
    assertEquals(await Deno.readTextFile(path("missing")), "");
    await Deno.writeTextFile(path("missing"), "as before\n");
    thulium.setFaults({ script: Array(5).fill({ kind: "status", status: 503, created: false }) });
    const ended = await run([
      await write("2.ndjson", ndjson([{ ...person(0), note: "new" }])),
      ...journal,
      "--retries",
      "0",
    ]);
    assertEquals(ended.code, 1);
    assertStringIncludes(ended.stderr, "some rows were not sent");
    assertEquals(await Deno.stat(path("missing")).catch(() => "none"), "none");
  },
);

testSync("an empty list is refused: nobody is said to be missing", async ({ path, run, write }) => {
  const journal = ["--journal", path("journal"), "--missing", path("missing")];
  await run([await write("1.ndjson", ndjson(first)), ...journal]);
  for (const content of ["", "surname;identifier\n"]) {
    for (const more of [[], ["--dry-run"], ["--no-check"]]) {
      const ended = await run([await write("2.csv", content), ...journal, ...more]);
      assertEquals(ended.code, 2);
      assertStringIncludes(ended.stderr, "did the export fail?");
      assert(!ended.stderr.includes("of earlier lists"), ended.stderr);
    }
  }
});

testSync("rows that are skipped are not missing", async ({ path, run, write }) => {
  const journal = ["--journal", path("journal"), "--missing", path("missing")];
  const file = await write("1.ndjson", ndjson(first));
  await run([file, ...journal]);
  await Deno.writeTextFile(path("missing"), "as before\n");
  const ended = await run([file, ...journal, "--from-line", "3"]);
  assertEquals(ended.code, 0);
  assertStringIncludes(ended.stderr, "Nobody can be said to be missing");
  assertEquals(await Deno.stat(path("missing")).catch(() => "none"), "none");
});

testSync("a row that may be anybody's makes nobody missing", async ({ path, run, write }) => {
  const journal = ["--journal", path("journal"), "--missing", path("missing")];
  const table = (last: string) => `surname,identifier,note\nK0,id-0,x\n${last}\n`;
  await run([await write("1.csv", table("K1,id-1,x")), ...journal]);
  await Deno.writeTextFile(path("missing"), "as before\n");
  const ended = await run([await write("2.csv", table("K1,id-1")), ...journal]);
  assertStringIncludes(ended.stderr, "Nobody can be said to be missing");
  assertEquals(await Deno.stat(path("missing")).catch(() => "none"), "none");
});

testSync("who is known by another key is not missing", async ({ path, run, write }) => {
  const args = ["--journal", path("journal"), "--missing", path("missing"), "--key", "email"];
  const emails = ["a@x.pl", "b@x.pl"];
  const list = (email: ReadonlyArray<string>) => ndjson([{ surname: "K", email }]);
  await run([await write("1.ndjson", list(emails)), ...args]);
  await Deno.writeTextFile(path("missing"), "as before\n");
  const ended = await run([await write("2.ndjson", list(emails.toReversed())), ...args]);
  assertStringIncludes(ended.stderr, "Nobody can be said to be missing");
  assertEquals(await Deno.stat(path("missing")).catch(() => "none"), "none");
});

testSync(
  "who is missing is a table if the file is named so, and is not asked by a dry run",
  async ({ path, run, write }) => {
    const args = ["--journal", path("journal"), "--missing", path("m.csv")];
    await run([await write("1.ndjson", ndjson(first)), ...args]);
    const second = await write("2.ndjson", ndjson(first.slice(2)));
    const planned = await run([second, ...args, "--dry-run", "--lang", "pl"]);
    assertStringIncludes(planned.stderr, "nie sprawdza, kogo brakuje");
    await run([second, ...args]);
    assertEquals(await Deno.readTextFile(path("m.csv")), "customer_id\r\n13\r\n14\r\n");
    const keyless = await write("3.ndjson", ndjson([...first, { surname: "X" }]));
    const { stderr } = await run([keyless, ...args, "--lang", "pl"]);
    assertStringIncludes(stderr, "1 odrzucony wiersz nie ma klucza");
    assertStringIncludes(stderr, "(linia 5)");
  },
);

testSync("a row that breaks a rule is not missing", async ({ path, run, write }) => {
  const journal = ["--journal", path("journal"), "--missing", path("missing")];
  await run([await write("1.ndjson", ndjson(first)), ...journal]);
  const rows = [...first.slice(0, 3), { ...person(3), phone_number: "brak" }];
  const ended = await run([await write("2.ndjson", ndjson(rows)), ...journal]);
  assertEquals(ended.code, 1);
  assertEquals(await Deno.readTextFile(path("missing")), "");
});

testSync("it needs a journal, and lookups", async ({ path, run, write }) => {
  const file = await write("1.ndjson", ndjson(first));
  const without = await run([file]);
  assertEquals(without.code, 2);
  assertStringIncludes(without.stderr, "sync needs --journal");
  const blind = await run([file, "--journal", path("journal"), "--no-reconcile"]);
  assertEquals(blind.code, 2);
  assert(blind.stderr.includes("--no-reconcile"));
});

testSync(
  "a list that can't be read leaves no names of another night behind",
  async ({ path, run, write }) => {
    const flags = ["--journal", path("journal"), "--missing", path("missing")];
    await run([await write("1.ndjson", ndjson(first)), ...flags]);
    await Deno.writeTextFile(path("missing"), '{"customer_id":"1"}\n');
    const { code } = await run([await write("2.json", '[{"identifier":"K-1","sur'), ...flags]);
    assertEquals(code, 2);
    await assertRejects(() => Deno.stat(path("missing")), Deno.errors.NotFound);
  },
);
