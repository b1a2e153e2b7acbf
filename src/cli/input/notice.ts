/**
 * What the importer found out about its input and people should know, as data: so it can be said in several languages.
 *
 * **A notice holds no value of a row.** Keys of JSON are the file's own words, and stand in it outside of rows.
 *
 * @module
 */
import type { Encoding } from "./encodings.ts";
import type { Format } from "./format.ts";

/** The notices, by code, and what is known of each. */
export interface Notices {
  /** The content is in another format than the name says. */
  readonly "format-by-content": { readonly format: Format };
  /** The input was compressed. */
  readonly "unpacked": Record<never, never>;
  /** The input is not UTF-8. */
  readonly "encoding": { readonly encoding: Encoding };
  /** The input is mostly UTF-8: the lines that are not are rejected. */
  readonly "damaged": Record<never, never>;
  /** One object, read as one customer. */
  readonly "single-object": Record<never, never>;
  /** Objects one after the other, not one on each line. */
  readonly "json-values": Record<never, never>;
  /** The list of customers was found under these keys. */
  readonly "list-found": { readonly keys: ReadonlyArray<string> };
  /** An object with a number for each customer. */
  readonly "index-keys": Record<never, never>;
  /** Elasticsearch's bulk format: the lines between the customers are passed over. */
  readonly "bulk": Record<never, never>;
  /** Values in the form of MongoDB's extended JSON, such as `{"$date": …}`. */
  readonly "extended-json": Record<never, never>;
}

/** A notice. */
export type Notice = {
  readonly [code in keyof Notices]: { readonly code: code } & Notices[code];
}[keyof Notices];

/** One text for each notice. Another language is another table of this type. */
export type NoticeTexts = {
  readonly [code in keyof Notices]: (notice: Notices[code]) => string;
};

/** The texts in English. */
export const englishNotices: NoticeTexts = {
  "format-by-content": ({ format }) =>
    `The input is ${formats[format]}, whatever its name says, and is read as that.`,
  unpacked: () => "The input is compressed and is unpacked while it is read.",
  encoding: ({ encoding }) => `The input is read as ${encoding}.`,
  damaged: () => "The input is UTF-8 with other bytes in it: rows with such bytes are rejected.",
  "single-object": () => "The input is one object and is read as one customer.",
  "json-values": () => "The input is objects one after the other; each is read as a customer.",
  "list-found": ({ keys }) => `The customers are read from the list "${keys.join(".")}".`,
  "index-keys": () => "The input is an object with numbered customers; each is read.",
  bulk: () => "The input is in Elasticsearch's bulk format: its lines of actions are passed over.",
  "extended-json": () =>
    "The input is MongoDB's extended JSON: export plain values, because these can't be read.",
};

const formats: { readonly [format in Format]: string } = {
  csv: "CSV",
  ndjson: "NDJSON",
  json: "JSON",
  xlsx: "an Excel workbook",
};

/** The text of a notice, in English unless another table is given. */
export const noticeText = (notice: Notice, texts: NoticeTexts = englishNotices): string =>
  // The code chooses the text, so both are of one kind; TypeScript does not see that.
  (texts[notice.code] as (notice: Notice) => string)(notice);
