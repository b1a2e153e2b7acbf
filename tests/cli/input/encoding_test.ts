/** Which encoding bytes are in. Wrong letters are never read without a word. */
import { Census } from "../../../src/cli/input/census.ts";
import {
  type ByteEncoding,
  encodings,
  fromBytes,
  fromUtf16,
  loadCharacters,
  type Transcoder,
} from "../../../src/cli/input/encodings.ts";
import { judge } from "../../../src/cli/input/letters.ts";
import { hasForeignByte, Utf8Decoder } from "../../../src/format/cut/utf8.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import iconv from "iconv-lite";
import { assert, assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { holds } from "../../support/property.ts";
import { opened } from "./opened.ts";

const charactersOf = await loadCharacters();

const polish = [
  ...["Gąsior", "Ślęzak", "Wróblewska", "Żaneta", "Łukasz", "Źrebiec", "Świątek", "Dąbrowski"],
  ...["Kaczyńska", "Jóźwiak", "Wójcik", "Zięba", "Głowacki", "Pająk", "Kość", "Błażej", "Łódź"],
  ...["Kraków", "Gdańsk", "Poznań", "Białystok", "Częstochowa", "Wałbrzych", "Zamość", "Ełk"],
];
const german = ["Müller", "Jürgen", "Weiß", "Käthe", "Schröder", "Größler", "Köln", "Düsseldorf"];

const names: { readonly [encoding in ByteEncoding]: string } = {
  "windows-1250": "windows-1250",
  "iso-8859-2": "iso-8859-2",
  "windows-1252": "windows-1252",
  cp852: "cp852",
  "mac-ce": "maccenteuro",
  "mac-roman": "macroman",
};
const polishOnes = ["windows-1250", "iso-8859-2", "cp852", "mac-ce"] as const;
const germanOnes = ["windows-1252", "windows-1250", "cp852", "mac-roman"] as const;

const encode = (text: string, encoding: ByteEncoding): Uint8Array => {
  const bytes = new Uint8Array(iconv.encode(text, names[encoding]));
  assertEquals(iconv.decode(bytes, names[encoding]), text);
  return bytes;
};

const verdictOn = (bytes: Uint8Array, piece = bytes.length) => {
  const census = new Census();
  for (let at = 0; at < bytes.length; at += piece) census.add(bytes.slice(at, at + piece));
  census.finish();
  return { isDamaged: census.isDamagedUtf8, verdict: judge(census.contexts, charactersOf) };
};

/** The text as it would be read; `undefined` if the person at the screen is asked. */
const readAs = (bytes: Uint8Array): string | undefined => {
  const { isDamaged, verdict } = verdictOn(bytes);
  assert(!isDamaged);
  return "encoding" in verdict ? iconv.decode(bytes, names[verdict.encoding]) : undefined;
};

const list = (words: ReadonlyArray<string>) =>
  `Nazwisko;Telefon\r\n${words.map((word) => `${word};600100200\r\n`).join("")}`;

for (const encoding of polishOnes) {
  Deno.test(`Polish names in ${encoding} are found out, or asked for if there are hardly any letters`, () => {
    let asked = 0;
    for (const [i, word] of polish.entries()) {
      const one = list([word]);
      const read = readAs(encode(one, encoding));
      if (read === undefined) asked++;
      else assertEquals(read, one);
      const upper = list([word.toUpperCase()]);
      const readUpper = readAs(encode(upper, encoding));
      if (readUpper !== undefined) assertEquals(readUpper, upper);
      const some = list(polish.slice(i).concat(polish.slice(0, i)).slice(0, 4));
      assertEquals(readAs(encode(some, encoding)), some);
    }
    assert(asked < polish.length / 2, `${asked} were asked for`);
  });
}

for (const encoding of germanOnes) {
  Deno.test(`German names in ${encoding} are found out`, () => {
    const text = list(german);
    assertEquals(readAs(encode(text, encoding)), text);
    for (const word of german) {
      const read = readAs(encode(list([word]), encoding));
      if (read !== undefined) assertEquals(read, list([word]));
    }
  });
}

Deno.test("one letter near the end of a large file decides, wherever the file is cut", () => {
  const text = `${"Kowalski;1\n".repeat(5000)}Wąs;2\n`;
  for (const piece of [1, 3, 1000, 100_000]) {
    const { verdict } = verdictOn(encode(text, "windows-1250"), piece);
    assertEquals(verdict, { encoding: "windows-1250" });
  }
});

Deno.test("letters that two encodings share need no decision, and others are asked for with their candidates", async () => {
  // ł and ó are the same bytes in both.
  assertEquals(readAs(encode(list(["Wół"]), "iso-8859-2")), list(["Wół"]));
  const bytes = Uint8Array.from("surname\nK\x9fn\n", (sign) => sign.charCodeAt(0));
  const { error = "", rows } = await opened("k.csv", bytes);
  assertEquals(rows, []);
  assertStringIncludes(error, "the letters of the input are unclear: name its encoding");
  assertEquals((await opened("k.csv", bytes, { encoding: "mac-ce" })).rows, [{ surname: "Kün" }]);
});

Deno.test("UTF-8 is read as that whatever --encoding says, so that rejects can be imported by the same command", async () => {
  for (const mark of ["", "\ufeff"]) {
    const read = await opened("k.csv", `${mark}surname\nŻak\n`, { encoding: "windows-1250" });
    assertEquals([read.rows, read.notices], [[{ surname: "Żak" }], ["utf8-after-all"]]);
  }
  const ascii = await opened("k.csv", "surname\nZak\n", { encoding: "windows-1250" });
  assertEquals([ascii.rows, ascii.notices], [[{ surname: "Zak" }], []]);
  const twice = await opened("k.csv", "surname\nPawÅ‚owski\n", { encoding: "windows-1250" });
  assertEquals(twice.rows, []);
});

Deno.test("Cyrillic is not taken for Latin letters", async () => {
  const bytes = new Uint8Array(iconv.encode("surname;name\nИванов;Пётр\n", "windows-1251"));
  const { error, rows } = await opened("k.csv", bytes);
  assertEquals([rows, error !== undefined], [[], true]);
});

Deno.test("bytes that are no text in any encoding are refused", async () => {
  const bytes = Uint8Array.from({ length: 4000 }, (_, i) => (i * 7919 + (i >> 3) * 31) % 256 | 1);
  const { error = "", rows } = await opened("k.csv", bytes);
  assertEquals([rows, error === ""], [[], false]);
});

Deno.test("UTF-8 with some foreign bytes stays UTF-8, and capitals of Windows-1250 are not taken for it", () => {
  const utf8 = new TextEncoder().encode("Żuk\nWół\nK?s\n");
  utf8[utf8.indexOf(0x3f)] = 0xb9;
  assert(verdictOn(utf8).isDamaged);
  for (const piece of [1, 2, 5]) assert(verdictOn(utf8, piece).isDamaged);
  const spolka = list(["SPÓŁKA", "RÓŻA", "WSPÓŁPRACA"]);
  assertEquals(readAs(encode(spolka, "windows-1250")), spolka);
});

const transcoded = (transcoder: Transcoder, bytes: Uint8Array, piece: number): string => {
  const decoder = new Utf8Decoder();
  let text = "";
  for (let at = 0; at < bytes.length; at += piece) {
    text += decoder.add(transcoder.add(bytes.slice(at, at + piece)));
  }
  return text + decoder.add(transcoder.finish()) + decoder.finish();
};

Deno.test("each byte of an encoding is the character that the decoder has for it, or a foreign byte", () => {
  const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
  for (const name of encodings) {
    if (name.startsWith("utf-")) continue;
    const encoding = name as ByteEncoding;
    const expected = iconv.decode(all, names[encoding]).replaceAll(
      /[\u0080-\u009f\ufffd]/g,
      "\udcff",
    );
    assertEquals(transcoded(fromBytes(charactersOf(encoding)), all, 100), expected);
  }
});

const unit = Schema.Literals(
  [0x41, 0x0a, 0x17b, 0x20ac, 0xd83c, 0xdf38, 0xd800, 0xdfff, 0xfeff, 0xfffd] as [
    number,
    ...Array<number>,
  ],
);

holds(
  "UTF-16 becomes the same text however it is cut, and half a character is a foreign byte",
  Arbitrary.all({
    units: Arbitrary.array(Arbitrary.schema(unit), { maxLength: 20 }),
    piece: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 7 }))),
    isBig: Arbitrary.schema(Schema.Boolean),
    isCut: Arbitrary.schema(Schema.Boolean),
  }),
  ({ isBig, isCut, piece, units }) =>
    Effect.sync(() => {
      const bytes = Uint8Array.from(
        units.flatMap((unit) => isBig ? [unit >> 8, unit & 0xff] : [unit & 0xff, unit >> 8]),
      );
      const given = isCut ? bytes.subarray(0, -1) : bytes;
      const text = transcoded(fromUtf16(isBig), given, piece);
      assertEquals(text, transcoded(fromUtf16(isBig), given, given.length || 1));
      const whole = String.fromCharCode(...units);
      assertEquals(hasForeignByte(text), !whole.isWellFormed() || isCut && units.length > 0);
      if (!isCut) {
        const plain = (text: string) => text.replaceAll("\uFEFF", "");
        assertEquals(plain(text).replaceAll("\udcff", "\uFFFD"), plain(whole.toWellFormed()));
      }
    }),
  { runs: 1000 },
);

