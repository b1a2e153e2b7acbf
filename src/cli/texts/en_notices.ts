/**
 * What was found out about inputs, in English.
 *
 * @module
 */
import type { Format } from "../input/format.ts";
import type { NoticeTexts } from "../input/notice.ts";

/** What an input is. */
export const formats: { readonly [format in Format]: string } = {
  csv: "CSV",
  ndjson: "NDJSON",
  json: "JSON",
  xlsx: "an Excel workbook",
};

/** A workbook may have thousands of sheets. */
const maxShown = 20;

/** Names in quotes. */
const namesOf = (all: ReadonlyArray<string>): string =>
  [...all.slice(0, maxShown).map((name) => `"${name}"`), ...(all.length > maxShown ? ["…"] : [])]
    .join(", ");

/** The texts. */
export const inputNotices: NoticeTexts = {
  "format-by-content": ({ format }) =>
    `the input is ${formats[format]}, whatever its name says, and is read as that`,
  unpacked: () => "the input is compressed, and is unpacked while it is read",
  encoding: ({ encoding }) => `the input is read as ${encoding}`,
  "utf8-after-all": ({ encoding }) =>
    `the input is UTF-8 and not ${encoding}: --encoding is ignored`,
  damaged: () => "the input is UTF-8 with other bytes in it: rows with such bytes are rejected",
  "single-object": () => "the input is one object, and is read as one customer",
  "json-values": () => "the input is objects one after the other; each is read as a customer",
  "list-found": ({ keys }) => `the customers are read from the list "${keys.join(".")}"`,
  "index-keys": () => "the input is an object with numbered customers; each is read",
  bulk: () => "the input is in Elasticsearch's bulk format: its lines of actions are passed over",
  "extended-json": () =>
    "the input is MongoDB's extended JSON: export plain values, because these can't be read",
  "other-sheets": ({ sheets }) => `sheets that are not read (--sheet NAME): ${namesOf(sheets)}`,
};
