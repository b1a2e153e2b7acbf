/** Bundles entry points exactly as `deno task build:worker` does, and measures the result. */
import { basename, dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { inTempFolder } from "./files.ts";
import { manifest, root } from "./manifest.ts";

/** Bundles an entry point into a folder and gives the bundle's path. `entry` starts at the project's root. */
export const bundle = async (entry: string, folder: string): Promise<string> => {
  const args = manifest.tasks["build:worker"].command.split(" ").slice(1, -1);
  const output = join(folder, `${basename(entry, ".ts")}.js`);
  args[args.indexOf("--output") + 1] = output;
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args, join(root, entry)],
    // The nearest deno.json says where its packages come from.
    cwd: join(root, dirname(entry)),
  }).output();
  if (code !== 0) {
    throw new Error(`${entry} can't be bundled:\n${new TextDecoder().decode(stderr)}`);
  }
  return output;
};

/** The size of an entry point's bundle, gzipped at the highest level. */
export const gzippedBytes = (entry: string): Promise<number> =>
  inTempFolder(async (folder) =>
    gzipSync(await Deno.readFile(await bundle(entry, folder)), { level: 9 }).length
  );
