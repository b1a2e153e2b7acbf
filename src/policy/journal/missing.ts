/**
 * Customers that a journal knows, and that the last list did not have.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Option from "effect/Option";
import * as Stream from "effect/Stream";
import { checkInteger } from "../../internal/check_option.ts";
import { JournalStore, type JournalStoreError } from "./store.ts";
import { toItsEnd } from "./store_call.ts";

/** Options of {@linkcode missing}. */
export interface MissingOptions {
  /** The journal's name. */
  readonly name: string;
  /** The time of the list, as it was given to the journal. */
  readonly listedAt: number;
}

/**
 * The ids of the customers that the journal knows, and that no list of this time or a later one had: customers that are
 * gone from the source, perhaps. Ask only if the list was read to its end.
 *
 * A row that was invalid, and so never reached the journal, counts as missing. Nothing is deleted.
 *
 * @throws {RangeError} If the time is no whole number, or negative.
 *
 * @example
 * ```ts
 * import * as Effect from "effect/Effect";
 * import * as Stream from "effect/Stream";
 * import { Journal } from "@thulium-effect/batch-customers";
 *
 * const printMissing = (listedAt: number) =>
 *   Journal.missing({ name: "customers", listedAt }).pipe(
 *     Stream.runForEach((customerId) => Effect.logInfo(`not in the list: ${customerId}`)),
 *   );
 * ```
 */
export const missing = (
  { listedAt, name }: MissingOptions,
): Stream.Stream<string, JournalStoreError, JournalStore> => {
  checkInteger("listedAt", listedAt, 0);
  return Stream.unwrap(Effect.map(JournalStore, ({ open }) => {
    const entries = open(name);
    return Stream.paginate(
      "",
      (after) =>
        Effect.map(toItsEnd("read", [], entries.missing(listedAt, after, perPage)), (found) => [
          found.map(({ customerId }) => customerId),
          found.length < perPage ? Option.none() : Option.fromNullishOr(found.at(-1)?.key),
        ]),
    );
  }));
};

const perPage = 1000;
