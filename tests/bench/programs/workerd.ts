/**
 * Runs a Worker in real workerd, configured as in the example, until it is stopped: `workerd.ts FILE ENV_AS_JSON`, and
 * further options of Miniflare as JSON.
 */
import wrangler from "../../../examples/cloudflare/wrangler.json" with { type: "json" };
import { Miniflare } from "miniflare";
import { dirname } from "node:path";
import type { Readable } from "node:stream";

const [scriptPath, env, options = "{}"] = Deno.args;
const worker = new Miniflare({
  ...JSON.parse(options),
  modules: true,
  scriptPath,
  modulesRoot: dirname(scriptPath),
  compatibilityDate: wrangler.compatibility_date,
  compatibilityFlags: wrangler.compatibility_flags,
  bindings: JSON.parse(env),
  handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
    for (const stream of [stdout, stderr]) {
      stream.on("data", (text: unknown) => console.log(String(text)));
    }
  },
});
Deno.addSignalListener("SIGTERM", async () => {
  await worker.dispose();
  Deno.exit();
});
console.log(String(await worker.ready));
