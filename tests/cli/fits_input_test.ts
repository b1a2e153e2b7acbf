/** Flags that say nothing of the input are refused: nothing that somebody wrote is without effect. */
import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { inTempFolder } from "../support/files.ts";
import { workbookOf } from "../format/xlsx/workbook.ts";
import { runHere } from "./in_process.ts";

const cell = (text: string) => `<c t="inlineStr"><is><t>${text}</t></is></c>`;
const inputs = {
  "k.csv": "surname;Kolor\nLis;\n",
  "k.json": '[{"surname":"Lis"}]',
  "k.ndjson": '{"surname":"Lis"}\n',
  "k.xlsx": new Uint8Array(workbookOf({
    rows: `<row r="1">${cell("surname")}${cell("Kolor")}</row><row r="2">${cell("Lis")}</row>`,
  })),
};

type Name = keyof typeof inputs;

/** Which inputs a flag says something of. */
const fits: ReadonlyArray<readonly [flags: ReadonlyArray<string>, inputs: ReadonlyArray<Name>]> = [
  [["--sheet", "Klienci"], ["k.xlsx"]],
  [["--delimiter", ";"], ["k.csv"]],
  [["--encoding", "utf-8"], ["k.csv", "k.json", "k.ndjson"]],
  [["--map", "surname=surname"], ["k.csv", "k.xlsx"]],
  [["--mapping", "m.json"], ["k.csv", "k.xlsx"]],
  [["--skip", "Kolor"], ["k.csv", "k.xlsx"]],
  [["--skip-unknown"], ["k.csv", "k.xlsx"]],
  [["--header-row", "1"], ["k.csv", "k.xlsx"]],
  [["--full-name", "surname"], ["k.csv", "k.xlsx"]],
  [["--nulls", "omit"], ["k.csv", "k.json", "k.ndjson", "k.xlsx"]],
];

const names = ["k.csv", "k.json", "k.ndjson", "k.xlsx"] as const;

Deno.test("a flag that says nothing of the input is refused by name, and one that does is taken", () =>
  inTempFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/m.json`, '{"columns":{"surname":"surname"}}');
    for (const name of names) {
      const content = inputs[name];
      await Deno.writeFile(
        `${folder}/${name}`,
        typeof content === "string" ? new TextEncoder().encode(content) : content,
      );
      for (const [flags, taken] of fits) {
        const [flag, ...values] = flags;
        const given = [flag, ...values.map((value) => value.replace("m.json", `${folder}/m.json`))];
        const { code, stderr } = await runHere(
          "import",
          `${folder}/${name}`,
          "--dry-run",
          "--no-progress",
          ...given,
        );
        const isTaken = taken.includes(name);
        assertEquals([name, flag, code], [name, flag, isTaken ? 0 : 2], stderr);
        if (!isTaken) assertStringIncludes(stderr, `${flag} says nothing of `);
      }
    }
  }));

Deno.test("a column can't be mapped and skipped", () =>
  inTempFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/k.csv`, "Imię,surname\nEwa,Lis\n");
    const args = [`${folder}/k.csv`, "--dry-run", "--map", "Imię=name", "--skip", "IMIE"];
    const { code, stderr } = await runHere("import", ...args);
    assertEquals([code, stderr.trim()], [2, "--map and --skip name the same column"]);
  }));

Deno.test("columns whose names are signs alone are told apart, and one that is mapped and skipped is not", () =>
  inTempFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/k.csv`, "surname;%;#\nLis;lis@example.com;1\n");
    const look = (...flags: ReadonlyArray<string>) =>
      runHere("import", `${folder}/k.csv`, "--dry-run", "--lang", "en", ...flags);
    assertEquals((await look("--map", "%=email", "--skip", "#")).code, 0);
    const { code, stderr } = await look("--map", "%=email", "--skip", "%", "--skip", "#");
    assertEquals(code, 2);
    assertStringIncludes(stderr, "--map and --skip");
  }));

Deno.test("a column that is named in the mapping and on the command line is what the command line says", () =>
  inTempFolder(async (folder) => {
    await Deno.writeTextFile(`${folder}/k.csv`, "surname;Skrzynka\nLis;lis@example.com\n");
    await Deno.writeTextFile(`${folder}/m.json`, '{"columns":{"Skrzynka":"note"}}');
    const { code, stderr, stdout } = await runHere(
      ...["import", `${folder}/k.csv`, "--dry-run", "--lang", "en"],
      ...["--mapping", `${folder}/m.json`, "--map", "skrzynka=email"],
    );
    assertEquals(code, 0, stderr);
    assertStringIncludes(stderr + stdout, "email");
  }));
