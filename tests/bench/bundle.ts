/** Bundles exactly as `deno task build:worker` does, and says how large the result is. */
import { basename, join } from "node:path";
import { gzipSync } from "node:zlib";
import manifest from "../../deno.json" with { type: "json" };

const root = new URL("../../", import.meta.url).pathname;

/** Bundles an entry point, given from the project's root, into a folder: the bundle's path. */
export const bundle = async (entry: string, folder: string): Promise<string> => {
  const command = manifest.tasks["build:worker"].command.split(" ");
  const output = join(folder, `${basename(entry, ".ts")}.js`);
  const args = command.slice(1, -1).map((arg) => arg === "dist/worker.js" ? output : arg);
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
export const gzippedBytes = async (entry: string): Promise<number> => {
  const folder = await Deno.makeTempDir();
  try {
    return gzipSync(await Deno.readFile(await bundle(entry, folder)), { level: 9 }).length;
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};
