/**
 * The problems of inputs in English. A text names the place first, then the rule, and what to do if that is certain.
 *
 * @module
 */
import type { Place, Problem, ProblemCode, Problems, UnknownColumn } from "./problem.ts";

/** One text for each problem. Another language is another table of this type, so that none can be missing. */
export type ProblemTexts = {
  readonly [code in ProblemCode]: (problem: Problems[code]) => string;
};

const at = (place: Place): string => "line" in place ? `line ${place.line}` : `row ${place.row}`;

const inCell = ({ column, place }: { readonly column: number; readonly place: Place }): string =>
  `${at(place)}, column ${column}`;

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
      : `the header in ${at(place)} has ${listed(columns, withClosest)}`) +
    (delimiter === undefined
      ? ""
      : `; it has ${counted(cells, "column")} with the delimiter ${delimiterName(delimiter)}`),
  "header-below": ({ place }) =>
    `the header seems to be ${at(place)}, but rows above it may be customers`,
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
    `${at(place)} has ${counted(cells, "cell")}, the header ${columns}`,
  "rest-of-row": ({ begins, place }) =>
    `${at(place)} may be the rest of line ${begins}, which is too short: ` +
    "a line break in a cell must be in quotation marks",
  "unnamed-column": (problem) =>
    `${inCell(problem)} has a value, but the column has no name in the header`,
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
  "total-row": ({ place }) => `${at(place)} seems to be a total, and no customer`,
  "line-encoding": ({ encoding, line }) => `line ${line} is not ${encoding}`,
  "line-json": ({ line }) => `line ${line} is not valid JSON`,
  "line-too-long": ({ line, maxBytes }) => `line ${line} is longer than ${maxBytes} bytes`,
};

/** The text of a problem, in English unless another table is given. */
export const problemText = (problem: Problem, texts: ProblemTexts = englishProblems): string =>
  // The code chooses the text, so both are of one kind; TypeScript does not see that.
  (texts[problem.code] as (problem: Problem) => string)(problem);
