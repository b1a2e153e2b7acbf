/** Every example is run as a person would run it, and says what it promises. */
import worker from "../examples/cloudflare/worker.ts";
import { assertEquals } from "./support/assert.ts";

const examples = new URL("../examples/", import.meta.url);

const expected: { readonly [file: string]: string } = {
  "composed_policies.ts": "8 created in calls of 8, 4, 4, 4",
  "mounted_handler.ts":
    '{"0":{"http_status":201,"customer_id":"13"},"1":{"http_status":400,"message":"surname: must not be blank"}}',
  "policies/circuit_breaker.ts": "2 calls: 2 in doubt, 8 not sent",
  "policies/concurrency.ts": "50 and 50 created, two calls at a time",
  "policies/journal.ts": "10 created, then 10 known as created, 10 stored",
  "policies/rate_limit.ts": "5 created, not faster than ten a second",
  "policies/reconcile.ts": "2 created, 2 stored",
  "policies/retry.ts": "1 created in 3 attempts",
  "policies/split.ts": "20 created",
  "policies/timeout.ts": "Unknown, and 1 stored",
};

/** Entry points for platforms; the handler's suite runs the one for Deno. */
const deployed = ["cloudflare/worker.ts", "deno-deploy/main.ts"];

/** Programs under `examples/`; the demo has a test of its own. */
const programs = (folder: URL, path = ""): ReadonlyArray<string> =>
  [...Deno.readDirSync(folder)].flatMap(({ isDirectory, name }) => {
    if (isDirectory) return programs(new URL(`${name}/`, folder), `${path}${name}/`);
    return name.endsWith(".ts") && name !== "demo.ts" ? [path + name] : [];
  });

Deno.test("every example has a test", () => {
  assertEquals([...programs(examples)].sort(), [...Object.keys(expected), ...deployed].sort());
});

for (const [file, line] of Object.entries(expected)) {
  Deno.test(`examples/${file} says: ${line}`, async () => {
    const { code, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["run", new URL(file, examples).pathname],
      stdout: "piped",
      stderr: "piped",
    }).output();
    const decoder = new TextDecoder();
    assertEquals([code, decoder.decode(stdout).trim()], [0, line], decoder.decode(stderr));
  });
}

Deno.test("examples/cloudflare/worker.ts is a Worker", async () => {
  const env = { HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme", HANDLER_LOG_LEVEL: "none" };
  const response = await worker.fetch(new Request("https://example.com/health"), env, {});
  assertEquals(await response.json(), { status: "ok" });
});
