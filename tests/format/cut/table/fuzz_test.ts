/** Tables that are made at random: what was written is read, whatever is around it, and nothing is made up. */
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { guardFormula } from "../../../../src/format/cut/table/formula.ts";
import { problemText } from "../../../../src/format/cut/problem_texts.ts";
import { UnreadableRecord } from "../../../../src/format/cut/unreadable_record.ts";
import { assert, assertEquals } from "../../../support/assert.ts";
import { holds } from "../../../support/property.ts";
import { customerOf, readText, valueOf } from "./read.ts";

const int = (minimum: number, maximum: number) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })));
const bool = Arbitrary.schema(Schema.Boolean);
const oneOf = (all: ReadonlyArray<string>) => Arbitrary.schema(Schema.Literals(all));

/** Columns that may stand beside the surname. */
const names = ["Imię", "Uwagi", "custom_fields.Dział", "job title", "Miasto", "NIP"] as const;
const fields: { readonly [name: string]: string } = {
  ...{ "Imię": "name", "Uwagi": "note", "custom_fields.Dział": "custom_fields.Dział" },
  ...{ "job title": "job_title", "Miasto": "address.city", "NIP": "nip" },
};

/** Parts of cells that mean something to CSV, and nothing to people. */
const part = oneOf([
  ...[
    "a",
    "Ż",
    "1",
    ";",
    ",",
    "\t",
    "|",
    '"',
    '""',
    "'",
    "\n",
    "\r\n",
    "\r",
    " ",
    "\\",
    "\u00a0",
    "=",
    "@",
    "-",
    "+",
  ],
]);

/** A text that begins and ends with a letter, so that it means nothing but itself. */
const inner = Arbitrary.map(
  Arbitrary.array(part, { maxLength: 6 }),
  (parts) => parts.length === 0 ? "" : `K${parts.join("")}k`,
);

const table = Arbitrary.all({
  delimiter: oneOf([";", ",", "\t", "|"]),
  end: oneOf(["\n", "\r\n", "\r"]),
  names: Arbitrary.array(oneOf(names), { minLength: 1, maxLength: 6 }),
  rows: Arbitrary.array(Arbitrary.array(inner, { minLength: 7, maxLength: 7 }), { maxLength: 5 }),
  isAllQuoted: bool,
  isPadded: bool,
  hasMark: bool,
  hasNotice: bool,
  hasTrailing: bool,
  blankRows: int(0, 2),
  piece: int(1, 40),
});

