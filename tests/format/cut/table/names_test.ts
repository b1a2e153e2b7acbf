/** The names of columns that people's programs write, and names that nobody knows. */
import { assert, assertEquals } from "../../../support/assert.ts";
import { problemText } from "../../../../src/format/cut/problem_texts.ts";
import { customerOf, type ReadTable, readText } from "./read.ts";

/** The fields of a header's columns; a column that is left out has a dash. */
const fieldsOf = (header: string): string =>
  readText(`${header}\n`, { unknownColumns: "skip" }).findings.columns
    .map(({ field = "-" }) => field).join(" ");

const headers: { readonly [program: string]: readonly [header: string, fields: string] } = {
  "Polish Excel": [
    "Nazwisko;Imię;Nr tel.;Adres e-mail;Data ur.;Kod poczt.;Miejscowość;Płeć;Uwagi;Strona WWW",
    "surname name phone_number email birthdate address.postcode address.city gender note homepage",
  ],
  "Polish Excel without diacritics": [
    "nazwisko;imie;miejscowosc;plec;nr_telefonu",
    "surname name address.city gender phone_number",
  ],
  "German Excel": [
    "Nachname;Vorname;Straße;Hausnr.;PLZ;Ort;Land;Handy;E-Mail-Adresse;Geburtsdatum;Kunden-Nr.;Bemerkung",
    "surname name address.street address.building address.postcode address.city address.country phone_number " +
    "email birthdate identifier note",
  ],
  "German Excel, where Name is the surname": ["Name;Vorname;Telefon", "surname name phone_number"],
  "English Excel": [
    "Last Name,First Name,Email,Phone,Street,City,Post Code,Country,Date of Birth,Notes",
    "surname name email phone_number address.street address.city address.postcode address.country birthdate note",
  ],
  "Outlook": [
    '"Title","First Name","Last Name","Job Title","Business Street","Business City","Business Postal Code",' +
    '"Business Phone","Mobile Phone","E-mail Address","E-mail 2 Address","Birthday","Web Page","Notes"',
    "- name surname job_title address.street address.city address.postcode phone_number phone_number email email " +
    "birthdate homepage note",
  ],
  "Outlook with two addresses, of which none is the address for sure": [
    "Last Name,Business City,Home City,Home Street",
    "surname - - address.street",
  ],
  "Google Contacts": [
    "First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Value,Phone 2 - Value,Address 1 - City," +
    "Address 1 - Postal Code,Organization Title,Notes",
    "name surname - email phone_number phone_number address.city address.postcode job_title note",
  ],
  "WooCommerce": [
    "customer_id,user_email,first_name,last_name,billing_phone,billing_address_1,billing_city,billing_postcode," +
    "billing_country,shipping_address_1,shipping_city",
    "- email name surname phone_number invoice_address.street invoice_address.city invoice_address.postcode " +
    "invoice_address.country mail_drop_address.street mail_drop_address.city",
  ],
  "PrestaShop": [
    "ID,Social title,First name,Last name,Email address,Address,Zip/postal code,City,Country",
    "- - name surname email - address.postcode address.city address.country",
  ],
  "BaseLinker": [
    "Imię i nazwisko;E-mail;Telefon;Kod pocztowy;Miasto;Ulica dostawy;Miasto do faktury;NIP",
    "surname email phone_number address.postcode address.city mail_drop_address.street invoice_address.city nip",
  ],
  "Subiekt": [
    "Nazwisko;Symbol kontrahenta;NIP;Ulica;Nr domu;Nr lokalu;Kod;Miasto;Telefon",
    "surname identifier nip address.street address.building address.flat address.postcode address.city phone_number",
  ],
  "HubSpot": [
    "Record ID,First Name,Last Name,Email,Phone Number,Mobile Phone Number,Website URL",
    "identifier name surname email phone_number phone_number homepage",
  ],
  "Bitrix24": [
    "Nazwisko;Imię;Telefon służbowy;Telefon komórkowy;E-mail służbowy;Stanowisko;Komentarz",
    "surname name phone_number phone_number email job_title note",
  ],
  "programs that write names without spaces": [
    "lastName,firstName,phoneNumber,emailAddress,postalCode,dateOfBirth,miastoFaktura",
    "surname name phone_number email address.postcode birthdate invoice_address.city",
  ],
  "a form": [
    "Nazwisko (wymagane);Imię (opcjonalne);Telefon (kontaktowy)",
    "surname name phone_number",
  ],
  "this contract": [
    "surname;mail_drop_address.city;custom_fields.Dział.A;fill_read_only_custom_fields;company_id",
    "surname mail_drop_address.city custom_fields.Dział.A fill_read_only_custom_fields company_id",
  ],
};

for (const [program, [header, fields]] of Object.entries(headers)) {
  Deno.test(`the header of ${program} is known`, () => assertEquals(fieldsOf(header), fields));
}

Deno.test("a name is known in any case, with spaces, marks and signs in it that nobody sees", () => {
  const names = [
    "\u00a0NAZWISKO\u00a0",
    "imie\u0328",
    '"Numer\u00a0 Telefonu"',
    "E-MAIL\u200b",
    '"Kod\npocztowy"',
    "\ufeffPESEL",
    "Płeć *",
    "Uwagi (dług, termin)",
  ];
  assertEquals(
    fieldsOf(names.join(";")),
    "surname name phone_number email address.postcode pesel gender note",
  );
});

