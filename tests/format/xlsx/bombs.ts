/**
 * Reads workbooks that were made to take all memory, and prints what each of them took. It is a program of its own,
 * because memory is measured for a process.
 */
import { constants, deflateRawSync } from "node:zlib";
import { XlsxError } from "../../../src/format/xlsx/error.ts";
import { openXlsx } from "../../../src/format/xlsx/workbook.ts";
import { packed, zipOf } from "./zip.ts";

const encoder = new TextEncoder();
const MiB = 1_048_576;

/** A text again and again, without ever being in memory as a whole: its packed block is. */
const repeated = (before: string, text: string, bytes: number) => {
  const block = encoder.encode(text.repeat(Math.ceil(MiB / text.length)));
  const flushed = { finishFlush: constants.Z_FULL_FLUSH };
  const data = deflateRawSync(block, flushed);
  const times = Math.ceil(bytes / block.length);
  const head = deflateRawSync(encoder.encode(before), flushed);
  const all = new Uint8Array(head.length + times * data.length);
  all.set(head);
  for (let i = 0; i < times; i++) all.set(data, head.length + i * data.length);
  // The checksum is wrong; nobody gets as far as that.
  return { data: all, size: before.length + times * block.length, crc: 0 };
};

/** What does not pack well, so that the ratio says nothing. */
const noise = Array.from({ length: 6000 }, (_, i) => (i * 2_654_435_761 >>> 8).toString(36)).join(
  "",
);

const relations = (...targets: ReadonlyArray<readonly [string, string]>) =>
  packed(
    `<Relationships>${
      targets.map(([type, path]) =>
        `<Relationship Id="${type}" Type="x/${type}" Target="${path}"/>`
      )
        .join("")
    }</Relationships>`,
  );

const workbook = (parts: { readonly [path: string]: ReturnType<typeof packed> }): Uint8Array =>
  zipOf({
    "_rels/.rels": relations(["officeDocument", "book.xml"]),
    "_rels/book.xml.rels": relations(
      ["worksheet", "sheet.xml"],
      ["sharedStrings", "texts.xml"],
      ["styles", "styles.xml"],
    ),
    "book.xml": packed('<workbook><sheets><sheet name="A" id="worksheet"/></sheets></workbook>'),
    "texts.xml": packed("<sst><si><t>a</t></si></sst>"),
    "styles.xml": packed("<styleSheet/>"),
    "sheet.xml": packed("<worksheet/>"),
    ...parts,
  });

const rows = "<worksheet><sheetData>";
const far = '<row><c r="BXX1"><v>1</v></c></row>';
const letters = "Żółć".repeat(25);

const bombs: { readonly [what: string]: () => Uint8Array } = {
  "one text without end": () => workbook({ "texts.xml": repeated("<sst><si><t>", "a", 256 * MiB) }),
  "texts without end": () =>
    workbook({
      "texts.xml": repeated(
        "<sst>",
        `<!--${noise}-->${`<si><t>${letters}</t></si>`.repeat(5000)}`,
        256 * MiB,
      ),
    }),
  "empty texts without end": () =>
    workbook({
      "texts.xml": repeated("<sst>", `<!--${noise}-->${"<si/>".repeat(100_000)}`, 256 * MiB),
    }),
  "cells far to the right": () => workbook({ "sheet.xml": repeated(rows, far, 256 * MiB) }),
  "one row without end": () =>
    workbook({
      "sheet.xml": repeated(`${rows}<row>`, `<c t="str"><v>${letters}</v></c>`, 256 * MiB),
    }),
  "a comment without end": () => workbook({ "sheet.xml": repeated("<!--", "a", 256 * MiB) }),
  "styles without end": () =>
    workbook({
      "styles.xml": repeated("<a><cellXfs>", `<!--${noise}-->${"<xf/>".repeat(100_000)}`, 32 * MiB),
    }),
  "relations without end": () =>
    workbook({
      "_rels/book.xml.rels": repeated(
        "<Relationships>",
        `<!--${noise}-->${`<Relationship Id="${letters}"/>`.repeat(5000)}`,
        256 * MiB,
      ),
    }),
};

for (const [what, make] of Object.entries(bombs)) {
  const bytes = make();
  let peak = 0;
  const measure = () => peak = Math.max(peak, Deno.memoryUsage().rss);
  const read = (offset: number, length: number) => {
    measure();
    return bytes.subarray(offset, offset + length);
  };
  let end = "read";
  const began = performance.now();
  try {
    const book = await openXlsx({ size: bytes.length, read }, { maxTextBytes: 32 * MiB });
    for await (const _ of book.sheet().rows()) measure();
  } catch (error) {
    end = error instanceof XlsxError ? error.code : String(error);
  }
  measure();
  const millis = Math.round(performance.now() - began);
  console.log(JSON.stringify({ what, end, megabytes: Math.round(peak / MiB), millis }));
}
