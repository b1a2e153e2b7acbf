/** Whatever is in a body and however it is cut, its work and memory have a bound. */
import process from "node:process";
import { makeHandler } from "../../src/handler/mod.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { asChild } from "../support/child_server.ts";
import { callRaw, headOf } from "../support/raw_caller.ts";
import { attacks } from "./bodies.ts";
import { bounds } from "./bounds.ts";

const handler = makeHandler({
  env: { HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme", HANDLER_LOG_LEVEL: "none" },
  fetch: () => Promise.reject(new Error("nothing leaves this test")),
});

const inPieces = (text: string, size: number): ReadableStream<Uint8Array> => {
  const bytes = new TextEncoder().encode(text);
  let at = 0;
  return new ReadableStream({
    pull: (controller) => {
      if (at >= bytes.length) return controller.close();
      controller.enqueue(bytes.slice(at, at += size));
    },
  }, { highWaterMark: 0 });
};

const cpuMillis = (): number => {
  const { system, user } = process.cpuUsage();
  return (system + user) / 1000;
};

/** Pieces of one byte cost the sender six on the wire. */
const cuts = [[1, 60_000], [3, 120_000], [1000, 500_000], [65_536, 1_000_000]] as const;

for (const [what, { body, type }] of Object.entries(attacks)) {
  Deno.test(`CPU for ${type} with ${what}`, async (t) => {
    for (const [size, bytes] of cuts) {
      await t.step(`in pieces of ${size} bytes`, async () => {
        const text = body(bytes);
        const before = cpuMillis();
        const response = await handler(
          new Request("https://handler.example/api/batch/customers", {
            method: "POST",
            headers: { authorization: `Basic ${btoa("u:p")}`, "content-type": type },
            body: inPieces(text, size),
          }),
        );
        await response.text();
        const used = cpuMillis() - before;
        const bound = bounds.cpuMillisAnyway + bounds.cpuMillisPerByte * text.length +
          bounds.cpuMillisPerLine * text.split("\n").length +
          bounds.cpuMillisPerPiece * text.length / size;
        assert(used < bound, `${used.toFixed()} ms of CPU, the bound is ${bound.toFixed()} ms`);
        assert(response.status < 500 || response.status > 501);
      });
    }
  });
}

Deno.test({
  name: "memory of connections that announce 10 MB and send one byte",
  ignore: Deno.build.os !== "linux",
  fn: async () => {
    const server = await asChild(
      [
        "serve",
        "--no-check",
        "--host=127.0.0.1",
        "--port=0",
        "--allow-net=127.0.0.1",
        "--allow-env",
        "examples/deno-deploy/main.ts",
      ],
      { HANDLER_AUTH: "passthrough", THULIUM_URL: "http://127.0.0.1:9" },
      "SIGKILL",
    );
    // Deno itself reads `/proc` only with all permissions.
    const memory = async () => {
      const { stdout } = await new Deno.Command("cat", { args: [`/proc/${server.pid}/status`] })
        .output();
      return 1024 * Number(/VmRSS:\s+(\d+)/.exec(new TextDecoder().decode(stdout))?.[1]);
    };
    try {
      assertEquals(
        (await server.fetch("/health").then((response) => response.json())).status,
        "ok",
      );
      const before = await memory();
      const count = 100;
      const callers = await Promise.all(
        Array.from({ length: count }, async (_, i) => {
          const caller = await callRaw(server.url);
          const head = headOf(`announces-${i}`, "application/json", "content-length: 10485760");
          await caller.write(`${head}{`);
          return caller;
        }),
      );
      // The answer shows that the server has read what came before.
      await server.fetch("/health").then((response) => response.body?.cancel());
      await new Promise((resolve) => setTimeout(resolve, 200));
      const each = (await memory() - before) / count;
      assert(each < bounds.bytesPerConnection, `${each} bytes per connection`);
      for (const caller of callers) caller.leave();
    } finally {
      await server.close();
    }
  },
});
