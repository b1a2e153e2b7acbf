/** Tables as people have them: where the header is, which rows are customers, and in which line they stand. */
import { assertEquals } from "../../../support/assert.ts";
import { readSheet, type ReadTable, readText, valueOf } from "./read.ts";

/** Each row with its place; and what else was seen. */
const shown = ({ findings, problem, rows }: ReadTable): unknown => ({
  rows: rows.map((row) => [row.place, valueOf(row)]),
  ...(problem === undefined ? {} : { problem: problem.code }),
  ...(findings.notices.length === 0 ? {} : {
    notices: findings.notices.map(({ code, count }) => `${code} ${count}`),
  }),
});

const kalina = { surname: "Kalina", phone_number: "600100200" };
const ruta = { surname: "Ruta", phone_number: "600100201" };
const both = { rows: [[2, kalina], [3, ruta]] };

const tables: { readonly [what: string]: readonly [text: string, expected: object] } = {
  "semicolons": ["Nazwisko;Telefon\nKalina;600100200\nRuta;600100201\n", both],
  "a caret": ["Nazwisko^Telefon\nKalina^600100200\nRuta^600100201\n", both],
  "a colon": ["Nazwisko:Telefon\nKalina:600100200\nRuta:600100201\n", both],
  "a header with more commas than semicolons": [
    "Nazwisko;Telefon;Uwagi (a, b, c)\nKalina;600100200;\n",
    { rows: [[2, kalina]] },
  ],
  "Excel's line, in quotation marks": [
    '"sep=|"\r\nNazwisko|Telefon\r\nKalina|600100200\r\n',
    { rows: [[3, kalina]] },
  ],
  "Excel's line, written again by another program": [
    "\ufeffSEP=;;;\nNazwisko;Telefon\nKalina;600100200\n",
    { rows: [[3, kalina]] },
  ],
  "Excel's line that names a delimiter which is not there": [
    "sep=;\nNazwisko,Telefon\nKalina,600100200\n",
    { rows: [[3, kalina]] },
  ],
  "apostrophes for quotation marks": [
    "'Nazwisko','Telefon'\n'Kalina','600100200'\n'Ruta','600100201'",
    both,
  ],
  "lines that are in quotation marks as a whole": [
    '"Nazwisko;""Telefon"""\n"Kalina;""600100200"""\nRuta;600100201\n',
    { ...both, notices: ["quoted-lines 2"] },
  ],
  "spaces around quotation marks": [
    'Nazwisko, Telefon\n"Kalina" , "600100200" \n "Ruta", "600100201"\n',
    both,
  ],
  "a quotation mark with a backslash": [
    'Nazwisko,note\n"Kalina","24\\" i C:\\\\"\n"Ruta","C:\\dane\\"\n"Bez","a\\nb\\"c"\n',
    {
      rows: [
        [2, { surname: "Kalina", note: '24" i C:\\' }],
        [3, { surname: "Ruta", note: "C:\\dane\\" }],
        [4, "quotation-mark"],
      ],
      notices: ["backslash-records 1"],
    },
  ],
  "delimiters at the ends of all lines": [
    "Nazwisko;Telefon;;\nKalina;600100200;;\nRuta;600100201;;\n",
    both,
  ],
  "delimiters at the end of the header alone, or of rows alone": [
    "Nazwisko;Telefon;\nKalina;600100200\nRuta;600100201;;;\n",
    both,
  ],
  "a value in a column without a name": [
    "Nazwisko;;Telefon;\nKalina;;600100200;\nRuta;x;600100201;\nRuta;;600100201;x\nRuta;;600100201;;x\n",
    { rows: [[2, kalina], [3, "unnamed-column"], [4, "unnamed-column"], [5, "cell-count"]] },
  ],
  "rows that are too short": [
    "Nazwisko;Telefon;E-mail\nKalina;600100200\nRuta;600100201;\n",
    { rows: [[2, "cell-count"], [3, ruta]] },
  ],
  "rows of nothing but delimiters or spaces": [
    "Nazwisko;Telefon\n;\nKalina;600100200\n \n\u00a0; \n\nRuta;600100201\n;;;;\n",
    { rows: [[3, kalina], [7, ruta]], notices: ["blank-rows 4"] },
  ],
  "title lines": [
    "Raport: kontrahenci;;\nStan na 2024-05-01;;\n;;\nNazwisko;Telefon;Miasto\nKalina;600100200;\n",
    { rows: [[5, kalina]], notices: ["title-rows 2", "blank-rows 1"] },
  ],
  "a title line with another delimiter": [
    "Raport, kontrahenci, 2024\nNazwisko;Telefon;Miasto;Kraj;NIP;Uwagi\nKalina;600100200;;;;\n",
    { rows: [[3, kalina]], notices: ["title-rows 1"] },
  ],
  "a comment": [
    "# eksport 2024\nNazwisko;Telefon\nKalina;600100200\n",
    { rows: [[3, kalina]], notices: ["title-rows 1"] },
  ],
  "customers above the header": [
    "Kalina;600100200\nNazwisko;Telefon\nRuta;600100201\n",
    { rows: [], problem: "header-below" },
  ],
  "no header": ["Kalina;600100200\nRuta;600100201\n", { rows: [], problem: "no-required-column" }],
  "the header again": [
    "Nazwisko;Telefon\nKalina;600100200\nNazwisko; Telefon\nRuta;600100201\n",
    { rows: [[2, kalina], [4, ruta]], notices: ["repeated-headers 1"] },
  ],
  "the header again, in another way or language": [
    "Nazwisko;Telefon\nNAZWISKO;TELEFON;\nKalina;600100200\nSurname;Phone\nRuta;600100201\n",
    { rows: [[3, kalina], [5, ruta]], notices: ["repeated-headers 2"] },
  ],
  "another table below": [
    "Nazwisko;Imię;Miasto\nKalina;;\nImię;Nazwisko;Miasto\nEwa;Ruta;\nNazwisko;Imię;Miasto\nImię;;\n",
    {
      rows: [
        [2, { surname: "Kalina" }],
        [3, "other-table"],
        [4, "other-table"],
        [6, { surname: "Imię" }],
      ],
      notices: ["repeated-headers 1"],
    },
  ],
  "customers with the names of columns": [
    "Nazwisko;Telefon\nKlient;600100200\nOrt;\nNazwisko;600100201\n",
    {
      rows: [
        [2, { ...kalina, surname: "Klient" }],
        [3, { surname: "Ort" }],
        [4, { ...ruta, surname: "Nazwisko" }],
      ],
    },
  ],
  "a total": [
    "Nazwisko;Telefon\nKalina;600100200\nRazem: 1;\nRuta;600100201\n",
    { rows: [[2, kalina], [3, "total-row"], [4, ruta]] },
  ],
  "a header with a line break": [
    'Nazwisko;"Telefon\nkomórkowy"\nKalina;600100200\n',
    { rows: [[3, kalina]] },
  ],
  "line breaks in cells": [
    'Nazwisko;note;Telefon\nKalina;"a\r\r\nb\rc";600100200\nRuta;;600100201\n',
    { rows: [[2, { ...kalina, note: "a\r\r\nb\rc" }], [5, ruta]] },
  ],
  "lines that end with CRCRLF": [
    "Nazwisko;Telefon\r\r\nKalina;600100200\r\r\nRuta;600100201\r\r\n",
    both,
  ],
  "lines that end with CR": ["Nazwisko;Telefon\rKalina;600100200\rRuta;600100201", both],
  "byte order marks in the middle": [
    '\ufeff\ufeffNazwisko;Telefon\n\ufeffKalina;600100200\n\ufeff"Ruta";600100201\n',
    both,
  ],
  "the mark of the end": ["Nazwisko;Telefon\r\nKalina;600100200\r\n\x1a", { rows: [[2, kalina]] }],
  "NUL characters": [
    "Nazwisko;Telefon\nKal\0ina;600100200\n\0\0\nRuta;600100201\n",
    { rows: [[2, "nul-character"], [4, ruta]], notices: ["blank-rows 1"] },
  ],
  "a line separator of Unicode": [
    "Nazwisko;note\nKalina;a\u2028b\u0085c\n",
    { rows: [[2, { surname: "Kalina", note: "a\u2028b\u0085c" }]] },
  ],
  "a quotation mark that is not closed": [
    'Nazwisko;job;Telefon\nKalina;"Zakład;600100200\nRuta;;600100201\n',
    { rows: [[2, "quotation-mark"], [3, ruta]] },
  ],
  "a cell of several lines whose quotation mark is out of place": [
    'Nazwisko;note\nKalina;"a "b" c\nto;nie klient\nani;to"\nRuta;d\n',
    {
      rows: [
        [2, "quotation-mark"],
        [3, "within-quotes"],
        [4, "within-quotes"],
        [5, { surname: "Ruta", note: "d" }],
      ],
    },
  ],
  "a line break in a cell whose quotation marks are broken": [
    'Nazwisko;Telefon\n"Zakład"\nKwiat";600100200\n"Bar\n"Mleczny";1\nRuta;600100201\n',
    {
      rows: [
        [2, "cell-count"],
        [3, "rest-of-row"],
        [4, "quotation-mark"],
        [5, "rest-of-row"],
        [6, ruta],
      ],
    },
  ],
  "a row that is too short, which costs only itself": [
    "Nazwisko;Telefon\nBez\nKalina;600100200\nRuta;600100201\n",
    { rows: [[2, "cell-count"], [3, kalina], [4, ruta]] },
  ],
  "quotation marks in names, and inches": [
    'Nazwisko;job\nMalwa;"Dąb" Sp. z o.o.\nRuta;Sklep\nBez;monitor 24"\n',
    {
      rows: [
        [2, "quotation-mark"],
        [3, { surname: "Ruta", job: "Sklep" }],
        [4, { surname: "Bez", job: 'monitor 24"' }],
      ],
    },
  ],
  "a quotation mark that is a slip, and many rows": [
    `Nazwisko;note\nKalina;"a\n${"Ruta;d\n".repeat(60)}`,
    {
      rows: [
        [2, "quotation-mark"],
        ...Array.from({ length: 60 }, (_, i) => [3 + i, { surname: "Ruta", note: "d" }]),
      ],
    },
  ],
  "a header that can't be read": ['Nazwisko;"Telefon\nKalina;1\n', {
    rows: [],
    problem: "quotation-mark",
  }],
  "a header alone": ["Nazwisko;Telefon", { rows: [] }],
  "nothing": ["\r\n \r\n", { rows: [], notices: ["blank-rows 1"] }],
};

