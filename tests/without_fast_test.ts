/**
 * Without `src/customer/fast/` nothing changes but the speed: the suite passes with its files replaced by ones
 * that recognize nothing.
 */
import { assertEquals, assertMatch } from "./support/assert.ts";
import { inTempFolder } from "./support/files.ts";
import { manifest, root } from "./support/manifest.ts";

const fast = `file://${root}src/customer/fast/`;
const replacements = `file://${root}tests/support/without_fast/`;

const namesIn = (folder: string): ReadonlyArray<string> =>
  [...Deno.readDirSync(new URL(folder))].map(({ name }) => name).sort();

/** The rooms that use the fast paths, and whose tests run in their own process, where the files can be replaced. */
const rooms = ["batch", "customer", "format", "import"];

/** What does not use them: the fast paths themselves, and tables, whose cells are no JSON. */
const others: ReadonlySet<string> = new Set(["fast", "table", "xlsx"]);

/** The tests of a folder, as far as they use the fast paths. */
const testsIn = (folder: string): ReadonlyArray<string> =>
  [...Deno.readDirSync(root + folder)].flatMap(({ isDirectory, name }) => {
    if (isDirectory) return others.has(name) ? [] : testsIn(`${folder}/${name}`);
    return name.endsWith("_test.ts") ? [`${folder}/${name}`] : [];
  });

/** `deno.json` maps the modules of a package together with the package; an import map needs a line for them. */
const packages = Object.entries(manifest.imports).flatMap(([name, specifier]) => [
  [name, specifier],
  [`${name}/`, `${specifier.replace("npm:", "npm:/")}/`],
]);

Deno.test("every fast path has a replacement that recognizes nothing", () => {
  assertEquals(namesIn(replacements), namesIn(fast));
});

Deno.test("the suite passes with the fast paths switched off", () =>
  inTempFolder(async (folder) => {
    const replaced = namesIn(fast).map((name) => [fast + name, replacements + name]);
    const importMap = `${folder}/import_map.json`;
    const imports = Object.fromEntries([...packages, ...replaced]);
    await Deno.writeTextFile(importMap, JSON.stringify({ imports }));
    const { code, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
      args: [
        "test",
        "--no-check",
        "--quiet",
        `--import-map=${importMap}`,
        "--allow-net=127.0.0.1,localhost,nowhere.invalid",
        "--allow-read",
        "--allow-write",
        "--allow-run",
        "--allow-env",
        "tests/support/fast_is_off.ts",
        ...rooms.flatMap((room) => testsIn(`tests/${room}`)),
      ],
      cwd: root,
      env: { NO_COLOR: "1" },
    }).output();
    const [printed, errors] = [stdout, stderr].map((bytes) => new TextDecoder().decode(bytes));
    assertEquals(code, 0, `${printed}${errors}`.slice(-5000));
    assertMatch(printed, /\d{3} passed (\(\d+ steps\) )?\| 0 failed/);
  }));
