/** Pipes in the place of files. */
import { assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { command, linesOf, surnames, test } from "../importer.ts";

const isUnix = Deno.build.os !== "windows";

/** Runs the importer in a shell: `$IMPORT` is the command. */
const shell = async (
  line: string,
  folder: string,
  env: { readonly [name: string]: string },
) => {
  // Deno asks for all permissions before it opens the files of pipes.
  const all = command.filter((arg) => !arg.startsWith("--allow")).toSpliced(1, 0, "-A");
  const { code, stderr, stdout } = await new Deno.Command("bash", {
    args: [
      "-c",
      line.replaceAll("$IMPORT", [Deno.execPath(), ...all].map((arg) => `'${arg}'`).join(" ")),
    ],
    cwd: folder,
    env: { ...env },
  }).output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
};

test(
  "pipes are read and written like files, whatever their names",
  async ({ path, thulium, url, write }) => {
    await write("k.csv", "surname\nA\nB\n");
    const env = { THULIUM_URL: url, THULIUM_USER: "api_user", THULIUM_PASSWORD: "api_pass" };
    const lines = [
      "$IMPORT <(cat k.csv)",
      "mkfifo pipe; (cat k.csv > pipe &); $IMPORT pipe",
      "cat k.csv | $IMPORT /dev/stdin",
      "$IMPORT k.csv --report /dev/stdout 2> /dev/null | head -n 2 > report",
    ];
    for (const line of lines) {
      thulium.reset();
      const { code, stderr } = await shell(line, path("."), env);
      assertEquals(code, 0, stderr);
      assertEquals(surnames(thulium), ["A", "B"]);
    }
    assertEquals((await linesOf(path("report"))).map(({ outcome }) => outcome), [
      "created",
      "created",
    ]);
    const { code, stderr } = await shell("$IMPORT - --rejects k.csv < k.csv", path("."), env);
    assertEquals([code, await Deno.readTextFile(path("k.csv"))], [2, "surname\nA\nB\n"]);
    assertStringIncludes(stderr, "must not be the same file");
  },
  { ignore: !isUnix },
);

test("what is wrong with the beginning of a pipe is said, as of a file", async ({ run, thulium, write }) => {
  const page = "<!doctype html><p>Log in";
  const ofFile = await run([await write("k.csv", page), "--no-progress"]);
  const ofPipe = await run(["-", "--no-progress"], { stdin: page });
  assertEquals(ofPipe, ofFile);
  assertEquals(ofPipe.code, 2);
  assertEquals(thulium.customers.length, 0);
});
