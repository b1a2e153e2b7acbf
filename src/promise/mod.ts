/**
 * The library for programs without Effect: {@linkcode connect} gives promises and async iterables, and errors are thrown.
 * Everything else is the same: the policies, the outcomes, the journal.
 *
 * @example
 * ```ts
 * import { AuthError, connect } from "@thulium-effect/batch-customers/promise";
 *
 * async function addLead(password: string): Promise<string | undefined> {
 *   await using thulium = connect({ system: "acme", user: "api_user", password });
 *   try {
 *     return await thulium.addOne({ surname: "Kowalska", phone_number: "600 100 200" });
 *   } catch (error) {
 *     if (error instanceof AuthError) console.error("Check the user and the password");
 *     else throw error;
 *   }
 * }
 * ```
 *
 * @module
 */
export { connect, type Thulium } from "./connect.ts";
export type {
  AddOptions,
  ConnectOptions,
  ImportRowsOptions,
  JournalIn,
  Stoppable,
} from "./options.ts";
export type { Customer } from "../customer/model.ts";
export type { ImportedCustomer } from "../import/entry.ts";
export { ReferencedRow } from "../customer/referenced_row.ts";
export { UnreadableRow } from "../customer/unreadable_row.ts";
export type { Outcome } from "../outcome/model.ts";
export type { Report } from "../outcome/report.ts";
export { AddCustomerError } from "../import/single.ts";
export { AuthError, RefusedError, TransportError } from "../outcome/error.ts";
export { JournalStoreError } from "../policy/journal/store.ts";
