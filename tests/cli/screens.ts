/**
 * What people see of a good and of a bad file, in each language. `deno run -A tests/cli/screens.ts` writes the files anew;
 * read them before they are committed.
 */
import { root } from "../support/manifest.ts";
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

interface Screen {
  readonly content: string;
  readonly args: ReadonlyArray<string>;
}

/** The files and the further arguments of each screen. */
export const screens: { readonly [name: string]: Screen } = {
  good: { content: good, args: [] },
  "good-dry-run": { content: good, args: ["--dry-run"] },
  bad: { content: bad, args: ["--skip-unknown", "--rejects", "rejects.csv"] },
  "bad-header": { content: bad, args: ["--dry-run"] },
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
  const file = await write("klienci.csv", content);
  await Deno.remove(path("rejects.csv")).catch(() => {});
  const more = [...args, "--lang", language];
  // What sends nothing needs no process of its own.
  const { code, stderr, stdout } = args.includes("--dry-run")
    ? await runHere("import", file, ...more)
    : await run(["klienci.csv", ...more]);
  const rejects = await Deno.readTextFile(path("rejects.csv")).catch(() => "");
  return [
    `$ import klienci.csv ${more.join(" ")}\n`,
    stderr === "" ? "" : `--- stderr\n${stderr.replaceAll(file, "klienci.csv")}`,
    stdout === "" ? "" : `--- stdout\n${stdout}`,
    `--- status ${code}\n`,
    rejects === "" ? "" : `--- rejects.csv\n${rejects.replace("\uFEFF", "").replaceAll("\r", "")}`,
  ].join("");
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
