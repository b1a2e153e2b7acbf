// Serves a bundled Worker in real workerd until it is stopped, and says how long the first answer took from a
// standing start: workerd.ts FILE ENV_AS_JSON
import { Miniflare } from "miniflare";
import wrangler from "../../../examples/cloudflare/wrangler.json" with { type: "json" };
import { post, sampleBody } from "../handler_request.ts";

const [file, env] = Deno.args;
const script = await Deno.readTextFile(file);
const bindings = JSON.parse(env);
// The first request of a process pays for what all later ones share.
await (await post(bindings.THULIUM_URL, sampleBody)).body?.cancel();

const began = performance.now();
const worker = new Miniflare({
  modules: true,
  script,
  compatibilityDate: wrangler.compatibility_date,
  compatibilityFlags: wrangler.compatibility_flags,
  bindings,
  // Requests go to the Worker itself, not through Miniflare's own in front of it.
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
