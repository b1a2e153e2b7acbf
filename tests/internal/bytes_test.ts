import { readBytes } from "../../src/internal/bytes.ts";
import { assertEquals } from "../support/assert.ts";

const signal = new AbortController().signal;

/** A stream that gives a text in pieces, all of them in the same memory. */
const reusing = (text: string, size: number): ReadableStream<Uint8Array> => {
  const bytes = new TextEncoder().encode(text);
  const memory = new Uint8Array(size);
  let at = 0;
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) {
        memory.fill(0x58);
        return controller.close();
      }
      const piece = bytes.subarray(at, at += size);
      memory.set(piece);
      controller.enqueue(memory.subarray(0, piece.length));
    },
  }, { highWaterMark: 0 });
};

for (const size of [4, 100]) {
  Deno.test(`a body in pieces of ${size} bytes is whole, though its maker uses their memory again`, async () => {
    const read = await readBytes(new Response(reusing('{"customers":[]}', size)), 1000, signal);
    assertEquals("bytes" in read && new TextDecoder().decode(read.bytes), '{"customers":[]}');
  });
}

Deno.test("a body that is larger than allowed is not read to its end", async () => {
  const read = await readBytes(new Response(reusing("x".repeat(100), 10)), 50, signal);
  assertEquals(read, { fault: "too-large" });
});
