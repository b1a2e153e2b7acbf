/**
 * The system behind the sandbox's API: what is defined in it, and which customers it holds.
 *
 * @module
 */
import { type Fields, isObject, listOf, structureProblem } from "./contract.ts";
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
  | { readonly http_status: 201; readonly customer_id: string }
  | { readonly http_status: number; readonly message: string };

/** The fields that customers can be looked up by. */
export const lookupKeys = ["identifier", "email", "phone_number", "nip"] as const;

/** Values to look customers up by. */
export type Lookup = { readonly [key in typeof lookupKeys[number]]?: string | undefined };

const isEmpty = (value: unknown): boolean => value === "" || value === null;

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

  /** Names of the custom fields that exist, including those that customers added. */
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

  /** Finds the customers that have all of the given values. */
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
      if (!isEmpty(value)) values.set(field, value);
    }
    return Object.fromEntries(values);
  }
}
