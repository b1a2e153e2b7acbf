/** The check before an import finds what a dry run finds, and so what the import would. */
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import * as Stream from "effect/Stream";
import { surveyAndPlan } from "../../../src/cli/check/planned_survey.ts";
import type { CheckArguments } from "../../../src/cli/check/rows.ts";
import { type Survey, survey } from "../../../src/cli/check/survey.ts";
import { type Reading, readRows } from "../../../src/cli/input/rows.ts";
import { visitRows } from "../../../src/cli/input/visit.ts";
import { english } from "../../../src/cli/texts/en.ts";
import type { Unit } from "../../../src/cli/texts/table.ts";
import { assert, assertEquals } from "../../support/assert.ts";
import { holds } from "../../support/property.ts";

const encoder = new TextEncoder();
const csv = { delimiter: undefined, table: {} };
const readings = {
  lines: { format: "ndjson", encoding: "UTF-8", shape: { read: "lines", isBulk: false } },
  list: {
    format: "json",
    encoding: "UTF-8",
    shape: { read: "parts", rows: { in: "list", keys: [] } },
  },
  table: { format: "csv", encoding: "UTF-8" },
} as const satisfies { readonly [name: string]: Reading };

const shown = ({ findings, invalid, keyless, repeated, total, unreadable }: Survey) => ({
  ...{ keyless, invalid, repeated, total, unreadable: unreadable?.message },
  findings: findings.lines(english, "line"),
});

/** What the check and the dry run find of a text, whose bytes come in pieces. */
const both = (given: CheckArguments, reading: Reading, text: string, piece: number) => {
  const bytes = encoder.encode(text);
  const count = Math.ceil(bytes.length / piece);
  const pieces = Stream.fromIterable(
    Array.from({ length: count }, (_, i) => bytes.slice(i * piece, (i + 1) * piece)),
  );
  const unit: Unit = reading.format === "json" ? "element" : "line";
  const visit = visitRows(reading, { bytes: pieces, csv });
  const rows = readRows(reading, { bytes: pieces, csv });
  return Effect.map(
    Effect.all([
      survey(given, { unit, visit }, english),
      surveyAndPlan(given, { unit, rows }, { texts: english }),
    ]),
    ([checked, planned]) => [shown(checked), shown(planned)] as const,
  );
};

const part = Schema.Literals([
  '{"surname":"A","identifier":"1"}',
  '{"surname": "B", "identifier": "1"}',
  '{"surname":"C","identifier":1,"nip":"6783144527"}',
  '{"surname":"D","identifier":"\\u0141","email":["a@b.pl","c@d.pl"]}',
  '{"surname":"E","identifier":"Ł","phone_number":"600 100 200"}',
  '{"surname":"F","identifier":" ","phone_number":["+48 600100200","1"]}',
  '{"surname":"G","custom_fields":{"Nr":"7","identifier":"1"}}',
  '{"surname":"H","custom_fields":{"Nr":7},"nip":"678-314-45-27"}',
  '{"surname":"I","identifier":"a\\"b","email":"A@b.pl"}',
  '{"surname":"J","identifier":"a\\u0022b","pesel":"1"}',
  '{"surname":"K","birthdate":"01.02.1980"}',
  '{"identifier":"1"}',
  '{"surname":"L","name":null}',
  '{"surname":"M","import_reason":"x","identifier":"2"}',
  '{"surname":"N","surname":"O"}',
  '{"surname":"P","phone":"1"}',
  "17",
  '{"surname":',
]);

const given = Arbitrary.schema(Schema.Struct({
  allowDuplicates: Schema.Literals([false, false, true]),
  batchSize: Schema.Literals([1, 3, 100]),
  fromLine: Schema.Union([Schema.Undefined, Schema.Literals([1, 3])]),
  key: Schema.Literals(["identifier", "nip", "phone_number", "email", "custom_fields.Nr"]),
  nulls: Schema.Union([Schema.Undefined, Schema.Literal("omit")]),
  strict: Schema.Literals([false, false, true]),
}));

const seen = { repeated: 0, invalid: 0 };

for (const [name, reading] of Object.entries(readings)) {
  if (reading.format === "csv") continue;
  holds(
    `${name} of JSON`,
    Arbitrary.all({ given, parts: Arbitrary.array(Arbitrary.schema(part), { maxLength: 16 }) }),
    ({ given, parts }) => {
      const text = name === "lines" ? parts.join("\n") : `[${parts.join(",\n")}]`;
      return Effect.map(both(given, reading, text, 50), ([checked, planned]) => {
        assertEquals(checked, planned);
        seen.repeated += checked.repeated;
        seen.invalid += checked.invalid;
      });
    },
    { runs: 400 },
  );
}

const cell = Schema.Literals(["", "A", "1", "600 100 200", "brak", "a@b.pl", "abc", '"x"y', "Ł"]);

holds(
  "tables",
  Arbitrary.all({
    given,
    rows: Arbitrary.array(Arbitrary.array(Arbitrary.schema(cell), { minLength: 3, maxLength: 4 }), {
      maxLength: 8,
    }),
  }),
  ({ given, rows }) => {
    const lines = ["surname;identifier;phone_number;email", ...rows.map((row) => row.join(";"))];
    return Effect.map(both(given, readings.table, lines.join("\n"), 1000), ([checked, planned]) => {
      assertEquals(checked, planned);
    });
  },
  { runs: 300 },
);

Deno.test("the properties saw rows of both kinds", () => {
  assert(seen.repeated > 20 && seen.invalid > 100, JSON.stringify(seen));
});

const usual: CheckArguments = {
  ...{ allowDuplicates: false, batchSize: 100, fromLine: undefined },
  ...{ key: "identifier", nulls: undefined, strict: false },
};

Deno.test("a row that is too long for a request is found, in lines and in tables", async () => {
  const note = "x".repeat(1_048_540);
  // Each of these takes six bytes of JSON.
  const escaped = `x${"\u0001".repeat(180_000)}x`;
  const texts = [
    [readings.lines, `{"surname":"A"}\n{"surname":"B","note":"${note}"}\n`],
    [readings.lines, `{"surname": "A"}\n{"surname": "B", "note": "${note}"}\n`],
    [readings.table, `surname;note\nA;\nB;${note}\n`],
    [readings.table, `surname;note\nA;\nB;${escaped}\n`],
  ] as const;
  for (const [reading, text] of texts) {
    const [checked, planned] = await Effect.runPromise(both(usual, reading, text, 100_000));
    assertEquals(checked, planned);
    assertEquals(checked.invalid, 1);
  }
});
