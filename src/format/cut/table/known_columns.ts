/**
 * The field that a column's name stands for, if it is known. What a name means may depend on the other columns: `Name`
 * is the surname beside `Vorname`, and the first name beside `Last Name`. A name that stays unclear is unknown.
 *
 * @module
 */
import { addressFields, customerFields } from "../../../customer/fields.ts";
import {
  addressNames,
  addressWords,
  bothNames,
  contractorNames,
  fieldNames,
} from "./field_names.ts";
import { plainName, shownName } from "./plain_name.ts";
import { trimCell } from "./trim.ts";

/** What a name stands for: a field, or both names of a person. */
export type Meaning =
  | { readonly field: string }
  | { readonly bothNames: "given first" | "surname first" };

const lists: ReadonlySet<string> = new Set(["email", "phone_number"]);

const names = (listed: string): ReadonlyArray<string> => listed.split(", ");

const addresses: ReadonlyArray<string> = Object.entries(customerFields).flatMap(([field, kind]) =>
  kind === "address" ? [field] : []
);

/** What no cell can hold, but several columns can: its fields are written as paths. */
const groups: ReadonlySet<string> = new Set([...addresses, "custom_fields"]);

const makeKnown = (): ReadonlyMap<string, string> => {
  const known = new Map<string, string>();
  const add = (name: string, field: string) => known.set(name, field);
  for (const [field, listed] of Object.entries(fieldNames)) {
    for (const name of names(listed)) add(name, field);
  }
  const parts = Object.keys(addressFields).map((part) => [part, addressNames[part] ?? ""] as const);
  for (const [address, words] of Object.entries(addressWords)) {
    for (const [part, listed] of parts) {
      for (const name of new Set([part, ...names(listed)])) {
        for (const before of names(words.before)) add(`${before} ${name}`, `${address}.${part}`);
        for (const after of names(words.after)) add(`${name} ${after}`, `${address}.${part}`);
      }
    }
    for (const before of names(words.before)) {
      if (address !== "address") add(`${before} address 1`, `${address}.street`);
    }
  }
  for (const [part, listed] of parts) {
    for (const name of names(listed)) add(name, `address.${part}`);
  }
  // The contract's own names come last, so that nothing else takes them.
  for (const address of addresses) {
    for (const [part] of parts) add(plainName(`${address}.${part}`), `${address}.${part}`);
  }
  for (const field of Object.keys(customerFields)) {
    if (!groups.has(field)) add(plainName(field), field);
  }
  return known;
};

let known: ReadonlyMap<string, string> | undefined;

/** All names that are known, in their plain form, and their fields. */
export const knownNames = (): ReadonlyMap<string, string> => known ??= makeKnown();

/** `phoneNumber`, `kodPocztowy`: programs write names without spaces. */
const compactNames = (): ReadonlyMap<string, string> =>
  compactOnes ??= new Map(
    Array.from(knownNames(), ([name, field]) => [name.replaceAll(" ", ""), field] as const),
  );

let compactOnes: ReadonlyMap<string, string> | undefined;

const knownField = (plain: string): string | undefined =>
  knownNames().get(plain) ?? compactNames().get(plain);

/** The names that people misspell: those of fields, without words that say which address is meant. */
export const usualNames = (): ReadonlyMap<string, string> =>
  usualOnes ??= new Map(
    Array.from(knownNames()).filter(([name, field]) =>
      addressNames[field.slice(field.indexOf(".") + 1)]?.split(", ").includes(name) === true ||
      fieldNames[field]?.split(", ").includes(name) === true ||
      plainName(field) === name
    ),
  );

let usualOnes: ReadonlyMap<string, string> | undefined;

/** `Phone 1 - Value`, `Telefon 2`, `E-mail 3 Address`, `E-mail 1`: one of several columns for a list. */
const numbered = /^(?<base>\D+?) ?\d{1,2}(?: (?<rest>value|address|adresse|number|wartosc))?$/u;

