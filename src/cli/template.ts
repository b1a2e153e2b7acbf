/**
 * `--template FILE`: an example file with all columns that the importer knows, and two invented customers that keep the
 * strict rules, too. It never overwrites a file.
 *
 * Another format is another entry of `writers`.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { attempt } from "./files.ts";
import type { TemplateField, Texts } from "./texts/table.ts";
import { type UsageError, usageError } from "./usage_error.ts";

/** The rows of a file, the header first. */
type Rows = ReadonlyArray<ReadonlyArray<string>>;

const people: ReadonlyArray<{ readonly [field in TemplateField]: string }> = [
  {
    surname: "Kowalska",
    name: "Anna",
    phone_number: "600100200|221234567",
    email: "anna.kowalska@example.com",
    identifier: "K-1001",
    company_id: "",
    type: "",
    group: "",
    gender: "K",
    birthdate: "1990-05-14",
    nip: "",
    pesel: "90051400003",
    job: "Biblioteka",
    job_title: "bibliotekarka",
    account_manager: "",
    homepage: "https://example.com",
    note: "",
    vip: "tak",
    street: "Długa",
    building: "7",
    flat: "3",
    postcode: "31-146",
    city: "Kraków",
    country: "Polska",
    invoice_street: "",
    invoice_building: "",
    invoice_flat: "",
    invoice_postcode: "",
    invoice_city: "",
    invoice_country: "",
  },
  {
    surname: "Nowak",
    name: "Jan",
    phone_number: "600100300",
    email: "jan.nowak@example.com",
    identifier: "K-1002",
    company_id: "",
    type: "",
    group: "",
    gender: "",
    birthdate: "",
    nip: "1234563218",
    pesel: "",
    job: "",
    job_title: "",
    account_manager: "",
    homepage: "",
    note: "",
    vip: "nie",
    street: "Krótka",
    building: "12",
    flat: "",
    postcode: "00-950",
    city: "Warszawa",
    country: "Polska",
    invoice_street: "Fabryczna",
    invoice_building: "1",
    invoice_flat: "",
    invoice_postcode: "90-001",
    invoice_city: "Łódź",
    invoice_country: "Polska",
  },
];

const fieldsOf = (columns: Texts["template"]["columns"]): ReadonlyArray<TemplateField> =>
  Object.keys(columns).filter((field): field is TemplateField => Object.hasOwn(people[0], field));

const rowsOf = ({ columns }: Texts["template"]): Rows => {
  const fields = fieldsOf(columns);
  return [
    fields.map((field) => columns[field]),
    ...people.map((person) => fields.map((field) => person[field])),
  ];
};

/** Excel needs the byte order mark, and the semicolon where the comma stands in numbers. No cell needs quotation marks. */
const csv = (rows: Rows): Uint8Array =>
  new TextEncoder().encode(`\uFEFF${rows.map((row) => `${row.join(";")}\r\n`).join("")}`);

/** Loaded when it is needed. */
const xlsx: Writer = async ([header, ...rows], sheet) => {
  const { writeXlsx } = await import("../format/xlsx/write.ts");
  return writeXlsx(rows, { header, sheet });
};

type Writer = (rows: Rows, sheet: string) => Uint8Array | Promise<Uint8Array>;

/** The formats of templates, by the end of the file's name. */
const writers: { readonly [extension: string]: Writer } = { csv, xlsx };

/** Writes the example. Returns what to tell. */
export const writeTemplate: (
  file: string,
  texts: Texts,
) => Effect.Effect<string, UsageError> = Effect.fnUntraced(
  function* (file, texts) {
    const extension = /\.(\w+)$/.exec(file)?.[1].toLowerCase() ?? "";
    if (!Object.hasOwn(writers, extension)) {
      return yield* usageError(({ template }) => template.formats(Object.keys(writers)));
    }
    const { template } = texts;
    const bytes = yield* Effect.promise(async () =>
      await writers[extension](rowsOf(template), template.sheet)
    );
    yield* Effect.mapError(
      attempt(() => Deno.writeFile(file, bytes, { createNew: true })),
      (problem) =>
        usageError(({ usage }) =>
          problem === "exists" ? usage.exists(file) : usage.cannotWrite(file)
        ),
    );
    return template.written(file);
  },
);
