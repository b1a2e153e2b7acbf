/**
 * The system behind the sandbox's API: what is defined in it, and which customers it holds.
 *
 * @module
 */
import {
  addressNames,
  type Fields,
  isObject,
  listOf,
  saidIn,
  structureProblem,
  updateProblem,
} from "./contract.ts";
import type { SystemOptions } from "./options.ts";

/** A customer as the system stores it. */
export interface StoredCustomer {
  /** Id in the system. */
  readonly customer_id: number;
  /** The values as they were sent, without the custom fields. */
  readonly fields: { readonly [field: string]: unknown };
  /** Custom fields that hold a value. */
  readonly custom_fields: { readonly [field: string]: unknown };
}

/** The answer for one customer of a batch, as it is sent. */
export type ItemAnswer =
  | { readonly http_status: 201 | 200; readonly customer_id: string }
  | {
    readonly http_status: number;
    readonly message: string;
    /** The id of a customer that exists already. */
    readonly customer_id?: string;
  };

/** What customers are looked up by. */
export interface Filters {
  /** Values of fields. */
  readonly fields: ReadonlyArray<readonly [field: string, value: string]>;
  /** Names of custom fields, each with the values of which a customer must have one. */
  readonly customFields: ReadonlyMap<string, ReadonlyArray<string>>;
}

/** The value of a custom field; `null` if the customer has none. */
export const valueOf = ({ custom_fields }: StoredCustomer, name: string): unknown =>
  Object.hasOwn(custom_fields, name) ? custom_fields[name] : null;

const isHeld = (held: unknown, value: string): boolean => {
  const values = listOf(held).map(String).filter((one) => one !== "");
  return value === "" ? values.length === 0 : values.includes(value);
};

const isEmpty = (value: unknown): boolean => value === "" || value === null;

/** The fields of an update; an address also has the parts that the update does not name. */
const withParts = (before: Fields, fields: Fields): Fields =>
  Object.fromEntries(
    Object.entries(fields).map(([field, value]) => {
      const old = before[field];
      const isAddress = addressNames.includes(field) && isObject(old) && isObject(value);
      return [field, isAddress ? { ...old, ...value } : value];
    }),
  );

/** One Thulium system, in memory. */
export class System {
  readonly #types: ReadonlySet<string>;
  readonly #groups: ReadonlySet<string>;
  readonly #accountManagers: ReadonlySet<string>;
  readonly #companies: ReadonlySet<string>;
  readonly #readOnly: ReadonlySet<string>;
  readonly #customFields = new Set<string>();
  /** The ids of the customers by identifier, if identifiers are unique. */
  readonly #owners: Map<string, string> | undefined;
  readonly #customers: Array<StoredCustomer> = [];
  /** The places of the customers in the list, by their ids. */
  readonly #places = new Map<string, number>();
  #nextId: number;

  /** Sets up an empty system. */
  constructor(options: SystemOptions = {}) {
    this.#nextId = options.firstId ?? 13;
    this.#types = new Set(options.types ?? ["Klient", "Partner", "Dostawca"]);
    this.#groups = new Set(options.groups ?? ["VIP", "Standard"]);
    this.#accountManagers = new Set(options.accountManagers ?? ["anna", "jan"]);
    this.#companies = new Set(options.companies ?? Array.from({ length: 1000 }, (_, i) => `${i}`));
    this.#readOnly = new Set(options.readOnlyFields ?? ["Saldo"]);
    this.#owners = options.uniqueIdentifiers === true ? new Map() : undefined;
    for (const field of this.#readOnly) this.#customFields.add(field);
  }

  /** All customers, oldest first. */
  get customers(): ReadonlyArray<StoredCustomer> {
    return this.#customers;
  }

  /** Names of the custom fields that exist, including those that customers added. */
  get customFields(): ReadonlyArray<string> {
    return [...this.#customFields];
  }

  /** Adds one customer of a batch, or says why not. */
  add(input: unknown): ItemAnswer {
    if (!isObject(input)) return { http_status: 400, message: "Customer must be an object." };
    const problem = structureProblem(input) ?? this.#referenceProblem(input);
    if (problem !== undefined) return { http_status: 400, message: problem };
    const identifier = String(input.identifier ?? "");
    const owner = this.#owners?.get(identifier);
    if (owner !== undefined) {
      return { http_status: 400, message: "Customer already exists.", customer_id: owner };
    }
    const { custom_fields, fill_read_only_custom_fields, ...fields } = input;
    const customer_id = this.#nextId++;
    const id = String(customer_id);
    if (identifier !== "") this.#owners?.set(identifier, id);
    this.#places.set(id, this.#customers.length);
    this.#customers.push({
      customer_id,
      fields,
      custom_fields: this.#customFieldsOf(custom_fields, fill_read_only_custom_fields === true),
    });
    return { http_status: 201, customer_id: id };
  }

  /**
   * Changes one customer of a batch, or says why not. Fields that are left out, or `null`, keep their values; so do the
   * parts of an address. Lists are replaced. An empty custom field is cleared.
   */
  update(input: unknown): ItemAnswer {
    if (!isObject(input)) return { http_status: 400, message: "Customer must be an object." };
    const { custom_fields, customer_id, fill_read_only_custom_fields, ...fields } = saidIn(input);
    const id = String(customer_id ?? "").trim();
    if (id === "" || typeof customer_id === "object") {
      return { http_status: 400, message: "Customer id is required." };
    }
    const place = this.#places.get(id);
    if (place === undefined) return { http_status: 404, message: "Customer does not exist." };
    const said = { ...fields, custom_fields, fill_read_only_custom_fields };
    const problem = updateProblem(said) ?? this.#referenceProblem(said);
    if (problem !== undefined) return { http_status: 400, message: problem };
    const before = this.#customers[place];
    const owner = this.#owners?.get(String(fields.identifier ?? ""));
    if (owner !== undefined && owner !== id) {
      return { http_status: 400, message: "Customer already exists.", customer_id: owner };
    }
    if (fields.identifier !== undefined) {
      this.#owners?.delete(String(before.fields.identifier ?? ""));
      if (fields.identifier !== "") this.#owners?.set(String(fields.identifier), id);
    }
    this.#customers[place] = {
      customer_id: before.customer_id,
      fields: { ...before.fields, ...withParts(before.fields, fields) },
      custom_fields: this.#customFieldsOf(
        custom_fields,
        fill_read_only_custom_fields === true,
        before.custom_fields,
      ),
    };
    return { http_status: 200, customer_id: id };
  }

  /**
   * Finds the customers that pass all filters. An empty identifier or phone number finds those who have none. A custom
   * field that does not exist is no filter.
   */
  find({ customFields, fields }: Filters): ReadonlyArray<StoredCustomer> {
    const known = [...customFields].filter(([name]) => this.#customFields.has(name));
    return this.#customers.filter((customer) =>
      fields.every(([field, value]) => isHeld(customer.fields[field], value)) &&
      known.every(([name, values]) => values.includes(String(valueOf(customer, name) ?? "")))
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

  #customFieldsOf(given: unknown, fillReadOnly: boolean, before: Fields = {}): Fields {
    const values = new Map<string, unknown>(Object.entries(before));
    for (const [field, value] of Object.entries(isObject(given) ? given : {})) {
      this.#customFields.add(field);
      if (this.#readOnly.has(field) && !fillReadOnly) continue;
      if (isEmpty(value)) values.delete(field);
      else values.set(field, value);
    }
    return Object.fromEntries(values);
  }
}
