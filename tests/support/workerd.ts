/** Runs a Worker in real workerd until it is stopped: `workerd.ts FILE ENV_AS_JSON`. */
import { Miniflare } from "miniflare";
import type { Readable } from "node:stream";

const [scriptPath, env] = Deno.args;
const worker = new Miniflare({
  modules: true,
  scriptPath,
  compatibilityDate: "2026-07-01",
  compatibilityFlags: ["enable_request_signal"],
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
