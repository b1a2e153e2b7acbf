/**
 * The problems of inputs in English. A text names the place first, then the rule, and what to do if that is certain.
 *
 * @module
 */
import type { Problem, ProblemCode, Problems } from "./problem.ts";

/** One text for each problem. Another language is another table of this type, so that none can be missing. */
export type ProblemTexts = {
  readonly [code in ProblemCode]: (problem: Problems[code]) => string;
};

/** The texts in English. */
export const englishProblems: ProblemTexts = {
  "quotation-mark": ({ line }) =>
    `line ${line} is not valid CSV: a quotation mark is out of place or not closed`,
  "row-too-long": ({ line }) =>
    `line ${line} begins a row that is too long; perhaps a quotation mark is not closed`,
  "cell-count": ({ cells, columns, line }) =>
    `line ${line} has ${cells} ${cells === 1 ? "cell" : "cells"}, the header ${columns}`,
  "line-encoding": ({ encoding, line }) => `line ${line} is not ${encoding}`,
  "line-json": ({ line }) => `line ${line} is not valid JSON`,
  "line-too-long": ({ line, maxBytes }) => `line ${line} is longer than ${maxBytes} bytes`,
  "value-json": ({ line }) => `line ${line} begins a value that is not valid JSON`,
  "value-too-long": ({ line, maxLength }) =>
    `line ${line} begins a value that is longer than ${maxLength} characters`,
  "repeated-key": ({ line }) => `line ${line} begins an object that has a field twice`,
  "json-document": ({ fault, line }) =>
    `the input is not valid JSON: ${documentFaults[fault](line)}`,
  "json-shape": ({ shape }) => shapes[shape],
  "header-encoding": ({ encoding }) =>
    `the header is not ${encoding}: save the input in UTF-8, or name its encoding`,
  "encoding-unclear": ({ candidates }) =>
    candidates.length === 0
      ? "the input is text in no known encoding: save it in UTF-8"
      : `the letters of the input are unclear: name its encoding, --encoding ${
        candidates.join(" or --encoding ")
      }`,
  "encoded-twice": () =>
    'the letters of the input were turned into UTF-8 twice, so that "ę" became "Ä™": export it again, or give --encoding utf-8 to import it as it is',
  "file-kind": ({ kind }) => kinds[kind] ?? "the input is no text: export the customers as CSV",
  "gzip-damaged": () => "the input is compressed and damaged: it can't be unpacked to its end",
  "gzip-too-large": () => "the input is compressed and far too large: unpack it, and look at it",
};

const documentFaults: {
  readonly [fault in Problems["json-document"]["fault"]]: (line: number) => string;
} = {
  brackets: (line) => `brackets or commas do not match on line ${line}`,
  "open-text": (line) => `on line ${line} a text has no closing quotation mark`,
  "ends-early": (line) => `it breaks off on line ${line}; perhaps it was not written to its end`,
  "two-lists": (line) => `a second list of customers begins on line ${line}`,
  "after-end": (line) => `something follows after its end on line ${line}`,
};

const list = 'the input must be a list of customers, or an object with a list "customers"';

const shapes: { readonly [shape in Problems["json-shape"]["shape"]]: string } = {
  object: list,
  "several-lists": `${list}: it has several lists, so put the customers into a file of their own`,
  "single-quotes":
    "the input is not valid JSON: its texts are in single quotes, as Python prints them; write it with json.dumps",
  text: "the input is one text of JSON, with JSON in it: it was written as JSON twice",
  other: list,
};

/** What a file is, and what to do. */
const kinds: { readonly [kind: string]: string } = {
  xls:
    "the input is an old Excel workbook (.xls), or one with a password: save it as .xlsx without a password, or as CSV UTF-8",
  xlsx: "the input is an Excel workbook: save the table as CSV UTF-8",
  html: "the input is a web page; perhaps a login page was saved: export the customers as CSV",
  xml: "the input is XML: export the customers as CSV",
  vcard: "the input is a vCard: export the contacts as CSV",
  pdf: "the input is a PDF: export the customers as CSV",
  ods: "the input is an OpenDocument spreadsheet: save it as .xlsx, or as CSV",
  docx: "the input is a document and no table: save the table as .xlsx, or as CSV",
  zip: "the input is a ZIP archive: unpack it, and import the file in it",
  archive: "the input is a compressed archive: unpack it, and import the file in it",
  image: "the input is a picture: export the customers as CSV",
};

/** The text of a problem, in English unless another table is given. */
export const problemText = (problem: Problem, texts: ProblemTexts = englishProblems): string =>
  // The code chooses the text, so both are of one kind; TypeScript does not see that.
  (texts[problem.code] as (problem: Problem) => string)(problem);