for (const [what, [text, expected]] of Object.entries(tables)) {
  Deno.test(`CSV with ${what}, in pieces of any size`, () => {
    for (const piece of [1, 5, 1000]) assertEquals(shown(readText(text, {}, piece)), expected);
  });
}

Deno.test("CSV: the header is in the line that was named", () => {
  const text = "Kto;Telefon\n\nNazwisko;Nr tel.\nKalina;600100200\n";
  const notices = ["title-rows 1"];
  assertEquals(shown(readText(text, { headerRow: 3 })), { rows: [[4, kalina]], notices });
  assertEquals(shown(readText(text, { headerRow: 9 })), { rows: [], problem: "header-beyond" });
  assertEquals(shown(readText(text, { headerRow: 1, map: { Kto: "surname" } })), {
    rows: [[4, kalina]],
    notices: ["repeated-headers 1"],
  });
});

Deno.test("CSV: in a table of rejects the header is the first row, whichever row was named for the input", () => {
  const options = { headerRow: 4, ignored: ["import_reason"] };
  for (const sign of [";", ",", "\t"]) {
    const text = "import_reason;Nazwisko;Telefon\nx;Kalina;600100200\nx;Ruta;600100201\n";
    assertEquals(shown(readText(text.replaceAll(";", sign), options)), {
      rows: [[2, kalina], [3, ruta]],
    });
  }
});

