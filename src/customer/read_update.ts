/**
 * Reads unknown input as an update of a customer, as `read.ts` reads a customer.
 *
 * **`null` means "not changed", as a field that is left out does.** The page says so for tickets, and this project assumes
 * it for customers. So such a field is not sent at all, and nothing depends on what Thulium makes of `null`. In a custom
 * field `null` clears, as an empty text does.
 *
 * @module
 */
import { LongNumber } from "../internal/json.ts";
import { updateFields } from "./fields.ts";
import type { Issues } from "./issues.ts";
import { type Profiles, profilesOf, type Read, scalars } from "./read.ts";
import { idFault, isId, words } from "./rules.ts";
import type { CustomerUpdate } from "./update.ts";

const readId: Read = (value, path, issues) => {
  if (!isId(value)) issues.add(path, value instanceof LongNumber ? words.exact : idFault(value));
  return value;
};

const isUnchanged = (value: unknown): boolean => value === undefined || value === null;

let profiles: Profiles | undefined;

/** Reads input by the rules of a profile. It is an update only if there are no issues. */
export const readUpdate = (
  input: unknown,
  profile: keyof Profiles,
  issues: Issues,
): CustomerUpdate => {
  profiles ??= profilesOf(
    updateFields,
    { ...scalars, customerId: readId },
    isUnchanged,
    "customer_id",
  );
  return profiles[profile](input, "", issues) as CustomerUpdate;
};
