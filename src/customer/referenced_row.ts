/**
 * A row with the caller's own reference to it: a line number, a key of a database, the message of a queue. The reference
 * comes back with the row's outcome.
 *
 * @module
 */

/**
 * A row for `importCustomers` with a reference of the caller's own, which comes back in {@linkcode ImportedCustomer}.
 * The reference is not sent, not read and not logged.
 *
 * @example
 * ```ts
 * import { BatchCall, importCustomers, ReferencedRow } from "@thulium-effect/batch-customers";
 * import * as Effect from "effect/Effect";
 * import * as Stream from "effect/Stream";
 *
 * const rows = Stream.make({ id: 17, surname: "Kowalska" }, { id: 18, surname: "Nowak" });
 * const program = importCustomers(
 *   Stream.map(rows, ({ id, ...customer }) => new ReferencedRow(customer, id)),
 * ).pipe(
 *   Stream.runForEach(({ outcome, reference }) => Effect.logInfo(`row ${reference}: ${outcome._tag}`)),
 *   Effect.provide(BatchCall.layerEnv()),
 * );
 * ```
 */
export class ReferencedRow {
  /** A customer, or a row from outside. */
  readonly row: unknown;
  /** What the caller knows the row by. */
  readonly reference: unknown;

  /** Only a row that was made here has it: a Proxy from outside can't pretend to, and is not asked. */
  readonly #brand = true;

  /** Joins a row and its reference. */
  constructor(row: unknown, reference: unknown) {
    this.row = row;
    this.reference = reference;
  }

  /** Whether a row from outside has a reference. It reads nothing of the row. */
  static isOne(row: unknown): row is ReferencedRow {
    return typeof row === "object" && row !== null && #brand in row;
  }
}
