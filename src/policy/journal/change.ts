/**
 * What an update has to send: the fields of a row that are not known to be in Thulium as they are in the row.
 *
 * While a change is on its way the journal knows nothing of the fields in it. So a run that is cut off leaves no wrong
 * knowledge behind, and whoever comes next sends these fields again.
 *
 * @module
 */
import { type BatchItem, makeBatchItem } from "../../batch/item.ts";
import type { Customer } from "../../customer/model.ts";
import type { CustomerUpdate } from "../../customer/update.ts";
import { isObject } from "../../internal/json.ts";
import { customPrefix, isInParts, kindOf, type KnownFields, writeFields } from "./fields.ts";

/** What becomes of fields that a row does not have any more: they keep their values, or are cleared. */
export type WhenEmpty = "keep" | "clear";

/** A row, and the customer that is to become like it. */
export interface Wanted {
  readonly index: number;
  readonly customer: Customer;
  readonly prints: KnownFields;
}

/** An update of one customer. */
export interface Change {
  /** The fields that it sends; empty if there is nothing to send. */
  readonly names: ReadonlyArray<string>;
  readonly item: BatchItem<CustomerUpdate>;
  /** What is known of the fields while it is on its way. */
  readonly during: string;
  /** What is known of the fields once it is done. */
  readonly after: string;
}

/** The change that makes a customer, of whose fields something is known, like a row. */
export const changeOf = (
  { customer, index, prints }: Wanted,
  customerId: string,
  known: KnownFields,
  whenEmpty: WhenEmpty,
): Change => {
  const changed = [...prints].flatMap(([name, print]) => known.get(name) === print ? [] : [name]);
  const gone = [...known.keys()].filter((name) => !prints.has(name));
  const cleared = whenEmpty === "clear" ? gone : [];
  const kept = whenEmpty === "keep" ? gone : [];
  const names = [...changed, ...cleared];
  const touched = new Set(fieldsOf(names));
  const left = new Map(
    kept.map((name) => [name, touched.has(fieldOf(name)) ? "" : known.get(name) ?? ""]),
  );
  return {
    names,
    item: makeBatchItem<CustomerUpdate>(index, updateOf(customer, customerId, changed, cleared)),
    during: writeFields(new Map([...known, ...left, ...names.map((name) => [name, ""] as const)])),
    after: writeFields(new Map([...prints, ...left])),
  };
};

/**
 * An address goes out as a whole if a part of it has changed: nobody knows whether Thulium keeps the parts that an update
 * leaves out. For the same reason nobody knows afterwards what parts hold that the row has lost.
 */
const updateOf = (
  customer: Customer,
  customerId: string,
  changed: ReadonlyArray<string>,
  cleared: ReadonlyArray<string>,
): CustomerUpdate => {
  const isChanged = new Set(changed);
  const { custom_fields, fill_read_only_custom_fields, ...fields } = customer;
  const touched = new Set(fieldsOf([...changed, ...cleared]));
  const sent = Object.entries(fields).filter(([field]) =>
    isInParts(field) ? touched.has(field) : isChanged.has(field)
  );
  const custom = Object.entries(custom_fields ?? {}).filter(([name]) =>
    isChanged.has(`${customPrefix}${name}`)
  );
  const update: Record<string, unknown> = Object.fromEntries(sent);
  if (custom.length > 0) update.custom_fields = Object.fromEntries(custom);
  for (const name of cleared) clear(update, name);
  if (update.custom_fields !== undefined && fill_read_only_custom_fields !== undefined) {
    update.fill_read_only_custom_fields = fill_read_only_custom_fields;
  }
  return { ...update, customer_id: customerId };
};

/** The address in which a part is, or else the name. Other names may have dots, too. */
const fieldOf = (name: string): string => {
  const field = name.split(".", 1)[0];
  return isInParts(field) ? field : name;
};

const fieldsOf = (names: ReadonlyArray<string>): ReadonlyArray<string> => names.map(fieldOf);

/** How a field is cleared. This is the only place that says so. */
const clear = (update: Record<string, unknown>, name: string): void => {
  const field = name.startsWith(customPrefix) ? "custom_fields" : fieldOf(name);
  if (field === name) {
    update[field] = emptyOf(field);
    return;
  }
  const parts = isObject(update[field]) ? update[field] : {};
  update[field] = { ...parts, [name.slice(field.length + 1)]: "" };
};

const emptyOf = (field: string): unknown => {
  switch (kindOf(field)) {
    case "texts":
    case "phones":
      return [];
    case "flag":
      return false;
    default:
      return "";
  }
};
