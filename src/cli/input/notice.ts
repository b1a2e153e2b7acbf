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
  /** The input is UTF-8, although this encoding was named. */
  readonly "utf8-after-all": { readonly encoding: Encoding };
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
  /** Sheets of the workbook that are visible, and not read. */
  readonly "other-sheets": { readonly sheets: ReadonlyArray<string> };
}

/** A notice. */
export type Notice = {
  readonly [code in keyof Notices]: { readonly code: code } & Notices[code];
}[keyof Notices];

/** One text for each notice. Another language is another table of this type. */
export type NoticeTexts = {
  readonly [code in keyof Notices]: (notice: Notices[code]) => string;
};

/** The text of a notice. */
export const noticeText = (notice: Notice, texts: NoticeTexts): string =>
  // The code chooses the text, so both are of one kind; TypeScript does not see that.
  (texts[notice.code] as (notice: Notice) => string)(notice);
