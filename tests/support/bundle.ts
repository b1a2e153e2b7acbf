/** Bundles exactly as `deno task build:worker` does, and says how large the result is. */
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import { inTempFolder } from "./files.ts";
import { manifest, root } from "./manifest.ts";

/** Bundles an entry point, given from the project's root, into a folder: the bundle's path. */
export const bundle = async (entry: string, folder: string): Promise<string> => {
  const args = manifest.tasks["build:worker"].command.split(" ").slice(1, -1);
  const output = join(folder, `${basename(entry, ".ts")}.js`);
  args[args.indexOf("--output") + 1] = output;
  const { code, stderr } = await new Deno.Command(Deno.execPath(), {
    args: [...args, entry],
    cwd: root,
  }).output();
  if (code !== 0) {
    throw new Error(`${entry} can't be bundled:\n${new TextDecoder().decode(stderr)}`);
  }
  return output;
};

/** The size of an entry point's bundle, gzipped as well as gzip can. */
export const gzippedBytes = (entry: string): Promise<number> =>
  inTempFolder(async (folder) =>
    gzipSync(await Deno.readFile(await bundle(entry, folder)), { level: 9 }).length
  );
