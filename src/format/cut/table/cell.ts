/**
 * The text of a cell as its author meant it: without the signs that programs put around texts, and nothing at all where
 * a program wrote that there is no value. A text that a spreadsheet changed is a fault.
 *
 * @module
 */
import { readGender } from "../../../customer/polish_ids.ts";
import type { RowProblems } from "../problem.ts";
import type { Counts } from "./counts.ts";
import { textOfFormula, unguardFormula } from "./formula.ts";
import { exponent } from "./lists.ts";
import { trimCell } from "./trim.ts";

/** What a text is for: a name of a person, an id, a number of the state, a list, a date, a gender, or anything else. */
export type TextKind = "name" | "id" | "number" | "list" | "date" | "gender" | "text";

const kinds: ReadonlyMap<string, TextKind> = new Map([
  ...["surname", "name"].map((field) => [field, "name"] as const),
  ...["identifier", "company_id"].map((field) => [field, "id"] as const),
  ...["nip", "pesel"].map((field) => [field, "number"] as const),
  ...["email", "phone_number"].map((field) => [field, "list"] as const),
  ["birthdate", "date"],
  ["gender", "gender"],
]);

/** What the text of a field is for. */
export const kindOf = (field: string): TextKind => kinds.get(field) ?? "text";

/** What is wrong with the text of a cell. */
export type TextFault = keyof Pick<RowProblems, "number-changed" | "error-value">;

/** Why a text is none. */
export class FaultyText {
  /** Says what is wrong. */
  constructor(
    /** The code of the problem. */
    readonly code: TextFault,
  ) {}
}

const changed = /* @__PURE__ */ new FaultyText("number-changed");
const error = /* @__PURE__ */ new FaultyText("error-value");

/** What databases and programs write where there is no value. Somebody may be called Null. */
const nulls: ReadonlySet<string> = new Set([
  ...["NaN", "nan", "<NA>", "undefined"],
  ...[
    "NULL",
    "null",
    "(null)",
    "(NULL)",
    "\\N",
    "<null>",
    "<NULL>",
    "[NULL]",
  ],
]);
const nullsButNames: ReadonlySet<string> = new Set(["Null", "None"]);

/** What programs write for no date: parts that are all zero, and Excel's day zero. */
const noDate =
  /^(?:0{1,4}([./-])0{1,2}\1(?:0{1,4}|1900)(?:[ T][0:.]+Z?)?|1900-01-00|00?[./-]01?[./-]1900)$/;
/** What Outlook writes where nobody chose a gender. */
const noGender = /^(?:unspecified|nieokreślon[aey]|nie określono|keine angabe|nicht angegeben)$/iu;
/** What people write where there is no phone number and no e-mail address. */
const noContact = /^(?:[-\u2010-\u2015]+|brak|nie ma|nie dotyczy|n\/a|n\/d|b\/d|none|keine?)$/iu;

const isoDate = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/;

/** The errors of spreadsheets in three languages, and a column that is too narrow. */
const errors: ReadonlySet<string> = new Set(
  ("#N/A #N/A! #N/D #N/D! #NV #NV! #VALUE! #ARG! #WERT! #REF! #ADR! #BEZUG! #DIV/0! #DZIEL/0! #NAME? #NAZWA? " +
    "#NUM! #LICZBA! #ZAHL! #NULL! #ZERO! #SPILL! #CALC! #GETTING_DATA").split(" "),
);
const tooNarrow = /^#{3,}$/;

/** Whether a text is the error of a spreadsheet, and so never taken for a value. */
export const isErrorValue = (text: string): boolean =>
  text.startsWith("#") && (errors.has(text.toUpperCase()) || tooNarrow.test(text));

/** A NIP or PESEL that a program made a decimal of. */
const decimal = /^(\d{10,11})[.,]0+$/;
const maxDigits = 11;

/** A number behind the apostrophe by which people mark a text. */
const markedNumber = /^'+(?=[+\d][\d\s().-]*$)/;

/** All words for nothing are shorter. */
const longestWord = 16;

/** Reads the texts of cells. `isOurs`: whether this program wrote the table. */
export class TextReader {
  readonly #counts: Counts;
  readonly #isOurs: boolean;

  /** Counts what it changes. */
  constructor(counts: Counts, isOurs: boolean) {
    this.#counts = counts;
    this.#isOurs = isOurs;
  }

  /** The text of a cell; empty if there is no value. */
  read(cell: string, kind: TextKind): string | FaultyText {
    const text = trimCell(cell);
    if (text === "") return "";
    if (kind === "date" || kind === "gender") return this.#ofRule(text, kind);
    const first = text.charCodeAt(0);
    // Most cells begin with a letter, and end here.
    if (isLetter(first) && kind !== "list") return text;
    if (isDigit(first)) return this.#ofDigit(text, kind);
    if (isAsciiLetter(first) && text.length > longestWord) return text;
    return this.#ofSign(text, kind);
  }

  /** Thulium does not say in which form it takes them, so they are not written anew. */
  #ofRule(text: string, kind: "date" | "gender"): string | FaultyText {
    if (kind === "date" && noDate.test(text)) return this.#none();
    const read = isDigit(text.charCodeAt(0)) ? text : this.#ofSign(text, kind);
    if (read === "" || read instanceof FaultyText) return read;
    if (kind === "date") {
      if (!isoDate.test(read)) this.#counts.add("other-dates");
    } else if (readGender(read) === undefined) this.#counts.add("other-genders");
    return read;
  }

  #ofDigit(text: string, kind: TextKind): string | FaultyText {
    // Nearly all numbers go on with a digit.
    if (isNumbers(kind) && !isDigit(text.charCodeAt(1)) && exponent.test(text)) return changed;
    return kind === "number" && text.length > maxDigits ? decimal.exec(text)?.[1] ?? text : text;
  }

  #ofSign(signed: string, kind: TextKind): string | FaultyText {
    const text = signed[0] === "'" ? this.#unguarded(signed, kind) : signed;
    if (nulls.has(text) || kind !== "name" && nullsButNames.has(text)) return this.#none();
    if (kind === "list" && noContact.test(text)) return this.#none();
    if (kind === "gender" && noGender.test(text)) return this.#none();
    if (isErrorValue(text)) return error;
    if (isNumbers(kind) && exponent.test(text)) return changed;
    const inner = textOfFormula(text);
    if (inner === undefined) return text;
    this.#counts.add("text-formulas");
    return trimCell(inner);
  }

  /** The text behind an apostrophe that is no part of it. */
  #unguarded(text: string, kind: TextKind): string {
    const meant = trimCell(unguardFormula(text, this.#isOurs) ?? text);
    const bare = isNumbers(kind) ? meant.replace(markedNumber, "") : meant;
    if (bare === text) return text;
    this.#counts.add("unguarded-cells");
    return bare;
  }

  #none(): string {
    this.#counts.add("null-cells");
    return "";
  }
}

const isNumbers = (kind: TextKind): boolean =>
  kind === "id" || kind === "number" || kind === "list";

const isDigit = (code: number): boolean => code >= 0x30 && code <= 0x39;
const isAsciiLetter = (code: number): boolean =>
  code >= 0x61 && code <= 0x7a || code >= 0x41 && code <= 0x5a;

/** Whether a sign begins no text that is looked at: letters, except those with which `NULL` and `undefined` begin. */
const isLetter = (code: number): boolean =>
  code > 0x7a || code >= 0x61 && code !== 0x6e && code !== 0x75 ||
  code >= 0x41 && code <= 0x5a && code !== 0x4e;
