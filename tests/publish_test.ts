/** The published package consists of the files that the entry points import and the pages for users. */
import { assertEquals } from "./support/assert.ts";
import { manifest, root } from "./support/manifest.ts";

const deno = async (...args: ReadonlyArray<string>) => {
  const { code, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const [printed, log] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
  assertEquals(code, 0, log);
  return { printed, log };
};

const home = `file://${root}`;

/** The files of this project that a text names, as paths from the project's root. */
const filesIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/file:\/\/[^\s"]+/g)]
    .map(([url]) => url)
    .filter((url) => url.startsWith(home))
    .map((url) => url.slice(home.length));

/** The pages for users. `src/README.md` is for contributors and describes files that are not published. */
const pages = [
  "README.md",
  "src/CHANGELOG.md",
  "src/SUPPORT.md",
  ...[...Deno.readDirSync(`${root}src/docs`)].map(({ name }) => `src/docs/${name}`),
  "src/handler/README.md",
  "src/policy/journal/format.md",
];

const sorted = (files: Iterable<string>): ReadonlyArray<string> => [...new Set(files)].sort();

Deno.test("the package contains what users can import, and nothing of tests, examples or tasks", async () => {
  const reached: Array<string> = [];
  for (const file of Object.values(manifest.exports)) {
    const { modules } = JSON.parse((await deno("info", "--json", file)).printed);
    reached.push(
      ...filesIn(modules.map(({ specifier }: { specifier: string }) => specifier).join(" ")),
    );
  }
  const { log } = await deno("publish", "--dry-run", "--allow-dirty", "--no-check");
  assertEquals(sorted(filesIn(log)), sorted(["LICENSE", "deno.json", ...pages, ...reached]));
});
