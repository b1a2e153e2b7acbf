/** Why a journal in a file can't be made: the folder, the permission, or a runtime without SQLite. */
import { root } from "../../support/manifest.ts";
import { inTempFolder } from "../../support/files.ts";
import { assertEquals } from "../../support/assert.ts";

/** Why a journal can't be opened by a program that has these permissions only, and begins with `before`. */
const reasonOf = async (
  folder: string,
  journal: string,
  permissions: ReadonlyArray<string>,
  before = "",
): Promise<string> => {
  const program = `${folder}/program.js`;
  const store = JSON.stringify(`file://${root}src/policy/journal/sqlite_file.ts`);
  await Deno.writeTextFile(
    program,
    `${before}
    const { layer } = await import(${store});
    const Effect = await import("effect/Effect");
    const Layer = await import("effect/Layer");
    const opening = Effect.scoped(Layer.build(layer(${JSON.stringify(journal)})));
    console.log((await Effect.runPromise(Effect.flip(opening))).message);`,
  );
  const flags = ["--no-check", "--no-prompt", `--config=${root}deno.json`, "--allow-env"];
  const { stderr, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["run", ...flags, ...permissions, program],
    cwd: root,
    env: { NO_COLOR: "1" },
  }).output();
  const decoder = new TextDecoder();
  return decoder.decode(stdout).trim() || decoder.decode(stderr);
};

const all = ["--allow-read", "--allow-write"];

Deno.test("a folder that is not there is named as the reason", () =>
  inTempFolder(async (folder) => {
    const journal = `${folder}/none/journal`;
    assertEquals(
      await reasonOf(folder, journal, all),
      `${journal}: can't be made: there is no such folder`,
    );
  }));

Deno.test("so is a permission that the program lacks", () =>
  inTempFolder(async (folder) => {
    const journal = `${folder}/journal`;
    assertEquals(
      await reasonOf(folder, journal, ["--allow-read"]),
      `${journal}: can't be made: the program may not read or write there`,
    );
  }));

Deno.test("on a runtime without SQLite the store can be imported, and says what it needs", () =>
  inTempFolder(async (folder) => {
    const without = `import process from "node:process";
    process.getBuiltinModule = () => undefined;`;
    assertEquals(
      await reasonOf(folder, `${folder}/journal`, all, without),
      "a journal in a file needs node:sqlite: Deno 2.2, Node 22.13, or later",
    );
  }));
