/** What JSR gets: the files that the entry points reach, and the texts around them. */
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

/** Files of this project in a text, by their paths in it. */
const filesIn = (text: string): ReadonlyArray<string> =>
  [...text.matchAll(/file:\/\/[^\s"]+/g)]
    .map(([url]) => url)
    .filter((url) => url.startsWith(home))
    .map((url) => url.slice(home.length));

/** For users. The page for those who work on it, `src/README.md`, is not: it speaks of what is not published. */
const pages = ["README.md", "src/CHANGELOG.md", "src/SUPPORT.md", "src/handler/README.md"];

const sorted = (files: Iterable<string>): ReadonlyArray<string> => [...new Set(files)].sort();

Deno.test("the package holds what users can reach, and nothing of tests, examples or tasks", async () => {
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
