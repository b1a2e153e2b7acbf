/**
 * What the importer loads before it looks at its arguments. Each of these would make every start longer: Deno's copies of
 * Node's modules by 10 to 40 ms, Effect's Schema by 30, its `cli` by 20.
 */
import { assert, assertEquals } from "../support/assert.ts";
import { root } from "../support/manifest.ts";

interface Module {
  readonly specifier: string;
  readonly dependencies?: ReadonlyArray<{
    readonly isDynamic?: boolean;
    readonly code?: { readonly specifier?: string };
  }>;
}

/** What a file needs to be loaded, directly and through others. */
const needsOf = async (file: string): Promise<ReadonlySet<string>> => {
  const { stdout, success } = await new Deno.Command(Deno.execPath(), {
    args: ["info", "--json", file],
    cwd: root,
  }).output();
  assert(success);
  const { modules, roots }: {
    readonly modules: ReadonlyArray<Module>;
    readonly roots: ReadonlyArray<string>;
  } = JSON.parse(new TextDecoder().decode(stdout));
  const known = new Map(modules.map((module) => [module.specifier, module]));
  const needed = new Set(roots);
  // A set takes in what is added to it while it is gone through.
  for (const specifier of needed) {
    for (const { code, isDynamic } of known.get(specifier)?.dependencies ?? []) {
      if (isDynamic !== true && code?.specifier !== undefined) needed.add(code.specifier);
    }
  }
  return needed;
};

const slow =
  /^node:|platform-node|\/effect@[^/]+\/(?:Schema|Config|cli|persistence|http\/FetchHttp)\b/;

Deno.test("an import loads no module of Node, no Schema and no command line before it needs them", async () => {
  const needed = await needsOf("src/cli/run.ts");
  assert(needed.has(`file://${root}src/cli/import_file.ts`), "nothing was followed");
  assertEquals([...needed].filter((specifier) => slow.test(specifier)), []);
  // The pattern finds them where they are.
  const whole = [...await needsOf("src/cli/command.ts")].filter((specifier) =>
    slow.test(specifier)
  );
  assert(whole.some((specifier) => specifier.includes("/cli/")), `${whole}`);
});
