// Serves a bundled Worker in real workerd until it is stopped, and prints the time from the start to the first
// answer: timed_workerd.ts FILE ENV_AS_JSON
import { Miniflare } from "miniflare";
import type { Readable } from "node:stream";
import wrangler from "../../../examples/cloudflare/wrangler.json" with { type: "json" };
import { post, sampleBody } from "../handler_request.ts";

const [file, env] = Deno.args;
const contents = await Deno.readTextFile(file);
const bindings = JSON.parse(env);
// The first `fetch` of a process is slower than later ones, so it is made before the measurement.
await (await post(bindings.THULIUM_URL, sampleBody)).body?.cancel();

const began = performance.now();
const worker = new Miniflare({
  // Named one by one, because Miniflare does not follow the dynamic imports of a bundle.
  modules: [{ type: "ESModule", path: "worker.js", contents }],
  compatibilityDate: wrangler.compatibility_date,
  compatibilityFlags: wrangler.compatibility_flags,
  bindings,
  handleRuntimeStdio: (stdout: Readable, stderr: Readable) => {
    stdout.resume();
    stderr.resume();
  },
  // Requests go to the Worker directly, not through Miniflare's entry Worker.
  unsafeDirectSockets: [{ host: "127.0.0.1", port: 0 }],
});
Deno.addSignalListener("SIGTERM", async () => {
  await worker.dispose();
  Deno.exit();
});
const url = (await worker.unsafeGetDirectURL()).origin;
await (await post(url, sampleBody)).text();
const millis = performance.now() - began;
console.log(`First answer after ${millis.toFixed(1)} ms from ${url}`);
