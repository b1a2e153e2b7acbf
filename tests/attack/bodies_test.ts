/** Whatever is in a body and however it is cut, its work has a bound. */
import process from "node:process";
import { makeHandler } from "../../src/handler/mod.ts";
import { assert } from "../support/assert.ts";
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

/** In a long run bodies are twice as large. What costs more than it weighs exceeds its bound with either size. */
const scale = Deno.env.has("ATTACK_CASES") ? 2 : 1;

/** Pieces of one byte cost the sender six on the wire. */
const cuts = [[1, 30_000], [3, 60_000], [1000, 250_000], [65_536, 500_000]] as const;

for (const [what, { body, type }] of Object.entries(attacks)) {
  Deno.test(`CPU for ${type} with ${what}`, async (t) => {
    for (const [size, bytes] of cuts) {
      await t.step(`in pieces of ${size} bytes`, async () => {
        const text = body(scale * bytes);
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
        const bound = scale * bounds.cpuMillisAnyway + bounds.cpuMillisPerByte * text.length +
          bounds.cpuMillisPerLine * text.split("\n").length +
          bounds.cpuMillisPerPiece * text.length / size;
        assert(used < bound, `${used.toFixed()} ms of CPU, the bound is ${bound.toFixed()} ms`);
        assert(response.status < 500 || response.status > 501);
      });
    }
  });
}
