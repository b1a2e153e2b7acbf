/**
 * The rooms of `src/` and who may use whom: a folder is a layer and uses only those below it.
 *
 * `rooms` is the rule; `src/README.md` draws it. A new room, or a new arrow, is a decision and is made here.
 */
import { assert, assertEquals } from "./support/assert.ts";
import { type Arrow, arrowsIn, roomOf, sourceFiles } from "./support/rooms.ts";

/** The rooms that each room may use, itself aside. */
const rooms: { readonly [room: string]: ReadonlyArray<string> } = {
  internal: [],
  customer: ["internal"],
  outcome: ["internal", "customer"],
  batch: ["internal", "customer", "outcome"],
  call: ["internal", "customer", "outcome", "batch"],
  policy: ["internal", "customer", "outcome", "batch", "call"],
  import: ["internal", "customer", "outcome", "batch", "call"],
  format: ["internal", "customer", "batch"],
  cli: ["internal", "customer", "outcome", "batch", "call", "policy", "import", "format"],
  handler: ["internal", "customer", "outcome", "batch", "call", "policy", "import", "format"],
  promise: ["internal", "customer", "outcome", "batch", "call", "policy", "import", "format"],
  sandbox: ["internal", "call"],
};

const files = await sourceFiles();
const all = await arrowsIn(files);
/** Those between files of `src/`. */
const arrows = all.filter(({ to }) => to.startsWith("src/"));

const shown = ({ from, to }: Arrow): string => `${from} ▸ ${to}`;

Deno.test("every file of src/ stands in a room", () => {
  const loose = files.filter((file) => !Object.hasOwn(rooms, roomOf(file)));
  assertEquals(loose, []);
});

Deno.test("a room uses only the rooms below it", () => {
  const wrong = arrows.filter(({ from, to }) =>
    roomOf(from) !== roomOf(to) && !rooms[roomOf(from)]?.includes(roomOf(to))
  );
  assertEquals(wrong.map(shown), []);
});

Deno.test("no two files need each other, directly or through others", () => {
  const wanted = new Map(files.map((file) => [file, new Set<string>()]));
  for (const { from, to } of arrows) wanted.get(from)?.add(to);
  for (let isSmaller = true; isSmaller;) {
    isSmaller = false;
    for (const [file, needs] of wanted) {
      if ([...needs].some((need) => wanted.has(need))) continue;
      wanted.delete(file);
      isSmaller = true;
    }
  }
  const left = arrows.filter(({ from, to }) => wanted.has(from) && wanted.has(to));
  assertEquals(left.map(shown), []);
});

Deno.test("a file's name does not repeat its room's", () => {
  const repeated = files.filter((file) => {
    const [name, room] = file.split("/").reverse();
    return name.replace(".ts", "").split("_").includes(room);
  });
  assertEquals(repeated, []);
});

Deno.test("no file is longer than 300 lines, and most are shorter than 150", async () => {
  const lengths = await Promise.all(files.map(async (file) => ({
    file,
    lines: (await Deno.readTextFile(file)).split("\n").length - 1,
  })));
  assertEquals(lengths.filter(({ lines }) => lines > 300), []);
  const short = lengths.filter(({ lines }) => lines <= 150).length;
  assert(short > 0.75 * files.length, `${short} of ${files.length}`);
});

Deno.test("what cuts bytes into rows knows no Effect, so that a browser can use it", () => {
  const folders = ["src/format/cut/", "src/format/xlsx/"];
  const reached = new Set(
    files.filter((file) => folders.some((folder) => file.startsWith(folder))),
  );
  const used = all.filter(({ isType }) => !isType);
  // A set takes in what is added to it while it is gone through.
  for (const file of reached) {
    for (const { from, to } of used) if (from === file) reached.add(to);
  }
  assert(reached.has("src/customer/unreadable_row.ts"), "nothing was followed");
  assertEquals([...reached].filter((file) => /^@?effect\b/.test(file)), []);
});

Deno.test("tests/ has the rooms of src/", async () => {
  const known = new Set([...Object.keys(rooms), "attack", "bench", "laws", "runtime", "support"]);
  const strange: Array<string> = [];
  for await (const { isDirectory, name } of Deno.readDir("tests")) {
    if (isDirectory && !known.has(name)) strange.push(name);
  }
  assertEquals(strange, []);
});