Deno.test("CSV: rejects with a letter that was not read are rejected until somebody writes the letter", () => {
  const rows = "Kal\ufffdna;600100200\nRuta;600100201\n";
  assertEquals(shown(readText(`Nazwisko;Telefon\n${rows}`)), {
    rows: [[2, { ...kalina, surname: "Kal\ufffdna" }], [3, ruta]],
  });
  const ours = `Nazwisko;Telefon;import_reason\n${rows.replaceAll("\n", ";x\n")}`;
  assertEquals(shown(readText(ours, { ignored: ["import_reason"] })), {
    rows: [[2, "unread-letter"], [3, ruta]],
  });
});

Deno.test("CSV: a column without a name is left out by its number", () => {
  assertEquals(shown(readText("Nazwisko;;Telefon\nKalina;x;600100200\n", { skip: ["2"] })), {
    rows: [[2, kalina]],
  });
  assertEquals(shown(readText("Nazwisko;Telefon;\nKalina;600100200;x\n", { skip: ["3"] })), {
    rows: [[2, kalina]],
  });
  const sheet = [["Nazwisko", "Telefon"], ["Kalina", "600100200", "", "x"]];
  const records = sheet.map((cells, i) => ({ place: i + 1, cells }));
  assertEquals(shown(readSheet(records, { skip: ["4"] })), { rows: [[2, kalina]] });
});

