/** The cells of a row as a customer. */
import { assertEquals } from "../../../support/assert.ts";
import { customerOf } from "./read.ts";

Deno.test("several e-mail addresses and phone numbers share a cell", () => {
  assertEquals(customerOf({ email: "a@x.pl| b@x.pl |", phone_number: "1|2", note: "a|b" }), {
    email: ["a@x.pl", "b@x.pl"],
    phone_number: ["1", "2"],
    note: "a|b",
  });
});

Deno.test("several columns for a list go into it, empty ones left out, and repeats once", () => {
  const row = {
    Telefon: "600100200",
    "Phone 1 - Value": "",
    "Tel. kom.": "600100201",
    mobile: "600100200",
  };
  assertEquals(customerOf(row), { phone_number: ["600100200", "600100201"] });
  assertEquals(customerOf({ email: "", "E-mail 2 - Value": "a@x.pl" }), { email: "a@x.pl" });
});

Deno.test("flags are understood in three languages, and other words are left to the contract", () => {
  for (const cell of ["TAK", " 1 ", "prawda", "WAHR", "T", "Y", "ja", "x", "yes", "True"]) {
    assertEquals(customerOf({ vip: cell }), { vip: true }, cell);
  }
  for (const cell of ["Nie", "no", "FAŁSZ", "falsz", "FALSCH", "N", "nein", "0", "false"]) {
    assertEquals(customerOf({ vip: cell }), { vip: false }, cell);
  }
  for (const cell of ["maybe", "VIP", "on", "1.0"]) {
    assertEquals(customerOf({ vip: cell }), { vip: cell });
  }
});

Deno.test("fields come in the order of the columns, and fields in parts after them", () => {
  const customer = customerOf({
    "address.city": "x",
    surname: "A",
    "b.c": "y",
    "address.flat": "z",
  });
  assertEquals(
    JSON.stringify(customer),
    '{"surname":"A","address":{"city":"x","flat":"z"},"b":{"c":"y"}}',
  );
});

Deno.test("white space and what nobody sees is taken off the ends of a cell, and a blank cell is not given", () => {
  const row = { surname: "\u00a0 Kalina\u200b\t", name: " \u00a0\ufeff", note: " a  b\nc " };
  assertEquals(customerOf(row), { surname: "Kalina", note: "a  b\nc" });
});

const phones: { readonly [cell: string]: string | ReadonlyArray<string> | undefined } = {
  "0048600100200": "0048600100200",
  "+48 600 100 200": "+48 600 100 200",
  "(22) 345-67-89": "(22) 345-67-89",
  "+48\u00a0600\u00a0100\u00a0200": "+48 600 100 200",
  "\u202d+48600100200\u202c": "+48600100200",
  "６００１００２００": "600100200",
  "tel:+48600100200": "+48600100200",
  "tel. 600100200": "600100200",
  "'600100200": "600100200",
  '="600100200"': "600100200",
  "48600100200.0": "48600100200",
  "22 345 67 89 wew. 12": "22 345 67 89 wew. 12",
  "600100200,": "600100200",
  "600100200|": "600100200",
  "600100200, 600100201": ["600100200", "600100201"],
  "600100200;600100201": ["600100200", "600100201"],
  "600 100 200 / 600 100 201": ["600 100 200", "600 100 201"],
  "600100200\n600100201": ["600100200", "600100201"],
  "600100200 ::: 600100201": ["600100200", "600100201"],
  "600100200 lub 600100201": ["600100200", "600100201"],
  "|600100200||600100201|": ["600100200", "600100201"],
  "600100200, 600100200": "600100200",
  "wieczorem": "wieczorem",
  "brak": undefined,
  "N/A": undefined,
  "-": undefined,
  "–": undefined,
};

for (const [cell, phone_number] of Object.entries(phones)) {
  Deno.test(`the phone numbers of ${JSON.stringify(cell)}`, () => {
    const expected = phone_number === undefined ? { surname: "A" } : { surname: "A", phone_number };
    assertEquals(customerOf({ surname: "A", phone_number: cell }), expected);
  });
}

const faulty: { readonly [cell: string]: string } = {
  "6.001E+08": "number-changed",
  "4,86E+10": "number-changed",
  "600100200|4,86E+10": "number-changed",
  "22 345 67 89 / 90": "phones-unclear",
  "600,100,200": "phones-unclear",
  "600100200 600100201": "phones-unclear",
  "6001002006001002": "phones-unclear",
  "#N/D!": "error-value",
  "#ARG!": "error-value",
  "#####": "error-value",
};

for (const [cell, code] of Object.entries(faulty)) {
  Deno.test(`a phone number is not guessed from ${cell}`, () => {
    assertEquals(customerOf({ surname: "A", phone_number: cell }), code);
  });
}

