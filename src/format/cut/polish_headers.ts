/**
 * The usual column names of Polish customer lists, and the contract's field for each of them.
 *
 * @module
 */
import { customerFields } from "../../customer/fields.ts";

const fields: { readonly [field: string]: ReadonlyArray<string> } = {
  surname: ["nazwisko"],
  name: ["imię", "imie"],
  email: ["e-mail", "mail", "adres e-mail", "adres email"],
  phone_number: ["telefon", "tel", "tel.", "nr telefonu", "numer telefonu", "telefon komórkowy"],
  company_id: ["id firmy"],
  type: ["typ", "typ klienta"],
  group: ["grupa", "grupa klienta"],
  identifier: ["identyfikator", "id klienta", "nr klienta", "numer klienta"],
  gender: ["płeć", "plec"],
  homepage: ["www", "strona www", "strona internetowa"],
  birthdate: ["data urodzenia"],
  note: ["notatka", "uwagi"],
  job: ["miejsce pracy"],
  job_title: ["stanowisko"],
  account_manager: ["opiekun", "opiekun klienta"],
  "address.street": ["ulica"],
  "address.building": ["nr budynku", "numer budynku", "nr domu", "numer domu"],
  "address.flat": ["nr mieszkania", "numer mieszkania", "nr lokalu", "numer lokalu"],
  "address.postcode": ["kod pocztowy", "kod"],
  "address.city": ["miasto", "miejscowość", "miejscowosc"],
  "address.country": ["kraj"],
};

const known: ReadonlyMap<string, string> = new Map([
  ...Object.keys(customerFields).map((field) => [field.replaceAll("_", " "), field] as const),
  ...Object.entries(fields).flatMap(([field, names]) =>
    names.map((name) => [name, field] as const)
  ),
]);

/**
 * The field that a column name stands for. Case, spaces and underscores make no difference. An unknown name is returned
 * as it is.
 */
export const fieldOfPolish = (name: string): string => {
  const plain = name.normalize("NFC").toLowerCase().replaceAll(/[\s_]+/g, " ").trim();
  return known.get(plain) ?? name;
};
