/** A quotation mark too many in a table: it may cost rows, but makes up none. */
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { UnreadableRecord } from "../../../../src/format/cut/unreadable_record.ts";
import { assert, assertEquals } from "../../../support/assert.ts";
import { holds } from "../../../support/property.ts";
import { readText, valueOf } from "./read.ts";

const cellOf = (parts: ReadonlyArray<string>) =>
  Arbitrary.map(
    Arbitrary.array(Arbitrary.schema(Schema.Literals(parts)), { maxLength: 6 }),
    (parts) => `K${parts.join("")}k`,
  );
const int = (maximum: number) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum })));

// A cell with delimiters and line breaks, once its quotation mark is lost, may be lines that nobody can tell from rows.
const lines = cellOf(["a", '"', "\n", " "]);
const list = cellOf(["a", '"', ";", " "]);

holds(
  "CSV: where a quotation mark stands too many, all other rows are read as they were or are refused",
  Arbitrary.all({
    rows: Arbitrary.array(Arbitrary.all([lines, lines, list]), { minLength: 1, maxLength: 5 }),
    isAllQuoted: Arbitrary.schema(Schema.Boolean),
    row: int(4),
    at: int(40),
  }),
  ({ at, isAllQuoted, row, rows }) =>
    Effect.sync(() => {
      let text = "Nazwisko;Uwagi;job\n";
      let damaged = 0;
      const expected = new Map<number, unknown>();
      for (const [i, cells] of rows.entries()) {
        const line = text.split("\n").length;
        const written = cells.map((cell) =>
          isAllQuoted || /["\n;]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
        ).join(";");
        if (i === row % rows.length) {
          damaged = line;
          const place = at % (written.length + 1);
          text += `${written.slice(0, place)}"${written.slice(place)}\n`;
        } else {
          expected.set(line, { surname: cells[0], note: cells[1], job: cells[2] });
          text += `${written}\n`;
        }
      }
      for (const read of readText(text).rows) {
        if (read.row instanceof UnreadableRecord || read.place === damaged) continue;
        assert(expected.has(read.place), `a row is made up in line ${read.place}`);
        assertEquals(valueOf(read), expected.get(read.place));
      }
    }),
  { runs: 1000 },
);
