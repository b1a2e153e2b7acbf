/**
 * A first run in a clone downloads little: `deno task` installs every package of `deno.lock`, whatever the task is.
 * Programs that need large packages are in `tests/bench/programs`, with a `deno.json` and a lock of their own.
 */
import { assert, assertEquals } from "./support/assert.ts";
import { manifest, root } from "./support/manifest.ts";

/** Small packages that only tests and examples need. */
const forTests = ["@seriousme/openapi-schema-validator", "ajv", "deno-std", "hono"];

/** The programs of the tasks that users start, besides the entry points of the package. */
const programs = ["examples/demo.ts", "src/handler/main.ts", "src/sandbox/main.ts"];

interface Config {
  readonly imports: { readonly [specifier: string]: string };
  readonly lock: { readonly frozen: boolean };
}

interface Lock {
  /** The version that is locked for each specifier. */
  readonly specifiers: { readonly [specifier: string]: string };
}

const readJson = async <A>(file: string): Promise<A> =>
  JSON.parse(await Deno.readTextFile(root + file));

const configs = ["deno.json", "tests/bench/programs/deno.json"];
const [project, benchmark] = await Promise.all(configs.map((file) => readJson<Config>(file)));
const [projectLock, benchmarkLock] = await Promise.all(
  configs.map((file) => readJson<Lock>(file.replace(".json", ".lock"))),
);

/** The name of the package in `npm:name@range/path` or `npm:/name@version/path`. */
const nameOf = (specifier: string): string => /^npm:\/?(@?[^@]+)@/.exec(specifier)?.[1] ?? "";

const namesOf = (specifiers: Iterable<string>): ReadonlyArray<string> =>
  [...new Set([...specifiers].map(nameOf))].sort();

/** The modules of packages that a program imports, directly or through other modules, including dynamic imports. */
const packageModulesOf = async (file: string): Promise<ReadonlyArray<string>> => {
  const { code, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", file],
    cwd: root,
  }).output();
  assertEquals(code, 0, new TextDecoder().decode(stderr));
  const { modules }: {
    readonly modules: ReadonlyArray<{ readonly kind: string; readonly specifier: string }>;
  } = JSON.parse(new TextDecoder().decode(stdout));
  return modules.filter(({ kind }) => kind === "npm").map(({ specifier }) => specifier);
};

Deno.test("the demo, the importer, the handler and the sandbox import no package that only tests need", async () => {
  const files = [...Object.values(manifest.exports), ...programs];
  const used = namesOf((await Promise.all(files.map(packageModulesOf))).flat());
  const all = namesOf(Object.values(project.imports));
  assertEquals(used, all.filter((name) => !forTests.includes(name)));
});

Deno.test("deno.lock has no package that is not in deno.json, because every task would download it", () => {
  const locked = Object.keys(projectLock.specifiers);
  assertEquals(locked.map(nameOf).sort(), namesOf(Object.values(project.imports)));
});

Deno.test("the programs of the benchmark use the versions that the project uses", () => {
  for (const [name, specifier] of Object.entries(benchmark.imports)) {
    assertEquals(specifier, project.imports[name] ?? specifier);
  }
  for (const [specifier, version] of Object.entries(benchmarkLock.specifiers)) {
    assertEquals(version, projectLock.specifiers[specifier] ?? version, specifier);
  }
});

Deno.test("a lock that does not fit its deno.json stops a command, and is not rewritten", () => {
  assert(project.lock.frozen && benchmark.lock.frozen);
});
