/**
 * The format of the input. A name says what somebody meant; the content wins where it is certain.
 *
 * @module
 */
import { looksLikeJson } from "./json_start.ts";

/** How customers are written down. */
export type Format = "csv" | "ndjson" | "json" | "xlsx";

const extensions: ReadonlyMap<string, Format> = new Map([
  ["csv", "csv"],
  ["tsv", "csv"],
  ["tab", "csv"],
  ["ndjson", "ndjson"],
  ["jsonl", "ndjson"],
  ["json", "json"],
  ["xlsx", "xlsx"],
]);

/** The format that a file's name shows, also with `.gz` after it; `undefined` if it shows none. */
export const formatOfName = (file: string): Format | undefined =>
  extensions.get(/\.(\w+)(?:\.gz)?$/i.exec(file)?.[1].toLowerCase() ?? "");

/**
 * The format of text. Text that begins like JSON is no table: the header of a table would have a column named `{` or
 * `[`. And what does not begin like JSON is none.
 */
export const formatOfText = (text: string, named: Format | undefined): Format => {
  if (text.trim() === "") return named ?? "csv";
  const isNamedJson = named === "json" || named === "ndjson";
  if (looksLikeJson(text)) return isNamedJson ? named : /^\s*\[/.test(text) ? "json" : "ndjson";
  // A value that is no object, alone on its line, is NDJSON if the name says so, and so is a text in quotes.
  return isNamedJson && /^[\s\p{Cc}]*(?:["'[{\d-]|null|true|false)/u.test(text) ? named : "csv";
};
