/** Bodies in pieces of any size: little is done per byte, and little is kept. */
import { ByteBuffer } from "../../src/internal/byte_buffer.ts";
import { type Part, PieceReader } from "../../src/internal/piece_reader.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { bytesCopied } from "../support/counted.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** A body in pieces of so many bytes. `end` says what happens after them. */
const bodyOf = (text: string, size: number, end: "close" | "error" | "stall" = "close") => {
  const bytes = encoder.encode(text);
  let at = 0;
  return new ReadableStream<Uint8Array<ArrayBuffer>>({
    pull: (controller) => {
      if (at < bytes.length) controller.enqueue(bytes.slice(at, at += size));
      else if (end === "close") controller.close();
      else if (end === "error") controller.error(new Error("broken"));
      else return new Promise(() => {});
    },
  }, { highWaterMark: 0 });
};

const readerOf = (
  body: ReadableStream<Uint8Array<ArrayBuffer>>,
  { announced, hasRoom = () => true }: {
    readonly announced?: number;
    readonly hasRoom?: (length: number) => boolean;
  } = {},
) =>
  new PieceReader({
    body,
    headers: new Headers(announced === undefined ? {} : { "content-length": `${announced}` }),
  }, hasRoom);

const partsOf = async (reader: PieceReader): Promise<ReadonlyArray<Part>> => {
  const parts: Array<Part> = [];
  for (;;) {
    const part = await reader.next();
    parts.push(part);
    if (typeof part === "string") return parts;
  }
};

const textOf = (parts: ReadonlyArray<Part>): string =>
  parts.map((part) => typeof part === "string" ? `|${part}` : decoder.decode(part)).join("");

Deno.test("what is read is what was sent, whatever the size of the pieces", async () => {
  const text = "0123456789".repeat(20_000);
  for (const size of [1, 7, 4096, 65_536, 300_000]) {
    for (const announced of [undefined, text.length]) {
      const parts = await partsOf(readerOf(bodyOf(text, size), { announced }));
      assert(textOf(parts) === `${text}|end`);
    }
  }
});

Deno.test("pieces of one byte are given in a few parts, and each byte is copied a few times at most", async () => {
  const text = "x".repeat(200_000);
  let parts: ReadonlyArray<Part> = [];
  const copied = await bytesCopied(async () => {
    parts = await partsOf(readerOf(bodyOf(text, 1)));
  });
  assert(copied <= 3 * text.length, `${copied} bytes were copied`);
  assert(parts.length <= 200, `there were ${parts.length} parts`);
});

Deno.test("a piece that comes alone is given without waiting for another one", async () => {
  const reader = readerOf(bodyOf("a row\n", 100, "stall"));
  assertEquals(textOf([await reader.next()]), "a row\n");
  reader.close();
});

Deno.test("a body is not read further while nobody asks for its parts", async () => {
  let came = 0;
  const reader = readerOf(bodyOf("x".repeat(1_000_000), 1000), {
    hasRoom: (length) => {
      came += length;
      return true;
    },
  });
  await reader.next();
  for (let i = 0; i < 10; i++) await new Promise((resolve) => setTimeout(resolve, 0));
  assert(came < 200_000, `${came} bytes were read`);
  reader.close();
});

Deno.test("of a body that breaks off nothing is given any more", async () => {
  const parts = await partsOf(readerOf(bodyOf("complete\nincompl", 100, "error")));
  assertEquals(textOf(parts), "|cut");
});

Deno.test("a body for which there is no room is not read on", async () => {
  let room = 3000;
  const hasRoom = (length: number) => (room -= length) >= 0;
  const parts = await partsOf(readerOf(bodyOf("x".repeat(100_000), 1000), { hasRoom }));
  assertEquals(textOf(parts), `${"x".repeat(3000)}|no-room`);
});

Deno.test("a body is over when all that was announced came, and its end shows whether the sender is there", async () => {
  for (const end of ["close", "error"] as const) {
    const reader = readerOf(bodyOf("12345", 5, end), { announced: 5 });
    assertEquals(textOf(await partsOf(reader)), "12345|end");
    assertEquals(reader.isEndLeft, true);
    const looks = [reader.isSenderThere(), reader.isSenderThere()];
    assertEquals(await Promise.all(looks), [end === "close", end === "close"]);
    assertEquals(reader.isEndLeft, false);
  }
});

Deno.test("a buffer takes no more than three times the memory of what was added", () => {
  const buffer = new ByteBuffer();
  for (let i = 0; i < 100_000; i++) buffer.add(new Uint8Array(1));
  assertEquals(buffer.length, 100_000);
  assert(buffer.take().buffer.byteLength <= 300_000);
  assertEquals([buffer.length, buffer.take().buffer.byteLength], [0, 0]);
});

Deno.test("the end that is asked for while the next part is waited for is read once", async () => {
  // workerd fails a second read while one is pending.
  const results = [{ done: false, value: encoder.encode("abc") }, { done: true, value: undefined }];
  let isPending = false;
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>();
  Object.assign(body, {
    getReader: () => ({
      read: async () => {
        if (isPending) throw new TypeError("a read is pending");
        isPending = true;
        await new Promise((resolve) => setTimeout(resolve, 1));
        isPending = false;
        return results.shift();
      },
      cancel: () => Promise.resolve(),
    }),
  });
  const reader = readerOf(body, { announced: 3 });
  await reader.next();
  const [isThere, part] = await Promise.all([reader.isSenderThere(), reader.next()]);
  assertEquals([isThere, part], [true, "end"]);
});
