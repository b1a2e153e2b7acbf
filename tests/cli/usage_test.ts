/** Wrong flags and values: the rule is named and the one flag's help is printed, and never the value. */
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { inTempFolder } from "../support/files.ts";
import { isTooMuch, readShare } from "../../src/cli/share.ts";
import { runHere } from "./in_process.ts";

const secret = "postgres://u:geheim@h/journal";

const wrong: ReadonlyArray<readonly [args: ReadonlyArray<string>, message: string]> = [
  [["k.csv", "--batch-size", "0"], "--batch-size must be a whole number from 1 to 1000000"],
  [["k.csv", "--batch-size", secret], "--batch-size must be a whole number"],
  [["k.csv", "--batch-size"], "--batch-size must be a whole number"],
  [["k.csv", "--rate", "1", "--rate", "2"], "--rate may be given once"],
  [["k.csv", "--format", secret], "--format must be csv, ndjson, json or xlsx"],
  [["k.csv", "--nulls", "null"], "--nulls must be omit"],
  [["k.csv", "--delimiter", '"'], "--delimiter must be one character, and no quotation mark"],
  [["k.csv", "--delimiter", "😀"], "--delimiter must be one character"],
  [["k.csv", "--delimiter", ";;"], "--delimiter must be one character"],
  [["k.csv", "--key", "surname"], "--key must be identifier, nip, phone_number, email"],
  [["k.csv", "--deadline", "15"], "--deadline must be a duration such as 90s, 15m or 2h"],
  [["k.csv", "--deadline", "0s"], "--deadline must be a duration"],
  [["k.csv", "--deadline", "25d"], "--deadline must be a duration"],
  [["k.csv", "--timeout", "1000001"], "--timeout must be a whole number from 1 to 1000000"],
  [["k.csv", "--max-rejected", "101%"], "--max-rejected must be a share such as 5% or 0.05"],
  [["k.csv", "--map", "Dział"], "--map must be COLUMN=FIELD"],
  [["k.csv", "--map", "Imię=name", "--map", "imie=surname"], "--map may name a column once"],
  [["k.csv", "--report", ""], "--report needs the name of a file"],
  [["k.csv", "--log-level", secret], "--log-level must be all, trace, debug"],
  [["k.csv", "--lang", "xx"], "--lang must be en or pl"],
  [["k.csv", secret], "Give one file."],
  [
    ["k.csv", "--bach-size", secret],
    "There is no flag --bach-size. Perhaps --batch-size is meant:",
  ],
  [["k.csv", "--reject", "r"], "There is no flag --reject. Perhaps --rejects is meant:"],
  [["k.csv", "--geheim-geheim"], "There is no flag --geheim-geheim."],
];

for (const [args, message] of wrong) {
  const shown = args.slice(1).map((arg) => arg === secret ? "a secret" : arg).join(" ");
  Deno.test(`${shown}: says what is wrong in a few lines, without the value`, async () => {
    const { code, stderr, stdout } = await runHere("import", ...args);
    assertEquals([code, stdout], [2, ""]);
    assert(stderr.startsWith(message), stderr);
    assert(stderr.trimEnd().split("\n").length <= 8, stderr);
    assert(!stderr.includes("geheim@") && !stderr.includes("😀"), stderr);
  });
}

Deno.test("the flag's own help follows the error, and where the whole help is", async () => {
  const { stderr } = await runHere("import", "k.csv", "--rate", "fast");
  assertEquals(
    stderr,
    [
      "--rate must be a whole number from 1 to 1000000",
      "",
      "  --rate N  Customers per second, at most (default: no limit)",
      "",
      "import --help explains all flags.",
      "",
    ].join("\n"),
  );
});

Deno.test("errors of usage are told in Polish", async () => {
  const { stderr } = await runHere("import", "k.csv", "--lang", "pl", "--rate", "fast");
  assertEquals(
    stderr,
    [
      "--rate musi być liczbą całkowitą od 1 do 1000000",
      "",
      "  --rate N  Najwyżej tylu klientów na sekundę (domyślnie bez ograniczenia)",
      "",
      "import --help objaśnia wszystkie opcje.",
      "",
    ].join("\n"),
  );
  const missing = await runHere("import", "brak.csv", "--lang=pl");
  assertEquals([missing.code, missing.stderr], [2, "brak.csv: nie ma takiego pliku\n"]);
});

Deno.test("an address in the place of a file is not printed", async () => {
  const { code, stderr } = await runHere("import", secret);
  assertEquals([code, stderr], [2, "the input must be a file, not an address\n"]);
});

Deno.test("a flag of sync is known to import, and the password is no flag", async () => {
  for (const flag of ["--missing", "--diff", "--empty"]) {
    const { code, stderr } = await runHere("import", "k.csv", flag, "x", "--lang", "pl");
    assertEquals(code, 2);
    assertStringIncludes(stderr, `${flag} działa tylko z poleceniem sync`);
  }
  const { code, stderr } = await runHere("import", "k.csv", "--password", "geheim");
  assertEquals([code, stderr.includes("geheim")], [2, false]);
  assertStringIncludes(stderr, "set THULIUM_PASSWORD");
});

Deno.test("without a file, says that one is needed", async () => {
  const { code, stderr } = await runHere("import");
  assertEquals([code, stderr], [2, "give the file to import, or - for standard input\n"]);
});

Deno.test("what depends on another flag says so", async () => {
  const { code, stderr } = await runHere("import", "k.csv", "--write-mapping", "m.json");
  assertEquals([code, stderr], [2, "--write-mapping needs --dry-run\n"]);
});

Deno.test("a mapping that is none is refused with its name and an example", () =>
  inTempFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/m.json`, '{"columns":["geheim"]}');
    const { code, stderr } = await runHere("import", "k.csv", "--mapping", `${folder}/m.json`);
    assertEquals(code, 2);
    assertStringIncludes(stderr, `${folder}/m.json: must be JSON such as {"columns":{`);
    assert(!stderr.includes("geheim"));
  }));

Deno.test("the help names every flag in its group, the examples and the exit statuses, in both languages", async () => {
  for (const [language, words] of [["en", "Exit status"], ["pl", "Kod zakończenia"]]) {
    const { code, stdout } = await runHere("import", "--help", "--lang", language);
    assertEquals(code, 0);
    for (const name of ["--map", "--from-line", "--no-reconcile", "THULIUM_PASSWORD", words]) {
      assertStringIncludes(stdout, name);
    }
    for (const line of stdout.split("\n")) assert(line.length <= 100, line);
    for (const status of [0, 1, 2, 3, 130]) assert(stdout.includes(`\n  ${status} `), stdout);
  }
});

Deno.test("a limit of rejected rows is a share or a number", () => {
  const isOver = (text: string, rejected: number, rows: number) => {
    const share = readShare(text);
    return share === undefined ? undefined : isTooMuch(share, rejected, rows);
  };
  assertEquals([isOver("5%", 5, 100), isOver("5%", 6, 100)], [false, true]);
  assertEquals([isOver("0.05", 5, 100), isOver("0,05", 6, 100)], [false, true]);
  assertEquals([isOver("7", 7, 8), isOver("7", 8, 8), isOver("0", 1, 9)], [false, true, true]);
  assertEquals([isOver("1.5", 1, 1), isOver("-1", 1, 1), isOver("x%", 1, 1)], [
    undefined,
    undefined,
    undefined,
  ]);
});
