/**
 * The sandbox's own reading of the contract: which structure a customer, and an update of one, must have.
 *
 * It shares no code with the library's validation, and must not. Two sides that call the same check
 * always agree, so a test that compares them would prove nothing.
 *
 * @module
 */

/** The fields of an object. */
export type Fields = { readonly [field: string]: unknown };

const textFields = [
  "name",
  "surname",
  "type",
  "group",
  "gender",
  "homepage",
  "birthdate",
  "nip",
  "note",
  "pesel",
  "job",
  "job_title",
  "account_manager",
];
const addressFields = ["street", "building", "flat", "postcode", "city", "country"];

/** Whether a value is an object with fields, not a list. */
export const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isTextOrTexts = (value: unknown): boolean =>
  typeof value === "string" ||
  (Array.isArray(value) && value.every((one) => typeof one === "string"));

/** The values of a field that takes one value or a list. */
export const listOf = (value: unknown): ReadonlyArray<unknown> =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];

const isStructure = (value: unknown): boolean => typeof value === "object" && value !== null;

const isNumericPhone = (phone: unknown): boolean =>
  /^\d*$/.test(String(phone).replace(/[\s+().\/-]/g, ""));

/** What an update says: a field that is `null`, or a part of an address, is as if it were left out. */
export const saidIn = (input: Fields): Fields => {
  const said: { [field: string]: unknown } = {};
  for (const [field, value] of Object.entries(input)) {
    if (value === null || value === undefined) continue;
    said[field] = addressNames.includes(field) && isObject(value) ? saidIn(value) : value;
  }
  return said;
};

/** The names of the fields that hold an address. */
export const addressNames: ReadonlyArray<string> = [
  "address",
  "invoice_address",
  "mail_drop_address",
];

/** What is wrong with the structure of a customer; `undefined` if nothing is. */
export const structureProblem = (input: Fields): string | undefined =>
  input.surname === undefined ? "Surname is required." : updateProblem(input);

/** The same of an update, which may leave the surname out. */
export const updateProblem = (input: Fields): string | undefined => {
  const { surname = "-" } = input;
  if (typeof surname !== "string" || surname.trim() === "") return "Surname is required.";
  for (const field of textFields) {
    if (input[field] !== undefined && typeof input[field] !== "string") {
      return `Field ${field} must be a string.`;
    }
  }
  if (input.email !== undefined && !isTextOrTexts(input.email)) {
    return "Field email must be a string or a list of strings.";
  }
  if (
    !listOf(input.phone_number).every((phone) => typeof phone === "string" && isNumericPhone(phone))
  ) {
    return "Phone number must be numeric.";
  }
  for (const id of ["company_id", "identifier"]) {
    if (input[id] !== undefined && !["string", "number"].includes(typeof input[id])) {
      return `Field ${id} must be a string or a number.`;
    }
  }
  for (const flag of ["vip", "fill_read_only_custom_fields"]) {
    if (input[flag] !== undefined && typeof input[flag] !== "boolean") {
      return `Field ${flag} must be a boolean.`;
    }
  }
  if (input.custom_fields !== undefined && !isObject(input.custom_fields)) {
    return "Field custom_fields must be an object.";
  }
  if (isObject(input.custom_fields) && Object.values(input.custom_fields).some(isStructure)) {
    return "Value of a custom field must be a scalar.";
  }
  return addressProblem(input);
};

const addressProblem = (input: Fields): string | undefined => {
  for (const field of addressNames) {
    const address = input[field];
    if (address === undefined) continue;
    if (!isObject(address)) return `Field ${field} must be an object.`;
    for (const part of addressFields) {
      if (address[part] !== undefined && typeof address[part] !== "string") {
        return `Field ${field}.${part} must be a string.`;
      }
    }
  }
  return undefined;
};
