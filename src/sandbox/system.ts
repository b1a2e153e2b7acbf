/**
 * The system behind the sandbox's API: what is defined in it, which customers it holds, and its own
 * reading of the contract. It shares no code with the client's validation on purpose; two sides
 * that call the same check agree by construction and prove nothing.
 *
 * @module
 */

/** What is defined in the system. */
export interface SystemOptions {
  /**
   * Id that the first customer gets. The default is the one in the vendor's sample.
   *
   * @default 13
   */
  readonly firstId?: number | undefined;
  /**
   * Names of customer types.
   *
   * @default ["Klient", "Partner", "Dostawca"]
   */
  readonly types?: ReadonlyArray<string> | undefined;
  /**
   * Names of customer groups.
   *
   * @default ["VIP", "Standard"]
   */
  readonly groups?: ReadonlyArray<string> | undefined;
  /**
   * Logins of users who may look after customers.
   *
   * @default ["anna", "jan"]
   */
  readonly accountManagers?: ReadonlyArray<string> | undefined;
  /**
   * Ids of companies.
   *
   * @default "0" to "999"
   */
  readonly companies?: ReadonlyArray<string> | undefined;
  /**
   * Names of custom fields that are READ ONLY.
   *
   * @default ["Saldo"]
   */
  readonly readOnlyFields?: ReadonlyArray<string> | undefined;
}

/** A customer as the system holds it. */
export interface StoredCustomer {
  /** Id in the system. */
  readonly customer_id: number;
  /** The customer's values as they were sent, custom fields aside. */
  readonly fields: { readonly [field: string]: unknown };
  /** Custom fields that hold a value. */
  readonly custom_fields: { readonly [field: string]: unknown };
}

/** The answer about one customer of a batch, as it goes over the wire. */
export type ItemAnswer =
  | { readonly http_status: 201; readonly customer_id: string }
  | { readonly http_status: number; readonly message: string };

/** What customers can be looked up by. */
export const lookupKeys = ["identifier", "email", "phone_number", "nip"] as const;

/** Values to look customers up by. */
export type Lookup = { readonly [key in typeof lookupKeys[number]]?: string | undefined };

type Fields = { readonly [field: string]: unknown };

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

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isTextOrTexts = (value: unknown): boolean =>
  typeof value === "string" ||
  (Array.isArray(value) && value.every((one) => typeof one === "string"));
const listOf = (value: unknown): ReadonlyArray<unknown> =>
  value === undefined ? [] : Array.isArray(value) ? value : [value];
const isStructure = (value: unknown): boolean => typeof value === "object" && value !== null;
const isEmpty = (value: unknown): boolean => value === "" || value === null;
const isNumericPhone = (phone: unknown): boolean =>
  /^\d*$/.test(String(phone).replace(/[\s+().\/-]/g, ""));

/** One Thulium system, in memory. */
export class System {
  readonly #types: ReadonlySet<string>;
  readonly #groups: ReadonlySet<string>;
  readonly #accountManagers: ReadonlySet<string>;
  readonly #companies: ReadonlySet<string>;
  readonly #readOnly: ReadonlySet<string>;
  readonly #customFields = new Set<string>();
  readonly #customers: Array<StoredCustomer> = [];
  #nextId: number;

  /** Sets up an empty system. */
  constructor(options: SystemOptions = {}) {
    this.#nextId = options.firstId ?? 13;
    this.#types = new Set(options.types ?? ["Klient", "Partner", "Dostawca"]);
    this.#groups = new Set(options.groups ?? ["VIP", "Standard"]);
    this.#accountManagers = new Set(options.accountManagers ?? ["anna", "jan"]);
    this.#companies = new Set(options.companies ?? Array.from({ length: 1000 }, (_, i) => `${i}`));
    this.#readOnly = new Set(options.readOnlyFields ?? ["Saldo"]);
    for (const field of this.#readOnly) this.#customFields.add(field);
  }

  /** All customers, oldest first. */
  get customers(): ReadonlyArray<StoredCustomer> {
    return this.#customers;
  }

  /** Names of the custom fields that exist, those that customers brought included. */
  get customFields(): ReadonlyArray<string> {
    return [...this.#customFields];
  }

  /** Adds one customer of a batch, or says why not. */
  add(input: unknown): ItemAnswer {
    if (!isObject(input)) return { http_status: 400, message: "Customer must be an object." };
    const problem = structureProblem(input) ?? this.#referenceProblem(input);
    if (problem !== undefined) return { http_status: 400, message: problem };
    const { custom_fields, fill_read_only_custom_fields, ...fields } = input;
    const customer_id = this.#nextId++;
    this.#customers.push({
      customer_id,
      fields,
      custom_fields: this.#customFieldsOf(custom_fields, fill_read_only_custom_fields === true),
    });
    return { http_status: 201, customer_id: String(customer_id) };
  }

  /** Finds the customers that have all the given values. */
  find(lookup: Lookup): ReadonlyArray<StoredCustomer> {
    const wanted = Object.entries(lookup).filter(([, value]) => value !== undefined);
    return this.#customers.filter(({ fields }) =>
      wanted.every(([key, value]) => listOf(fields[key]).some((held) => String(held) === value))
    );
  }

  #referenceProblem({ account_manager, company_id, group, type }: Fields): string | undefined {
    const isUndefined = (value: unknown, defined: ReadonlySet<string>) =>
      value !== undefined && value !== "" && !defined.has(String(value));
    if (isUndefined(type, this.#types)) return "Customer type does not exist.";
    if (isUndefined(group, this.#groups)) return "Customer group does not exist.";
    if (isUndefined(account_manager, this.#accountManagers)) {
      return "Account manager does not exist.";
    }
    if (isUndefined(company_id, this.#companies)) return "Company does not exist.";
    return undefined;
  }

  #customFieldsOf(given: unknown, fillReadOnly: boolean): Fields {
    const values = new Map<string, unknown>();
    for (const [field, value] of Object.entries(isObject(given) ? given : {})) {
      this.#customFields.add(field);
      if (this.#readOnly.has(field) && !fillReadOnly) continue;
      if (isEmpty(value)) values.delete(field);
      else values.set(field, value);
    }
    return Object.fromEntries(values);
  }
}

const structureProblem = (input: Fields): string | undefined => {
  if (typeof input.surname !== "string" || input.surname.trim() === "") {
    return "Surname is required.";
  }
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
  for (const field of ["address", "invoice_address", "mail_drop_address"]) {
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
