/**
 * The problems of inputs in English. A text names the place first, then the rule, and what to do if that is certain.
 *
 * @module
 */
import { lettersOf } from "../xlsx/cell_place.ts";
import type { Place, Problem, ProblemCode, Problems, UnknownColumn } from "./problem.ts";

/** One text for each problem. Another language is another table of this type, so that none can be missing. */
export type ProblemTexts = {
  readonly [code in ProblemCode]: (problem: Problems[code]) => string;
};

/** The text of a place. */
export const placeText = (place: Place): string =>
  "line" in place ? `line ${place.line}` : `row ${place.row}`;

/** The name of a column: sheets have letters. */
export const columnText = (column: number, place: Place): string =>
  "row" in place ? lettersOf(column - 1) : String(column);

const inCell = ({ column, place }: { readonly column: number; readonly place: Place }): string =>
  `${placeText(place)}, column ${columnText(column, place)}`;

const counted = (count: number, one: string): string => `${count} ${count === 1 ? one : `${one}s`}`;

/** A header may have a thousand columns. */
const maxShown = 20;

const listed = <A>(all: ReadonlyArray<A>, shown: (one: A) => string): string => {
  const more = all.length - maxShown;
  return [
    ...all.slice(0, maxShown).map(shown),
    ...(more > 0 ? [`and ${more} more`] : []),
  ].join(", ");
};

const quoted = (name: string): string => `"${name.replaceAll(/[\s\u200b]+/g, " ")}"`;

const withClosest = ({ closest, name }: Omit<UnknownColumn, "number">): string =>
  closest.length === 0 ? quoted(name) : `${quoted(name)} (perhaps ${closest.join(" or ")})`;

const delimiterNames: { readonly [delimiter: string]: string } = {
  ";": "semicolon",
  ",": "comma",
  "\t": "tab",
};

const delimiterName = (delimiter: string): string => delimiterNames[delimiter] ?? `"${delimiter}"`;

/** The texts in English. */
export const englishProblems: ProblemTexts = {
  "quotation-mark": ({ line }) =>
    `line ${line} is not valid CSV: a quotation mark is out of place or not closed`,
  "within-quotes": ({ line, opened }) =>
    `line ${line} may be a part of a cell that line ${opened} opens with a quotation mark`,
  "row-too-long": ({ line }) =>
    `line ${line} begins a row that is too long; perhaps a quotation mark is not closed`,
  "no-required-column": ({ cells, columns, delimiter, field, place }) =>
    `no column is named ${field}: ` + (columns === undefined
      ? "the first row must be a header"
      : `the header in ${placeText(place)} has ${listed(columns, withClosest)}`) +
    (delimiter === undefined
      ? ""
      : `; it has ${counted(cells, "column")} with the delimiter ${delimiterName(delimiter)}`),
  "header-below": ({ place }) =>
    `the header seems to be ${placeText(place)}, but rows above it may be customers`,
  "header-beyond": ({ row }) => `there is no row ${row}, which should be the header`,
  "unknown-columns": ({ columns }) =>
    `${
      columns.length === 1 ? "a column is" : `${columns.length} columns are`
    } not known to Thulium: ` +
    listed(columns, withClosest),
  "no-such-columns": ({ columns, names }) =>
    `there is no column ${listed(names, quoted)}; the columns are ${listed(columns, quoted)}`,
  "unknown-fields": ({ fields }) =>
    `Thulium has no field ${
      listed(fields, withClosest)
    }; a field of your own is custom_fields.NAME`,
  "same-field": ({ column, field, other }) =>
    `column ${column} names the same field as column ${other}: ${field}`,
  "field-and-part": ({ column, part }) =>
    `column ${column} names a field, and column ${part} a part of it`,
  "too-many-columns": ({ maxColumns }) => `there are more than ${maxColumns} columns`,
  "cell-count": ({ cells, columns, place }) =>
    `${placeText(place)} has ${counted(cells, "cell")}, the header ${columns}`,
  "rest-of-row": ({ begins, place }) =>
    `${placeText(place)} may be the rest of line ${begins}, which is too short: ` +
    "a line break in a cell must be in quotation marks",
  "other-table": ({ header, place }) =>
    `${placeText(place)} belongs to another table, whose header is ${
      placeText("line" in place ? { line: header } : { row: header })
    }: put that table into a file of its own`,
  "unnamed-column": (problem) =>
    `${inCell(problem)} has a value, but the column has no name in the header`,
  "unread-letter": (problem) =>
    `${inCell(problem)} holds � in place of a letter that could not be read: write the letter`,
  "nul-character": (problem) => `${inCell(problem)} holds a NUL character`,
  "number-changed": (problem) =>
    `${inCell(problem)} is a number that a spreadsheet changed, such as 6.001E+08: ` +
    "format the column as text, and enter the number again",
  "digits-lost": (problem) =>
    `${inCell(problem)} is a number of more than 15 digits, of which a spreadsheet keeps 15: ` +
    "format the column as text, and enter the number again",
  "error-value": (problem) => `${inCell(problem)} is the error of a spreadsheet, such as #N/A`,
  "formula-without-value": (problem) =>
    `${inCell(problem)} is a formula without a value: open the file in a spreadsheet, and save it`,
  "phones-unclear": (problem) =>
    `${inCell(problem)} seems to hold several phone numbers: separate them with |`,
  "emails-unclear": (problem) =>
    `${inCell(problem)} seems to hold several e-mail addresses: separate them with |`,
  "names-differ": (problem) =>
    `${
      inCell(problem)
    } holds both names of a person, but not the first name that another column has`,
  "no-name": ({ place }) =>
    `${
      placeText(place)
    } has no surname, but a word or sign for none, such as brak, N/A or -: write the surname`,
  "total-row": ({ place }) => `${placeText(place)} seems to be a total, and no customer`,
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
  "broken-off": () => "the input could not be read to its end",
  "encoded-twice": () =>
    'the letters of the input were turned into UTF-8 twice, so that "ę" became "Ä™": export it again, or give --encoding utf-8 to import it as it is',
  "file-kind": ({ kind }) => kinds[kind] ?? "the input is no text: export the customers as CSV",
  "gzip-damaged": () => "the input is compressed and damaged: it can't be unpacked to its end",
  "gzip-too-large": () => "the input is compressed and far too large: unpack it, and look at it",
  "workbook": ({ place, rule }) => `${place} ${rule}`,
  "no-such-sheet": ({ sheets }) =>
    `the workbook has no sheet of that name. Its sheets are: ${listed(sheets, quoted)}`,
  "workbook-in-memory": ({ maxBytes }) =>
    `the workbook is larger than ${maxBytes / 1_048_576} MiB: give the file itself, ` +
    "neither compressed nor through a pipe",
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
  keyed:
    `${list}; it is an object with a key before each customer, so make a list of them: jq '[.[]]'`,
  "json-api":
    `${list}; it is JSON:API, where the fields stand in "attributes", so make a list of these: jq '[.data[].attributes]'`,
  "several-lists": `${list}: it has several lists, so put the customers into a file of their own`,
  "single-quotes":
    "the input is not valid JSON: its texts are in single quotes, as Python prints them; write it with json.dumps",
  text: "the input is one text of JSON, with JSON in it: it was written as JSON twice",
  other: list,
};

/** What a file is, and what to do. */
const kinds: { readonly [kind: string]: string } = {
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