Deno.test("a row of UTF-16 or of another encoding that can't be decoded is rejected, and no other one", async () => {
  const utf16 = Uint8Array.from(
    [..."\uFEFFsurname\nA\n"].flatMap((
      sign,
    ) => [sign.charCodeAt(0) & 0xff, sign.charCodeAt(0) >> 8])
      .concat([0x00, 0xd8, 0x0a, 0x00, 0x42, 0x00]),
  );
  const { rows } = await opened("k.csv", utf16);
  assertEquals([rows.length, rows[0], rows[2]], [3, { surname: "A" }, { surname: "B" }]);
  assertStringIncludes(String(rows[1]), "not utf-16le");
  const cp1250 = encode(list(["Wąs", "Łoś", "Gęś", "X"]), "windows-1250");
  cp1250[cp1250.lastIndexOf(0x58)] = 0x81;
  const read = await opened("k.csv", cp1250);
  assertEquals(read.rows.length, 4);
  assertStringIncludes(String(read.rows[3]), "not windows-1250");
});

Deno.test("letters that were turned into UTF-8 twice are not created, unless somebody asks for it", async () => {
  const text = "surname\nWróbel\nŁucja\nGęś\n";
  for (const encoding of ["windows-1250", "windows-1252"]) {
    const twice = new TextDecoder(encoding).decode(new TextEncoder().encode(text));
    const { error = "", rows } = await opened("k.csv", twice);
    assertEquals(rows, []);
    assertStringIncludes(error, "UTF-8 twice");
    assertEquals((await opened("k.csv", twice, { encoding: "utf-8" })).rows.length, 3);
  }
  assertEquals((await opened("k.csv", "surname\nPawÅ‚owski\n")).rows, []);
  for (const good of [text, "surname\nÄpfel\nÅström\nSÃO\nÄÖÜ\nÃ\nĂăn\nĹ\n"]) {
    assertEquals((await opened("k.csv", good)).error, undefined);
  }
});
