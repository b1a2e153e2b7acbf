/**
 * What people see of a good and of a bad file, in each language. `deno run -A tests/cli/screens.ts` writes the files anew;
 * read them before they are committed.
 */
import { writeXlsx } from "../../src/format/xlsx/write.ts";
import { rowsOf } from "../format/xlsx/workbook.ts";
import { root } from "../support/manifest.ts";
import { faulty } from "../support/workbooks.ts";
import { runHere } from "./in_process.ts";
import { type Bench, withBench } from "./importer.ts";

const good = "Nazwisko;Imię;Telefon;Identyfikator\n" +
  "Kowalska;Anna;600100200;K-1\nNowak;Jan;600100300;K-2\n";

const bad = "Klienci 2025;;;;\n\n" +
  "Nazwisko;Imię;Telefon;Kolor;Identyfikator\n" +
  "Kowalska;Anna;600100200;;K-1\n" +
  ";Ewa;600100300;;K-2\n" +
  ";;;;\n" +
  "Nowak;Jan;6,001E+08;;K-3\n" +
  "Lis;Ala;600100400;;K-1\n" +
  ";Iza;600100500;;K-4\n" +
  "Wilk;Jan\n";

const [header, ...rows] = good.trimEnd().split("\n").map((line) => line.split(";"));
const goodWorkbook = writeXlsx(rows, { header, sheet: "Klienci" });

interface Screen {
  /** CSV, or a workbook. */
  readonly content: string | Uint8Array;
  readonly args: ReadonlyArray<string>;
}

/** The files and the further arguments of each screen. */
export const screens: { readonly [name: string]: Screen } = {
  good: { content: good, args: [] },
  "good-dry-run": { content: good, args: ["--dry-run"] },
  bad: { content: bad, args: ["--skip-unknown", "--rejects", "rejects.csv"] },
  "bad-header": { content: bad.replace("600100200;;", "600100200;red;"), args: ["--dry-run"] },
  "good-workbook": { content: goodWorkbook, args: ["--dry-run"] },
  "bad-workbook": { content: faulty(), args: ["--skip-unknown", "--rejects", "rejects.xlsx"] },
};

export const languages = ["en", "pl"] as const;

export const fileOf = (name: string, language: string): string =>
  `${root}tests/cli/screens/${name}.${language}.txt`;

/** The command, what it printed on standard error and on standard output, its status, and the rejects if there are any. */
export const screenOf = async (
  { path, run, thulium, write }: Bench,
  name: string,
  language: string,
): Promise<string> => {
  thulium.reset();
  const { args, content } = screens[name];
  const isText = typeof content === "string";
  const [shown, rejected] = isText
    ? ["klienci.csv", "rejects.csv"]
    : ["klienci.xlsx", "rejects.xlsx"];
  const file = await write(shown, content);
  await Deno.remove(path(rejected)).catch(() => {});
  const more = [...args, "--lang", language];
  // What sends nothing needs no process of its own.
  const { code, stderr, stdout } = args.includes("--dry-run")
    ? await runHere("import", file, ...more)
    : await run([shown, ...more]);
  const rejects = isText
    ? (await Deno.readTextFile(path(rejected)).catch(() => "")).replace("\uFEFF", "")
      .replaceAll("\r", "")
    : await rowsAsText(path(rejected));
  return [
    `$ import ${shown} ${more.join(" ")}\n`,
    stderr === "" ? "" : `--- stderr\n${stderr.replaceAll(file, shown)}`,
    stdout === "" ? "" : `--- stdout\n${stdout}`,
    `--- status ${code}\n`,
    rejects === "" ? "" : `--- ${rejected}\n${rejects}`,
  ].join("");
};

/** The rows of a workbook, if there is one, with their numbers. */
const rowsAsText = async (file: string): Promise<string> => {
  const bytes = await Deno.readFile(file).catch(() => undefined);
  if (bytes === undefined) return "";
  return (await rowsOf(bytes)).map(({ cells, number }) => `${number}: ${cells.join(" | ")}\n`)
    .join("");
};

if (import.meta.main) {
  await withBench(async (bench) => {
    for (const name of Object.keys(screens)) {
      for (const language of languages) {
        await Deno.writeTextFile(
          fileOf(name, language),
          await screenOf(bench, name, language),
        );
      }
    }
  });
}