Deno.test("e-mail addresses in a cell are split where each part is one", () => {
  const email = ["a@x.pl", "b@x.pl"];
  for (
    const cell of [
      "a@x.pl, b@x.pl",
      "a@x.pl;b@x.pl;",
      "a@x.pl\nb@x.pl",
      "a@x.pl ::: b@x.pl",
      "a@x.pl b@x.pl",
    ]
  ) {
    assertEquals(customerOf({ email: cell }), { email }, cell);
  }
  assertEquals(customerOf({ email: "mailto:a@x.pl" }), { email: "a@x.pl" });
  for (const cell of ["Ewa <ewa@x.pl>", "Kalina, Ewa <ewa@x.pl>", "ewa"]) {
    assertEquals(customerOf({ email: cell }), { email: cell });
  }
  assertEquals(customerOf({ email: "Ewa <a@x.pl>, Jan <b@x.pl>" }), "emails-unclear");
});

Deno.test("what a database writes for no value is not given, but a person may be called Null", () => {
  for (
    const cell of [
      "NULL",
      "null",
      "(null)",
      "\\N",
      "<NULL>",
      "[NULL]",
      "Null",
      "NaN",
      "None",
      "undefined",
    ]
  ) {
    assertEquals(customerOf({ surname: "A", note: cell }), { surname: "A" }, cell);
  }
  assertEquals(customerOf({ surname: "Null", name: "NULL" }), { surname: "Null" });
  assertEquals(customerOf({ surname: "A", email: "brak", note: "brak" }), {
    surname: "A",
    note: "brak",
  });
  assertEquals(customerOf({ surname: "A", birthdate: "0/0/00" }), { surname: "A" });
});

Deno.test("ids that a spreadsheet changed are refused, and other texts are left as they are", () => {
  for (const field of ["identifier", "company_id", "nip", "pesel"]) {
    assertEquals(customerOf({ surname: "A", [field]: "1.23457E+11" }), "number-changed");
    assertEquals(customerOf({ [field]: '="00123"' }), { [field]: "00123" });
    assertEquals(customerOf({ [field]: "'00123" }), { [field]: "00123" });
  }
  assertEquals(customerOf({ note: "1.5E+10" }), { note: "1.5E+10" });
  assertEquals(customerOf({ identifier: "1E5" }), { identifier: "1E5" });
});

Deno.test("the apostrophe before a formula's sign is taken off, and that of a quotation is not", () => {
  for (const text of ["=1+1", "@SUM(1)", "+Kalina", "-2+3", "+48600100200"]) {
    assertEquals(customerOf({ note: `'${text}` }), { note: text });
    assertEquals(customerOf({ note: text }), { note: text });
  }
  for (const text of ["'-20%' rabat", "'+1'", "'=1'", "'t Hooft"]) {
    assertEquals(customerOf({ note: text }), { note: text });
  }
});

Deno.test("a row of totals is no customer, and a person of that name is one", () => {
  for (const surname of ["Razem: 1", "SUMA", "Total", "Summe:", "Łącznie 12"]) {
    assertEquals(customerOf({ surname, "custom_fields.Saldo": "1 234,50" }), "total-row", surname);
  }
  for (const [field, text] of [["name", "Ewa"], ["phone_number", "600100200"], ["note", "stały"]]) {
    assertEquals(customerOf({ surname: "Razem", [field]: text }), {
      surname: "Razem",
      [field]: text,
    });
  }
  assertEquals(customerOf({ surname: "Suma", phone_number: "12" }), "total-row");
  assertEquals(customerOf({ surname: "Razemska" }), { surname: "Razemska" });
  for (const surname of ["Liczba rekordów: 2", "Wygenerowano: 2024-05-01", "Strona 1 z 3"]) {
    assertEquals(customerOf({ surname, name: "" }), "total-row", surname);
  }
});

Deno.test("words and signs for no name are surnames to the contract, and are refused on request", () => {
  const refused = (surname: string) =>
    customerOf({ surname, name: "Ewa" }, { refusesNoName: true });
  const words = ["brak", "BRAK", "N/A", "n/d", "b.d.", "Nie dotyczy", "-", "---", "?", ".", "_"];
  for (const surname of words) {
    assertEquals(customerOf({ surname, name: "Ewa" }), { surname, name: "Ewa" });
    assertEquals(refused(surname), "no-name", surname);
  }
  for (const surname of ["Null", "None", "Brakowski", "X", "O", "7", "Łź", "Nd", "山"]) {
    assertEquals(refused(surname), { surname, name: "Ewa" });
  }
});

