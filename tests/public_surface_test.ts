/** The exported names of each entry point are pinned, and each is documented. */
import * as cloudflare from "@thulium-effect/batch-customers/cloudflare";
import * as handler from "@thulium-effect/batch-customers/handler";
import * as library from "@thulium-effect/batch-customers";
import * as policy from "@thulium-effect/batch-customers/policy";
import * as sandbox from "@thulium-effect/batch-customers/sandbox";
import { assert, assertEquals } from "./support/assert.ts";
import { publicNames, wrongTables } from "./support/inherited_options.ts";
import { asFile, type Doc, type Entry, entryPoints, readPinned } from "./support/public_surface.ts";

const points = await entryPoints();

Deno.test("each entry point exports the names that are pinned", async () => {
  assertEquals(asFile(points), await readPinned());
});

/** Kinds of declarations that exist at run time. */
const values = new Set(["class", "function", "namespace", "variable"]);

for (
  const [subpath, module] of Object.entries({
    ".": library,
    "./cloudflare": cloudflare,
    "./handler": handler,
    "./policy": policy,
    "./sandbox": sandbox,
  })
) {
  Deno.test(`${subpath} has at run time the values that its types promise`, () => {
    const entries = points.find((point) => point.subpath === subpath)?.entries ?? [];
    const promised = entries.filter(({ kind, path }) => values.has(kind) && !path.includes("."));
    const names = new Set(promised.map(({ path }) => path));
    assertEquals([...names].sort(), Object.keys(module).sort());
  });

  Deno.test(`${subpath}: the documentation shows all values of its namespaces`, () => {
    const entries = points.find((point) => point.subpath === subpath)?.entries ?? [];
    const shown = entries.filter(({ kind }) => values.has(kind)).map(({ path }) => path);
    const namespaces = entries.filter(({ kind }) => kind === "namespace").map(({ path }) => path);
    const there = namespaces.flatMap((name) =>
      Object.keys(Object(Reflect.get(module, name))).map((value) => `${name}.${value}`)
    );
    assertEquals(there.filter((path) => !shown.includes(path)), []);
  });
}

const isBlank = ({ doc = "" }: Doc): boolean => doc.trim() === "";

/** `deno doc` does not know the tag `@default`, so it gives the whole line. */
const hasDefault = ({ tags = [] }: Doc): boolean =>
  tags.some(({ value }) => /^@default \S/.test(value ?? ""));

const isOption = ({ optional, path }: Entry): boolean =>
  optional && /(Options|Limits)\.\w+$/.test(path);

for (const { entries, moduleDoc, subpath } of points) {
  const pathsOf = (isWrong: (entry: Entry) => boolean) =>
    entries.filter(isWrong).map(({ path }) => path);

  Deno.test(`${subpath} has a description with an example`, () => {
    assertEquals(isBlank(moduleDoc), false);
    const kinds = moduleDoc.tags?.map(({ kind }) => kind) ?? [];
    assertEquals(["example", "module"].filter((kind) => !kinds.includes(kind)), []);
  });

  Deno.test(`${subpath} documents every name and every member`, () => {
    assertEquals(pathsOf(({ jsDoc }) => isBlank(jsDoc)), []);
  });

  Deno.test(`${subpath} documents the default of every optional option`, () => {
    assertEquals(pathsOf((entry) => isOption(entry) && !hasDefault(entry.jsDoc)), []);
  });
}

Deno.test("the doc comments of options list what is inherited, with its default", async () => {
  const { looked, wrong } = await wrongTables(await publicNames());
  const named = wrong.map(({ named: { file, name } }) => `${file}: ${name}`);
  assertEquals(named, [], "Run: deno run -A tests/support/inherited_options.ts");
  assert(looked >= 20, `only ${looked} were looked at`);
});

Deno.test("the checks of the documentation reach nested names and members", () => {
  const [library] = points;
  const paths = library.entries.map(({ path }) => path);
  for (
    const path of [
      "Created._tag",
      "BatchCall.layer",
      "Retry.RetryOptions.attempts",
      "AuthError._tag",
    ]
  ) {
    assertEquals(paths.includes(path), true, path);
  }
});
