/** The texts of the command line: all in one place, each in every language. */
import { english } from "../../../src/cli/texts/en.ts";
import { journalTexts } from "../../../src/cli/texts/journal.ts";
import { polish } from "../../../src/cli/texts/pl.ts";
import { root } from "../../support/manifest.ts";
import { codeOf, filesOf } from "./source.ts";
import { assert, assertEquals } from "../../support/assert.ts";

const literal = /"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'|`(?:[^`\\]|\\.)*`/g;
/** Two words, one after the other. */
const words = /\p{L}{2,}[,:;.]? \p{L}{2,}/u;
/** Commands as they are typed are the same in each language. */
const isCommand = (text: string): boolean => /^["`](?:import|sync) /.test(text);
/** Codes of other modules. */
const codes: ReadonlySet<string> = new Set([
  '"both names"',
  '"error value"',
  '"at most 1 value"',
  '"SQLite format 3\\0"',
]);

Deno.test("no file of the importer has sentences, except for the texts", () => {
  const others = filesOf("src/cli").filter((file) => !file.startsWith("src/cli/texts/"));
  assert(others.length > 30);
  const sentences = others.flatMap((file) =>
    (codeOf(file).match(literal) ?? [])
      .map((text) => text.replaceAll(/\$\{[^}]*\}/g, ""))
      .filter((text) => words.test(text) && !isCommand(text) && !codes.has(text))
      .map((text) => `${file}: ${text}`)
  );
  assertEquals(sentences, []);
});

Deno.test("nothing with letters is printed that is no text", () => {
  const printed = filesOf("src/cli").flatMap((file) =>
    (codeOf(file).match(/(?:console\.\w+|stderr\.write|printLine)\((?:"|'|`)[^]*?\);/g) ?? [])
      .map((call) => call.replace(/^[\w.]+/, "").replaceAll(/\$\{[^}]*\}|\\u001b\[K|\\[rn]/g, ""))
      .filter((call) => /["'`][^"'`]*\p{L}[^"'`]*["'`]/u.test(call))
  );
  assertEquals(printed, []);
});

type Leaf = readonly [path: string, english: string, polish: string];

/** The texts of both languages, by their paths. A function is its source. */
const leavesOf = (one: unknown, other: unknown, path = ""): ReadonlyArray<Leaf> => {
  if (typeof one === "string" || typeof one === "function") {
    return [[path, String(one), String(other)]];
  }
  return Object.entries(one as object).flatMap(([name, value]) =>
    leavesOf(value, (other as { readonly [name: string]: unknown })[name], `${path}.${name}`)
  );
};

const leaves = leavesOf(english, polish).filter(([path]) => path !== ".language");

/** Texts that are the same in both languages, because they are names or signs. */
const same: ReadonlySet<string> = new Set([
  ".groups.thulium",
  ".metavars.N",
  ".metavars.URL",
  ".help.wrongValue",
  ".usage.names.password",
  ".seen.column",
  // The words stand in a table beside it.
  ".problems.json-shape",
]);

Deno.test("every text is there in Polish, and is not English", () => {
  assert(leaves.length > 250, String(leaves.length));
  const untranslated = leaves.filter(([path, en, pl]) => en === pl && !same.has(path));
  assertEquals(untranslated.map(([path]) => path), []);
});

Deno.test("a text names the same flags, variables and fields in each language", () => {
  const namesIn = (text: string) =>
    [...new Set(text.match(/--[a-z][a-z-]*|THULIUM_[A-Z]+|LC_[A-Z]+/g) ?? [])].sort();
  for (const [path, en, pl] of leaves) assertEquals(namesIn(pl), namesIn(en), path);
});

Deno.test("what journals say is found again in the stores", () => {
  const sources = filesOf("src/policy/journal").map((file) => Deno.readTextFileSync(root + file))
    .join("\n");
  const { address, fileOrAddress, host, user, ...ofStores } = journalTexts;
  assert([address, fileOrAddress, host, user].every((text) => text.startsWith("must")));
  for (const text of Object.values(ofStores)) assert(sources.includes(text), text);
});
