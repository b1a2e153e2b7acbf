/** UTF-8 with bytes in it that are none. */
import { hasForeignByte, Utf8Decoder } from "../../../src/format/cut/utf8.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { assert, assertEquals } from "../../support/assert.ts";
import { holds } from "../../support/property.ts";

const decoded = (bytes: Uint8Array, piece: number): string => {
  const decoder = new Utf8Decoder();
  let text = "";
  for (let at = 0; at < bytes.length; at += piece) text += decoder.add(bytes.slice(at, at + piece));
  text += decoder.finish();
  assertEquals(decoder.hasForeign, hasForeignByte(text));
  return text;
};
const encode = (text: string) => new TextEncoder().encode(text);

Deno.test("a byte that is not UTF-8 becomes a mark, and nothing else changes", () => {
  const bytes = encode("Żuk;1\nK?s;2\n\uFFFD🙂");
  bytes[bytes.indexOf(0x3f)] = 0xb3;
  for (let piece = 1; piece <= bytes.length; piece++) {
    assertEquals(decoded(bytes, piece), "Żuk;1\nK\udcb3s;2\n\uFFFD🙂");
  }
});

Deno.test("a replacement character, an emoji and an escaped surrogate are no marks", () => {
  for (const text of ["\uFFFD", "🙂", "\\udc80", "💀"]) assert(!hasForeignByte(text));
});

Deno.test("byte order marks are left out at the beginning of the input and of lines", () => {
  const bytes = encode("\uFEFF\uFEFFa\uFEFFb\r\n\uFEFFc\r\uFEFF\uFEFFd\n\uFEFF");
  for (let piece = 1; piece <= bytes.length; piece++) {
    assertEquals(decoded(bytes, piece), "a\uFEFFb\r\nc\rd\n");
  }
});

/** Bytes that are often parts of characters, so that damaged characters of all kinds are drawn. */
const bytes = [
  ...[0x41, 0x0a, 0x0d, 0xef, 0xbb, 0xbf, 0xc3, 0xb3, 0xe0, 0x80, 0xa0, 0xed, 0x9f],
  ...[0xf0, 0x90, 0x8f, 0xf4, 0xf5, 0xff, 0xc0, 0xc1, 0xe2, 0x82, 0xac],
];
const byte = Schema.Literals(bytes as [number, ...Array<number>]);

holds(
  "any bytes become the same text however they are cut, and the text stands for all of them",
  Arbitrary.all({
    bytes: Arbitrary.array(Arbitrary.schema(byte), { maxLength: 40 }),
    piece: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 9 }))),
  }),
  ({ bytes, piece }) =>
    Effect.sync(() => {
      const whole = Uint8Array.from(bytes);
      const text = decoded(whole, whole.length || 1);
      assertEquals(decoded(whole, piece), text);
      // The same as the platform's decoder, but for the marks and the byte order marks.
      const plain = (text: string) => text.replaceAll("\uFEFF", "");
      const back = [...text].flatMap((sign) =>
        hasForeignByte(sign) ? [sign.charCodeAt(0) - 0xdc00] : [...encode(sign)]
      );
      const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
      assertEquals(
        plain(decoder.decode(Uint8Array.from(back))),
        plain(decoder.decode(whole)),
      );
      if (!hasForeignByte(text)) assertEquals(plain(text), plain(decoder.decode(whole)));
    }),
  { runs: 2000 },
);

Deno.test("a megabyte of foreign bytes, and of cut characters in single bytes, is soon decoded", () => {
  const bytes = new Uint8Array(1_000_000).fill(0xe2);
  const decoder = new Utf8Decoder();
  assertEquals(decoder.add(bytes).length + decoder.finish().length, bytes.length);
  let length = 0;
  for (const byte of bytes.subarray(0, 100_000)) length += decoder.add(Uint8Array.of(byte)).length;
  assertEquals(length + decoder.finish().length, 100_000);
});
