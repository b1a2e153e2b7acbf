/**
 * A project for other runtimes. This module is installed in it as JSR's npm compatibility installs modules:
 * as JavaScript in `node_modules`, under the names of `deno.json`'s exports. The npm dependencies are installed
 * at the locked versions, and so is Bun's own binary. `program.js` and `worker.js` use the module; the Worker is
 * bundled into one file, because workerd expects that.
 */
import { createRequire } from "node:module";

const root = new URL("../../../", import.meta.url).pathname;
const { exports, imports, name }: {
  readonly exports: { readonly [subpath: string]: string };
  readonly imports: { readonly [specifier: string]: string };
  readonly name: string;
} = JSON.parse(Deno.readTextFileSync(`${root}deno.json`));

/** The subpaths that work on every runtime; the others work only on Deno. */
const subpaths = [".", "./handler", "./cloudflare", "./sandbox"];

/** It is not in `deno.json`, because then the first run of anything in a clone would download its 200 MB. */
const bunVersion = "1.4.5";

/** The npm packages that the module imports. */
const needed = ["@noble/hashes", "effect"];

const external = (packages: ReadonlyArray<string>): ReadonlyArray<string> =>
  packages.flatMap((each) => [`--external=${each}`, `--external=${each}/*`]);

export interface Project {
  readonly folder: string;
  /** Bun's binary; `undefined` if its package has none for this machine. */
  readonly bun: string | undefined;
  readonly remove: () => Promise<void>;
}

const deno = async (cwd: string, ...args: ReadonlyArray<string>): Promise<void> => {
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    stdout: "null",
    stderr: "piped",
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
};

const versionOf = (dependency: string): string => imports[dependency].split("@").at(-1) ?? "";

const manifestOf = (value: unknown): string => JSON.stringify({ type: "module", ...Object(value) });

export const makeProject = async (): Promise<Project> => {
  const folder = await Deno.makeTempDir();
  const dependencies = Object.fromEntries(
    needed.map((dependency) => [dependency, versionOf(dependency)]),
  );
  const project = manifestOf({ dependencies: { ...dependencies, bun: bunVersion } });
  await Deno.writeTextFile(`${folder}/package.json`, project);
  await Deno.copyFile(`${root}deno.lock`, `${folder}/deno.lock`);
  await deno(folder, "install", "--node-modules-dir=auto");

  const installed = `${folder}/node_modules/${name}`;
  const modules = subpaths.map((subpath) => exports[subpath]);
  const bundle = ["bundle", "--code-splitting", `--outdir=${installed}`, ...external(needed)];
  await deno(root, ...bundle, ...modules);
  const compiled = subpaths.map((subpath) => [subpath, exports[subpath].replace(/\.ts$/, ".js")]);
  const manifest = manifestOf({ name, exports: Object.fromEntries(compiled) });
  await Deno.writeTextFile(`${installed}/package.json`, manifest);

  const here = "tests/support/elsewhere";
  const program = [`--output=${folder}/program.js`, ...external([name, ...needed])];
  await deno(root, "bundle", ...program, `${here}/program.ts`);
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
