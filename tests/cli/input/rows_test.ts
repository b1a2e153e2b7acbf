/** The formats of the input, and what ends an import before its rows do. */
import { assert, assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { surnames, test } from "../importer.ts";

/** Windows-1250 for the letters that the tests use. */
const windows1250 = (text: string): Uint8Array => {
  const codes: { readonly [letter: string]: number } = {
    Ł: 0xa3,
    ó: 0xf3,
    ź: 0x9f,
    ę: 0xea,
    ł: 0xb3,
  };
  return Uint8Array.from(text, (letter) => codes[letter] ?? letter.charCodeAt(0));
};

const inputs: {
  readonly [what: string]: {
    readonly name: string;
    readonly content: string | Uint8Array;
    readonly args?: ReadonlyArray<string>;
    /** The exit status: 1 if rows are rejected. */
    readonly code?: number;
    readonly stored: ReadonlyArray<object>;
  };
} = {
  "CSV with semicolons and Polish headers": {
    name: "k.csv",
    content: "Nazwisko;Imię;Telefon;Miasto;VIP\r\nKowalska;Anna;600 100 200|600100201;Łódź;tak\r\n",
    stored: [{
      surname: "Kowalska",
      name: "Anna",
      phone_number: ["600 100 200", "600100201"],
      address: { city: "Łódź" },
      vip: true,
    }],
  },
  "CSV with commas, quotes and line breaks, and a byte order mark": {
    name: "k.csv",
    content: '\uFEFFsurname,note\n"Nowak, Jan","line 1\nline ""2"""\n',
    stored: [{ surname: "Nowak, Jan", note: 'line 1\nline "2"' }],
  },
  "CSV with tabs": {
    name: "k.tsv",
    content: "surname\tname\nA\tB\n",
    stored: [{ surname: "A", name: "B" }],
  },
  "CSV in Windows-1250, as Polish Excel writes it": {
    name: "k.csv",
    content: windows1250("nazwisko;miasto\r\nWęgłowska;Łódź\r\n"),
    stored: [{ surname: "Węgłowska", address: { city: "Łódź" } }],
  },
  "CSV in Windows-1250 whose only Polish letter is near the end": {
    name: "k.csv",
    content: windows1250(`surname;note\nA;${"x".repeat(300_000)}\nŁ;\n`),
    stored: [{ surname: "A", note: "x".repeat(300_000) }, { surname: "Ł" }],
  },
  "CSV whose columns are named by --map": {
    name: "k.csv",
    content: "Kto;Dział;name\nA;Sprzedaż;B\n",
    args: ["--map", "Kto=surname", "--map", "Dział=custom_fields.Dział"],
    stored: [{ surname: "A", custom_fields: { Dział: "Sprzedaż" }, name: "B" }],
  },
  "CSV with columns that are left out": {
    name: "k.csv",
    content: "Nazwisko;Dział;Nr faktury;Firma;Saldo\nA;B;C;D;E\n",
    args: ["--skip", "dzial", "--skip", "Nr faktury", "--map", "Firma=", "--skip-unknown"],
    stored: [{ surname: "A" }],
  },
  "CSV with a column that has no name, and is left out by its number": {
    name: "k.csv",
    content: "Nazwisko;Telefon;\nA;600100200;x\n",
    args: ["--skip", "3"],
    stored: [{ surname: "A", phone_number: "600100200" }],
  },
  "CSV with a header below other rows, and a column with both names": {
    name: "k.csv",
    content: "Kalina;Ewa;600100200\nImię i nazwisko;Telefon;Telefon 2\nEwa Nowak;600100201;\n",
    args: ["--header-row", "2", "--full-name", "split"],
    stored: [{ name: "Ewa", surname: "Nowak", phone_number: "600100201" }],
  },
  "CSV with words for no name in the place of a surname": {
    name: "k.csv",
    content: "Nazwisko;Telefon\nbrak;600100200\nKalina;600100201\nN/A;600100202\n",
    code: 1,
    stored: [{ surname: "Kalina", phone_number: "600100201" }],
  },
  "CSV with another delimiter": {
    name: "k.csv",
    content: "surname|name\nA;1|B,2\n",
    args: ["--delimiter", "|"],
    stored: [{ surname: "A;1", name: "B,2" }],
  },
  "NDJSON": {
    name: "k.ndjson",
    content: '{"surname":"A"}\r\n\n{"surname":"B","vip":true}',
    stored: [{ surname: "A" }, { surname: "B", vip: true }],
  },
  "a JSON list": {
    name: "k.json",
    content: ' [ {"surname":"A"},\n{"surname":"B"} ]\n',
    stored: [{ surname: "A" }, { surname: "B" }],
  },
  "a JSON object with customers": {
    name: "k.json",
    content: '{"customers":[{"surname":"A"}],"more":[1]}',
    stored: [{ surname: "A" }],
  },
  "a file whose name does not show the format": {
    name: "klienci",
    content: '{"surname":"A"}',
    stored: [{ surname: "A" }],
  },
  "fields that are null, if they are to be omitted": {
    name: "k.ndjson",
    content: '{"surname":"A","email":null,"custom_fields":{"Kampania":""}}\n',
    args: ["--nulls", "omit"],
    stored: [{ surname: "A" }],
  },
};

for (
  const [what, { args = [], code: expected = 0, content, name, stored }] of Object.entries(inputs)
) {
  test(`imports ${what}`, async ({ run, thulium, write }) => {
    const file = await write(name, content);
    const { code, stderr, stdout } = await run([file, ...args]);
    assertEquals(code, expected, stderr + stdout);
    const fields = thulium.customers.map(({ custom_fields, fields }) =>
      Object.keys(custom_fields).length === 0 ? fields : { ...fields, custom_fields }
    );
    assertEquals(fields, stored as typeof fields);
    assertStringIncludes(stdout, `created   ${stored.length}`);
  });
}

test("imports standard input", async ({ run, thulium }) => {
  const { code } = await run(["-", "--format", "csv"], { stdin: "surname\nA\nB\n" });
  assertEquals(code, 0);
  assertEquals(surnames(thulium), ["A", "B"]);
});

const unreadable: {
  readonly [what: string]: readonly [name: string, content: string, message: string];
} = {
  "columns that Thulium does not know": [
    "k.csv",
    "surname;Dzial;colour\nKowalska;B;C\n",
    '2 columns are not known to Thulium: "Dzial", "colour". Leave them out with --skip-unknown',
  ],
  "a column that --map would have to name": [
    "k.csv",
    "Osoba;Tel.\nKowalska;600100200\n",
    'Name the column with --map "Osoba=surname"',
  ],
  "two columns for a field": [
    "k.csv",
    "surname;Nazwisko\nA;B\n",
    "column 2 names the same field as column 1",
  ],
  "a table without a header": ["k.csv", "Kowalska;Anna\nNowak;Ewa\n", "no column is named surname"],
  "JSON that breaks off": ["k.json", '[{"surname":"A"},{"surna', "it breaks off on line 1"],
  "JSON of another shape": ["k.json", '{"people":[]}', "must be a list of customers"],
};
for (const [what, [name, content, message]] of Object.entries(unreadable)) {
  test(`ends with status 2 at ${what}, and names the place`, async ({ run, write }) => {
    const { code, stderr, stdout } = await run([await write(name, content)]);
    assertEquals(code, 2, stdout);
    assertStringIncludes(stderr, message);
    assert(!`${stdout}${stderr}`.includes("Kowalska"));
  });
}

test("a foreign byte in UTF-8 costs only its row, and U+FFFD is a character", async ({ run, thulium, write }) => {
  const inputs = {
    "k.csv": "surname\nŻółć\nX?\nW\uFFFDrbel\n",
    "k.ndjson": '{"surname":"Żółć"}\n{"surname":"X?"}\n{"surname":"W\uFFFDrbel"}\n',
    "k.json": '[{"surname":"Żółć"},{"surname":"X?"},{"surname":"W\uFFFDrbel"}]',
  };
  for (const [name, content] of Object.entries(inputs)) {
    thulium.reset();
    const text = new TextEncoder().encode(content);
    text[text.lastIndexOf(0x3f)] = 0xff;
    const { code, stderr, stdout } = await run([await write(name, text)]);
    assertEquals(code, 1, stderr);
    assertStringIncludes(stdout, "not UTF-8");
    assertEquals(surnames(thulium), ["Żółć", "W\uFFFDrbel"]);
  }
});

test("an empty file, and a header alone, have no rows", async ({ run, write }) => {
  for (const content of ["", "surname;name\n"]) {
    const { code, stdout } = await run([await write("k.csv", content), "--json"]);
    assertEquals([code, stdout], [
      0,
      '{"total":0,"created":0,"updated":0,"unchanged":0,"differing":0,"rejected":0,"unknown":0,"not_sent":0}\n',
    ]);
  }
});
