/** `--dry-run`. */
import { assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { command, ndjson, people, test, withBench } from "../importer.ts";

Deno.test("a file that Deno may not read or write is refused with the flag that allows it", () =>
  withBench(async ({ run, write }) => {
    await write("k.ndjson", ndjson(people(1)));
    const refusals = [
      [["../outside.csv", "--dry-run"], "../outside.csv: Deno nie może odczytać tego pliku"],
      [
        ["k.ndjson", "--dry-run", "--journal", "../k.journal"],
        "../k.journal: Deno nie może odczytać",
      ],
      [["k.ndjson", "--report", "../report"], "../report: Deno nie może zapisać tego pliku"],
    ] as const;
    for (const [args, reason] of refusals) {
      const { code, stderr } = await run([...args, "--lang", "pl"]);
      assertEquals(
        [code, stderr.includes(reason), stderr.includes("--allow-")],
        [2, true, true],
        stderr,
      );
    }
  }, command.map((arg) => /^--allow-(?:read|write)$/.test(arg) ? `${arg}=.` : arg)));

test("a column without a name is told with the flag that leaves it out", async ({ run, write }) => {
  const file = await write("k.csv", "Nazwisko;Telefon;\nA;600100200;x\n");
  const { stdout } = await run([file, "--dry-run"]);
  assertStringIncludes(stdout, "Name it in the header, or leave it out with --skip 3");
});

test("a dry run says where an input ends that has no row to import", async ({ run, write }) => {
  const file = await write("k.csv", "Nazwisko\nA\nB\nC\n");
  const beyond = await run([file, "--dry-run", "--from-line", "99", "--lang", "pl"]);
  assertEquals(beyond.code, 2);
  assertStringIncludes(beyond.stderr, "Plik kończy się na linii 4, a --from-line podaje 99");
  const empty = await run([await write("e.csv", ""), "--dry-run"]);
  assertStringIncludes(empty.stderr, "The input has no rows.");
});

test("rows without a key are told before they are sent: with a journal, a changed one is created again", async ({ path, run, write }) => {
  const file = await write(
    "k.csv",
    "Nazwisko;Telefon;Identyfikator\nA;600100200;1\nB;600100201;\n",
  );
  const bare = await write("b.csv", "Nazwisko;Telefon\nA;600100200\nB;600100201\n");
  const journal = ["--journal", path("journal"), "--lang", "pl"];
  const printed = async (...args: ReadonlyArray<string>) => (await run(args)).stderr;
  for (const more of [["--dry-run"], []]) {
    assertStringIncludes(
      await printed(bare, ...journal, ...more),
      "Uwaga: żaden wiersz nie ma klucza (identifier). Gdy taki wiersz się zmieni",
    );
    assertStringIncludes(await printed(file, ...journal, ...more), "1 wiersz nie ma klucza");
    assertStringIncludes(
      await printed(file, "--key", "email", ...more),
      "no row has a key (email)",
    );
  }
  const keyed = [bare, "--dry-run", "--key", "phone_number", "--journal", path("other")];
  assertEquals((await printed(...keyed)).includes("Warning"), false);
  assertEquals((await printed(bare, "--dry-run")).includes("Warning"), false);
});

test("a dry run checks the rows and plans the requests, and sends nothing", async ({ run, thulium, write }) => {
  const file = await write(
    "k.ndjson",
    ndjson([...people(5), {}, { surname: "K0", identifier: "0" }]),
  );
  const { code, stdout } = await run([file, "--dry-run", "--batch-size", "4"], {
    env: { THULIUM_PASSWORD: "", THULIUM_USER: "" },
  });
  assertEquals(code, 1);
  for (
    const line of [
      "7 rows; nothing was sent",
      "valid      5, in 2 requests",
      "line 6: surname: is required",
      "line 7 (like 1): the same identifier as an earlier row",
    ]
  ) {
    assertStringIncludes(stdout, line);
  }
  assertEquals(thulium.requests, []);
  const clean = [await write("k2.ndjson", ndjson(people(2))), "--dry-run"];
  assertStringIncludes((await run(clean)).stdout, "valid      2, in 1 request\n");
  const json = await run([...clean, "--json"]);
  assertEquals([json.code, JSON.parse(json.stdout).valid], [0, 2]);
});

test("a dry run with a journal tells what would be sent, and changes nothing", async ({ path, run, thulium, write }) => {
  const file = await write("k.ndjson", ndjson(people(4)));
  const journal = path("journal");
  const plan = async (input: string) => {
    const { stdout } = await run([input, "--dry-run", "--journal", journal, "--json"], {
      env: { THULIUM_PASSWORD: "", THULIUM_USER: "" },
    });
    const { differing, in_doubt, to_send, unchanged } = JSON.parse(stdout);
    return { differing, in_doubt, to_send, unchanged };
  };
  const nobody = { differing: 0, in_doubt: 0, to_send: 4, unchanged: 0 };
  assertEquals(await plan(file), nobody);
  // A dry run makes no journal.
  assertEquals(await plan(file), nobody);
  await run([file, "--journal", journal]);
  const posts = thulium.requests.length;
  const [first, ...rest] = people(6);
  const other = await write("other.ndjson", ndjson([{ ...first, note: "new" }, ...rest]));
  assertEquals(await plan(other), { differing: 1, in_doubt: 0, to_send: 2, unchanged: 4 });
  assertEquals(thulium.requests.length, posts);
  const { stdout } = await run([other, "--dry-run", "--journal", journal]);
  for (const line of ["to send    2", "unchanged  4", "1 row differs"]) {
    assertStringIncludes(stdout, line);
  }
});