holds(
  "CSV: what was written is read, however it is written and cut, and each row is called by its line",
  table,
  (given) =>
    Effect.sync(() => {
      const { blankRows, delimiter, end, hasMark, hasNotice, hasTrailing, isAllQuoted, isPadded } =
        given;
      const columns = ["Nazwisko", ...new Set(given.names)];
      const cellText = (cell: string): string => {
        const space = isPadded ? " " : "";
        const mustQuote = /["\r\n]/.test(cell) || cell.includes(delimiter);
        const quoted = isAllQuoted || mustQuote ? `"${cell.replaceAll('"', '""')}"` : cell;
        return `${space}${quoted}${space}`;
      };
      let text = `${hasMark ? "\ufeff" : ""}${hasNotice ? `sep=${delimiter}${end}` : ""}`;
      const lines = () => text.split(/\r{0,2}\n|\r/).length;
      const write = (cells: ReadonlyArray<string>): number => {
        const line = lines();
        text += cells.map(cellText).join(delimiter) + (hasTrailing ? delimiter : "") + end;
        return line;
      };
      write(columns);
      const expected = given.rows.map((row, i) => {
        if (i === 0) {
          for (let n = 0; n < blankRows; n++) text += columns.map(() => "").join(delimiter) + end;
        }
        const cells = columns.map((_, i) => i === 0 ? row[i] || "Kowal" : row[i]);
        return [write(cells), customerFor(columns, cells)];
      });
      const read = readText(text, {}, given.piece);
      assertEquals(read.problem, undefined);
      assertEquals(read.rows.map((row) => [row.place, valueOf(row)]), expected);
    }),
  { runs: 600 },
);

const customerFor = (columns: ReadonlyArray<string>, cells: ReadonlyArray<string>): unknown => {
  const customer: { [field: string]: unknown } = { surname: cells[0] };
  columns.forEach((name, i) => {
    if (i === 0 || cells[i] === "") return;
    const [field, part] = fields[name].split(".");
    customer[field] = part === undefined ? cells[i] : { [part]: cells[i] };
  });
  return customer;
};

const sign = oneOf([
  ...[
    "Nazwisko",
    "Telefon",
    "x",
    "Ż",
    "600100200",
    "NULL",
    "#N/D!",
    "6E+08",
    "a@x.pl",
    "sep=;",
    "Razem",
  ],
  ...[
    ";",
    ";",
    ";",
    ",",
    "|",
    '"',
    '"',
    '""',
    "'",
    "\\",
    '\\"',
    "\n",
    "\n",
    "\r",
    "\r\n",
    " ",
    "\0",
    "\u00a0",
    "=",
    "\x1a",
  ],
]);

holds(
  "CSV: any text is read without an exception, the same wherever it is cut, and problems hold no values",
  Arbitrary.all({
    signs: Arbitrary.array(sign, { maxLength: 40 }),
    hasHeader: bool,
    piece: int(1, 7),
    maxRowLength: Arbitrary.schema(Schema.Literals([12, 1000])),
  }),
  ({ hasHeader, maxRowLength, piece, signs }) =>
    Effect.sync(() => {
      const text = `${hasHeader ? "Nazwisko;Telefon\n" : ""}${signs.join("")}`;
      const whole = readText(text, { maxRowLength });
      const cut = readText(text, { maxRowLength }, piece);
      assertEquals(cut.problem, whole.problem);
      if (whole.problem === undefined) assertEquals(cut, whole);
      const problems = whole.rows.flatMap(({ row }) =>
        row instanceof UnreadableRecord ? [row.message] : []
      );
      if (whole.problem !== undefined) problems.push(problemText(whole.problem));
      for (const problem of problems) assert(!/600100200|a@x/.test(problem), problem);
    }),
  { runs: 2000 },
);

holds(
  "a cell that is guarded against formulas is read as the cell itself",
  Arbitrary.array(
    oneOf(["'", "=", "+", "-", "@", "1", "a", '"', "600100200", "\t", " ", "|"]),
    { minLength: 1, maxLength: 6 },
  ),
  (signs) =>
    Effect.sync(() => {
      const cell = signs.join("");
      for (const field of ["note", "phone_number", "identifier"]) {
        const read = customerOf({ surname: "A", [field]: cell });
        for (let round = 0, written = cell; round < 2; round++) {
          written = guardFormula(written, round > 0);
          const row = { import_reason: "x", surname: "A", [field]: written };
          assertEquals(customerOf(row, { ignored: ["import_reason"] }), read);
          assert(
            cell.trim() === "" || !/^[=@\t\r]/.test(written),
            written,
          );
        }
      }
    }),
  { runs: 2000 },
);

const long = 90_000;
const hostile: { readonly [what: string]: string } = {
  "spaces": `a${" ".repeat(long)}b`,
  "spaces and separators": `1${" ".repeat(long)},`,
  "separators": ",;/".repeat(long / 3),
  "apostrophes": "'".repeat(long),
  "quotation marks of a formula": `="${'""'.repeat(long / 2)}x`,
  "digits": "1".repeat(long),
  "numbers": "600100200,".repeat(long / 10),
  "addresses": "a@x.pl;".repeat(long / 7),
  "at signs": "@".repeat(long),
  "bars": "|".repeat(long),
  "line breaks": "\r".repeat(long),
  "brackets": "(".repeat(long),
  "words": "Razem ".repeat(long / 6),
  "hash signs": "#".repeat(long),
  "backslashes": `"${"\\".repeat(long)}x`,
  "delimiters": ";".repeat(long),
};

for (const [what, cell] of Object.entries(hostile)) {
  Deno.test(`work is linear in a cell of many ${what}, in a row and in a header`, () => {
    const began = performance.now();
    const columns = ["surname", "phone_number", "email", "note", "identifier", "birthdate", "vip"];
    for (const column of columns) customerOf({ [column]: cell, job: "x" });
    readText(`Nazwisko;Telefon\n${cell};1\n"a"x${cell}`, { maxRowLength: 1e6 });
    readText(`${cell};Telefon\n`, { maxRowLength: 1e6, unknownColumns: "refuse" });
    // A quadratic reader takes much longer.
    assert(performance.now() - began < 5000);
  });
}