/** `Data urodzenia (RRRR-MM-DD)`: what explains a name. A maiden name is no surname, and a fax is no phone. */
const explained = /^(?<name>[^(]+?)\s*\((?!.*fa(?:x|ks))[^()]*\)$/iu;
const mayBeExplained: ReadonlySet<string> = new Set([
  ...["email", "phone_number", "gender", "homepage", "birthdate", "nip", "pesel", "note", "vip"],
]);

/** `Nazwisko (wymagane)`: what is said to those who fill in a form. */
const demand =
  /\s*\((?:wymagan[aey]|obowiązkow[aey]|opcjonaln[aey]|required|optional|pflichtfeld)\)$/iu;

/** A name with a delimiter in it is several names, of a line that was cut by another delimiter. */
const severalNames = /[,;|\t]/u;

const customField = /^custom[_ ]?fields?\.(?<name>.+)$/iu;

/** A name without the line breaks by which people fit it into a narrow column. */
const unwrapped = (cell: string): string =>
  trimCell(cell).normalize("NFC").replaceAll(/[ \t]{0,9}[\r\n]{1,9}[ \t]{0,9}/g, " ");

/** The meaning of a name by itself. */
const meaningOf = (cell: string): Meaning | undefined => {
  const shown = shownName(cell);
  // The name of a custom field stays as it is: another one would make a new field.
  const custom = customField.exec(unwrapped(cell))?.groups?.name.trim();
  if (custom !== undefined && custom !== "") return { field: `custom_fields.${custom}` };
  const plain = plainName(shown.replace(demand, ""));
  const field = knownField(plain);
  if (field !== undefined) return { field };
  const both = severalNames.test(shown) ? undefined : bothNamesOf(plain);
  if (both !== undefined) return both;
  const list = knownField(numbered.exec(plain)?.groups?.base ?? "");
  if (list !== undefined && lists.has(list)) return { field: list };
  const short = knownField(plainName(explained.exec(shown)?.groups?.name ?? ""));
  return short !== undefined && mayBeExplained.has(short) ? { field: short } : undefined;
};

const bothNamesOf = (plain: string): Meaning | undefined => {
  if (names(bothNames.givenFirst).includes(plain)) return { bothNames: "given first" };
  return names(bothNames.surnameFirst).includes(plain) ? { bothNames: "surname first" } : undefined;
};

/** Whether a field takes values of several columns. */
export const isList = (field: string): boolean => lists.has(field);

/** Whether the contract has the field. `custom_fields.X` may have any name. */
export const isContractField = (field: string): boolean => {
  const dot = field.indexOf(".");
  if (dot < 0) return Object.hasOwn(customerFields, field) && !groups.has(field);
  const group = field.slice(0, dot);
  const part = field.slice(dot + 1);
  return group === "custom_fields"
    ? part !== ""
    : addresses.includes(group) && Object.hasOwn(addressFields, part);
};

/** Whether a field is written in parts. */
export const isGroup = (field: string): boolean => groups.has(field);

/** `Business City`, `Home City`, `Address 2 - City`: which one is the customer's address, nobody can tell. */
const ofOneAddress = /^(?:business|home|work|other|primary|contact|address 1) /u;

/**
 * The meanings of a header's names, in their order. Columns that are `taken`, because someone said what they stand
 * for, have none, but their fields count where a meaning depends on the other columns.
 */
export const meaningsOf = (
  cells: ReadonlyArray<string>,
  taken: ReadonlyArray<string | undefined> = [],
): ReadonlyArray<Meaning | undefined> => {
  const alone = cells.map((cell, i) => taken[i] === undefined ? meaningOf(cell) : undefined);
  const plain = cells.map(plainName);
  const hasField = (field: string, but?: number): boolean =>
    alone.some((one, i) =>
      i !== but && one !== undefined && "field" in one && one.field === field
    ) ||
    taken.includes(field);
  /** Whether a name says which of several addresses it means, and another column stands for the same field. */
  const isOneOfSeveral = (name: string): boolean => {
    const field = ofOneAddress.test(name) ? knownNames().get(name) : undefined;
    return field?.startsWith("address.") === true && (taken.includes(field) ||
      alone.filter((one) => one !== undefined && "field" in one && one.field === field).length > 1);
  };
  const contractors = plain.flatMap((name, i) =>
    taken[i] === undefined && names(contractorNames).includes(name) ? [i] : []
  );
  const hasOtherName = ["surname", "name"].some((field) => hasField(field)) ||
    alone.some((one) => one !== undefined && "bothNames" in one);
  const areCustomers = ["nip", "phone_number", "email"].some((field) => hasField(field));
  const isContractor = (i: number): boolean =>
    contractors.length === 1 && contractors[0] === i && areCustomers && !hasOtherName;
  return alone.map((meaning, i) => {
    if (taken[i] !== undefined) return undefined;
    if (isContractor(i)) return { field: "surname" };
    const isPlace = hasField("address.city") || hasField("address.street");
    // Beside the postcode it is the code of the customer, or of anything else.
    if (plain[i] === "kod" && isPlace && !hasField("address.postcode")) {
      return { field: "address.postcode" };
    }
    if (plain[i] === "name" && hasField("name", i)) {
      // Beside the first name it is both names once more, or in German the surname.
      return plain.includes("vorname") && !hasField("surname") ? { field: "surname" } : undefined;
    }
    // Both names are one name too many where the surname has a column.
    if (meaning !== undefined && "bothNames" in meaning && hasField("surname")) return undefined;
    return isOneOfSeveral(plain[i]) ? undefined : meaning;
  });
};