Deno.test("a name that may mean two things is unknown", () => {
  const names = [
    "Nazwa",
    "Title",
    "Firma",
    "ID",
    "Kod",
    "Adres",
    "Name",
    "Nazwisko (panieńskie)",
    "Telefon (fax)",
  ];
  for (const name of names) {
    const expected = name === "Name" ? "surname name" : "surname -";
    assertEquals(fieldsOf(`Nazwisko;${name}`), expected);
  }
  assertEquals(fieldsOf("Last Name,First Name,Name"), "surname name -");
  assertEquals(readText("First Name,Name\nEwa,Kalina\n").problem?.code, "no-required-column");
});

const textOf = ({ problem }: ReadTable): string =>
  problem === undefined ? "" : problemText(problem);

Deno.test("unknown columns stop the table once, all of them, with the fields that are closest", () => {
  const table = "Nazwisko;Telefn;Firma;Nr faktury;Data zakupu\nKalina;600100200;;;\n";
  assertEquals(
    textOf(readText(table, { unknownColumns: "refuse" })),
    '4 columns are not known to Thulium: "Telefn" (perhaps phone_number), "Firma" (perhaps job or surname), ' +
      '"Nr faktury", "Data zakupu"',
  );
  const read = readText(table, {
    ...{ unknownColumns: "refuse", skip: ["nr faktury", "DATA ZAKUPU"] },
    map: { Telefn: "phone_number", Firma: "" },
  });
  assertEquals(read.rows[0].row, { surname: "Kalina", phone_number: "600100200" });
  assertEquals(read.findings.columns.map(({ why }) => why), [
    "known",
    "map",
    "skip",
    "skip",
    "skip",
  ]);
});

Deno.test("unknown columns are fields of their own names if they are passed on", () => {
  assertEquals(readText("Nazwisko;Nr faktury\nKalina;7\n").rows[0].row, {
    surname: "Kalina",
    "Nr faktury": "7",
  });
});

Deno.test("a map must name columns and fields that there are", () => {
  const table = "Nazwisko;Tel\nKalina;1\n";
  assertEquals(
    textOf(readText(table, { map: { Kolor: "note" } })),
    'there is no column "Kolor"; the columns are "Nazwisko", "Tel"',
  );
  assertEquals(
    textOf(readText(table, { map: { Tel: "phone_numbr" }, unknownColumns: "refuse" })),
    'Thulium has no field "phone_numbr" (perhaps phone_number); a field of your own is custom_fields.NAME',
  );
});

Deno.test("a customer's name of a program for invoices is the surname if nothing else can be", () => {
  assertEquals(fieldsOf("Nazwa;NIP;Telefon"), "surname nip phone_number");
  assertEquals(fieldsOf("Kontrahent,E-mail"), "surname email");
  assertEquals(fieldsOf("Nazwa;Nazwisko;NIP"), "- surname nip");
  for (const header of ["Nazwa;Cena", "Nazwa;Klient;NIP", "Nazwa;Imię;NIP"]) {
    assertEquals(readText(`${header}\nKalina;1;1\n`).problem?.code, "no-required-column");
  }
});

Deno.test("where no column is the surname, names are shown only if they can't be customers", () => {
  assertEquals(
    textOf(readText("Osoba;Tel.;NIP\nKalina;600100200;1\n")),
    'no column is named surname: the header in line 1 has "Osoba" (perhaps surname), "Tel.", "NIP"; ' +
      "it has 3 columns with the delimiter semicolon",
  );
  for (const row of ["Kalina;Ewa;600100200", "Kalina;Ewa;ewa@x.pl", "Kalina;Ewa;Tel 600100200"]) {
    const text = textOf(readText(`${row}\nRuta;Jan;600100201\n`));
    assert(text.includes("the first row must be a header") && !text.includes("Kalina"), text);
  }
});

Deno.test("both names are split only on request, and the findings say so", () => {
  const split = (fullName: "split" | "surname") => {
    const [column] = readText("Full name\nEwa Kalina\n", { fullName }).findings.columns;
    return [column.field, column.why, column.isSplit];
  };
  assertEquals(split("surname"), ["surname", "both names", false]);
  assertEquals(split("split"), ["surname", "both names", true]);
});

Deno.test("Kod is no postcode beside a postcode", () => {
  const row = { Kod: "KAL", surname: "A", "Kod pocztowy": "90-001", Miasto: "Łódź" };
  assertEquals(customerOf(row), {
    Kod: "KAL",
    surname: "A",
    address: { postcode: "90-001", city: "Łódź" },
  });
});

Deno.test("names of shops and of programs for invoices are known", () => {
  const invoices = { "Nazwa / Imię i nazwisko": "Ewa Kalina", NIP: "", Telefon: "600100200" };
  assertEquals(customerOf(invoices), { surname: "Ewa Kalina", phone_number: "600100200" });
  const shop = { "Kupujący - imię i nazwisko": "Ewa Kalina", "Kupujący - e-mail": "e@x.pl" };
  assertEquals(customerOf(shop), { surname: "Ewa Kalina", email: "e@x.pl" });
  const outlook = { Nachname: "Kalina", "E-Mail-Adresse": "a@x.de", "E-Mail 2: Adresse": "b@x.de" };
  assertEquals(customerOf(outlook), { surname: "Kalina", email: ["a@x.de", "b@x.de"] });
});