Deno.test("both names in a column are the surname, or are cut at the first space on request", () => {
  const row = { "Imię i nazwisko": "Ewa Kalina Nowak" };
  assertEquals(customerOf(row), { surname: "Ewa Kalina Nowak" });
  assertEquals(customerOf(row, { fullName: "split" }), { name: "Ewa", surname: "Kalina Nowak" });
  const turned = { "Nazwisko i imię": "Kalina Ewa" };
  assertEquals(customerOf(turned, { fullName: "split" }), { name: "Ewa", surname: "Kalina" });
  assertEquals(customerOf({ "Full name": "Kalina" }, { fullName: "split" }), { surname: "Kalina" });
});

Deno.test("beside a column with the first name, the surname is what remains of both names without it", () => {
  const of = (both: string, name: string, fullName?: "split" | "surname") =>
    customerOf({ "Imię i nazwisko": both, "Imię": name }, { fullName });
  assertEquals(of("Ewa Kalina-Nowak", "Ewa"), { name: "Ewa", surname: "Kalina-Nowak" });
  assertEquals(of("Ewa Maria  Kalina", "ewa maria"), { name: "ewa maria", surname: "Kalina" });
  assertEquals(of("Kalina Ewa", "Ewa", "split"), { name: "Ewa", surname: "Kalina" });
  assertEquals(of("Ewa Kalina", ""), { surname: "Ewa Kalina" });
  assertEquals(of("Ewa", "Ewa"), { name: "Ewa" });
  // The first name of somebody else, or in another form: nobody knows where the names part.
  assertEquals(of("Ewa Kalina", "Jan"), "names-differ");
  assertEquals(of("Ewa Kalina", "Ew"), "names-differ");
  assertEquals(of("dr Ewa Kalina", "Ewa"), "names-differ");
  assertEquals(of("Ewa Kalina", "Jan", "surname"), { name: "Jan", surname: "Ewa Kalina" });
});

Deno.test("a line that was drawn and a line below a table are no customers", () => {
  const lines = [
    "---",
    "=====",
    "RAZEM 1 os.",
    "Total (1)",
    "Podsumowanie",
    "(1 rows affected)",
    "1 wierszy",
  ];
  for (
    const surname of [...lines, "Koniec raportu", "Wydrukowano 2024-05-01", "Stan na 1.05.2024"]
  ) {
    assertEquals(customerOf({ surname, name: "" }), "total-row", surname);
  }
  assertEquals(customerOf({ surname: "-----", name: "---", "address.city": "----" }), "total-row");
  for (const surname of ["Firma 2000", "4F", "Koniec", "Suma-Nowak", "Razemska 2"]) {
    assertEquals(customerOf({ surname }), { surname });
  }
  assertEquals(customerOf({ surname: "-", name: "Ewa" }), { surname: "-", name: "Ewa" });
});

Deno.test("dates of nothing but zeros, and Excel's day zero, are no birthdates", () => {
  for (
    const cell of [
      "0.0.00",
      "0000-00-00 00:00:00",
      "00.00.0000",
      "0/0/00",
      "1900-01-00",
      "00.01.1900",
    ]
  ) {
    assertEquals(customerOf({ birthdate: cell }), {}, cell);
  }
  for (const cell of ["2000-01-01", "01.01.1900", "00.01.1980"]) {
    assertEquals(customerOf({ birthdate: cell }), { birthdate: cell });
  }
});

Deno.test("a plus begins the next phone number", () => {
  assertEquals(customerOf({ phone_number: "+48600100200 +48600100201" }), {
    phone_number: ["+48600100200", "+48600100201"],
  });
  for (const cell of ["+48600100200 (+48600100201)", "+48600100200 - +48600100201"]) {
    assertEquals(customerOf({ phone_number: cell }), "phones-unclear", cell);
  }
  // Nobody can tell whether a plus between two numbers belongs to the second one.
  assertEquals(customerOf({ phone_number: "600100200+600100201" }), "phones-unclear");
});

Deno.test("phone numbers in the short form of powers are lost digits, and an id of this form is an id", () => {
  for (const cell of ["4.86E10", "6e8", "4,86E10"]) {
    assertEquals(customerOf({ phone_number: cell }), "number-changed", cell);
  }
  assertEquals(customerOf({ identifier: "6E8" }), { identifier: "6E8" });
});

Deno.test("a NIP or PESEL that became a decimal is the number again", () => {
  assertEquals(customerOf({ nip: "1234563218.0", pesel: "44051401359,00", identifier: "12.0" }), {
    nip: "1234563218",
    pesel: "44051401359",
    identifier: "12.0",
  });
});

Deno.test("a gender that nobody chose is not given", () => {
  for (const gender of ["Unspecified", "Nieokreślona", "Keine Angabe", "NULL"]) {
    assertEquals(customerOf({ gender }), {}, gender);
  }
  for (const gender of ["K", "Kobieta", "male", "n"]) {
    assertEquals(customerOf({ gender }), { gender });
  }
});