Deno.test("a name that no column has can't be left out, unless unknown columns pass", () => {
  const text = "Nazwisko;Telefon\nKalina;600100200\n";
  for (const unknownColumns of ["refuse", "refuse-filled", "skip"] as const) {
    assertEquals(readText(text, { unknownColumns, skip: ["Nieistnieje"] }).problem, {
      ...{ code: "no-such-columns", names: ["Nieistnieje"], columns: ["Nazwisko", "Telefon"] },
    });
  }
  assertEquals(shown(readText(text, { skip: ["Nieistnieje"] })), { rows: [[2, kalina]] });
});

Deno.test("dates and genders of another form are told, and left as they are", () => {
  const read = readText(
    "Nazwisko;Data urodzenia;Płeć\nKalina;01.02.1980;?\nRuta;1981-02-28;kobieta\nLis;29.02.1981;K\n",
  );
  assertEquals(shown(read), {
    rows: [
      [2, { surname: "Kalina", birthdate: "01.02.1980", gender: "?" }],
      [3, { surname: "Ruta", birthdate: "1981-02-28", gender: "kobieta" }],
      [4, { surname: "Lis", birthdate: "29.02.1981", gender: "K" }],
    ],
    notices: ["other-dates 2", "other-genders 1"],
  });
});

Deno.test("CSV: columns of this program are left out", () => {
  const read = readText("import_reason;Nazwisko;Telefon\nx;Kalina;600100200\n", {
    ...{ ignored: ["import_reason"], unknownColumns: "refuse" },
  });
  assertEquals(shown(read), { rows: [[2, kalina]] });
});

Deno.test("a sheet: rows are called by their own numbers, and cells may be missing at their ends", () => {
  const read = readSheet([
    { place: 2, cells: ["Kontrahenci"] },
    { place: 4, cells: ["Nazwisko", "Telefon", "E-mail"] },
    { place: 5, cells: ["Kalina", "600100200"] },
    { place: 8, cells: ["Ruta", "600100201"], isHidden: true },
  ]);
  assertEquals(shown(read), {
    rows: [[5, kalina], [8, ruta]],
    notices: ["title-rows 1", "hidden-rows 1"],
  });
  assertEquals(read.findings.delimiter, undefined);
});

Deno.test("a sheet: a faulty cell costs its row, unless its column is left out", () => {
  const faults = ["digits lost", "error value", "formula without a value"] as const;
  const read = readSheet([
    { place: 1, cells: ["Nazwisko", "Identyfikator", "Saldo"] },
    ...faults.map((fault, i) => ({
      place: 2 + i,
      cells: ["A", "1"],
      faults: new Map([[1, fault]]),
    })),
    { place: 5, cells: ["Kalina", "", "#N/A"], faults: new Map([[2, "error value" as const]]) },
  ], { unknownColumns: "skip" });
  assertEquals(read.rows.map(valueOf), [
    ...["digits-lost", "error-value", "formula-without-value"],
    { surname: "Kalina" },
  ]);
});
