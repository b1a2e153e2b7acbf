/**
 * A project for other runtimes. The package is installed in it as `npx jsr add` installs it: a tarball for npm, made by
 * `deno pack`, with JavaScript, types and the exports of `deno.json`. Its npm dependencies are installed at the locked
 * versions, and so is Bun's own binary. `program.js` is bundled with the installed package, and `worker.js` from the sources,
 * because workerd expects one file.
 */
import { createRequire } from "node:module";

const root = new URL("../../../", import.meta.url).pathname;
const { imports, name }: {
  readonly imports: { readonly [specifier: string]: string };
  readonly name: string;
} = JSON.parse(Deno.readTextFileSync(`${root}deno.json`));

/** It is not in `deno.json`, because then the first run of anything in a clone would download its 200 MB. */
const bunVersion = "1.4.5";

/** The npm packages that are imported on other runtimes. */
const needed = ["@noble/hashes", "effect", "fflate"];

const external = (packages: ReadonlyArray<string>): ReadonlyArray<string> =>
  packages.flatMap((each) => [`--external=${each}`, `--external=${each}/*`]);

export interface Project {
  readonly folder: string;
  /** Bun's binary; `undefined` if its package has none for this machine. */
  readonly bun: string | undefined;
  readonly remove: () => Promise<void>;
}

const run = async (cwd: string, program: string, ...args: ReadonlyArray<string>): Promise<void> => {
  const { code, stderr } = await new Deno.Command(program, {
    args: [...args],
    cwd,
    stdout: "null",
    stderr: "piped",
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
};

const deno = (cwd: string, ...args: ReadonlyArray<string>) => run(cwd, Deno.execPath(), ...args);

/** The range in `npm:name@range` or `npm:name@range/path`. */
const rangeOf = (dependency: string): string =>
  /@([^@/]+)(?:\/\w+)?$/.exec(imports[dependency])?.[1] ?? "";

export const makeProject = async (): Promise<Project> => {
  const folder = await Deno.makeTempDir();
  const dependencies = Object.fromEntries(needed.map((each) => [each, rangeOf(each)]));
  const manifest = { type: "module", dependencies: { ...dependencies, bun: bunVersion } };
  await Deno.writeTextFile(`${folder}/package.json`, JSON.stringify(manifest));
  await Deno.copyFile(`${root}deno.lock`, `${folder}/deno.lock`);
  await deno(folder, "install", "--node-modules-dir=auto");

  const installed = `${folder}/node_modules/${name}`;
  await Deno.mkdir(installed, { recursive: true });
  await deno(root, "pack", "--allow-dirty", "--no-source-maps", `--output=${folder}/package.tgz`);
  await run(installed, "tar", "-xzf", `${folder}/package.tgz`, "--strip-components=1");

  const here = "tests/support/elsewhere";
  for (const file of ["program.ts", "tasks.ts", "typed.ts", "subpaths.js"]) {
    await Deno.copyFile(`${root}${here}/${file}`, `${folder}/${file}`);
  }
  // One file starts faster than two hundred, and there are thirty starts.
  await deno(folder, "bundle", "--output=program.js", ...external(needed), "program.ts");
  const worker = [`--output=${folder}/worker.js`, "--platform=browser"];
  await deno(root, "bundle", ...worker, `${here}/worker.ts`);
  return {
    folder,
    bun: bunIn(folder),
    remove: () => Deno.remove(folder, { recursive: true }),
  };
};

/** Finds the binary in its own package: the install script that would move it into `bun` is not run. */
const bunIn = (folder: string): string | undefined => {
  const os = Deno.build.os;
  const arch = Deno.build.arch === "x86_64" ? "x64" : Deno.build.arch;
  const bun = Deno.realPathSync(`${folder}/node_modules/bun/package.json`);
  try {
    const manifest = createRequire(bun).resolve(`@oven/bun-${os}-${arch}/package.json`);
    const binary = manifest.replace(/package\.json$/, os === "windows" ? "bin/bun.exe" : "bin/bun");
    return Deno.statSync(binary).isFile ? binary : undefined;
  } catch {
    return undefined;
  }
};
