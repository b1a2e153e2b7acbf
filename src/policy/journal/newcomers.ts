/**
 * Customers that the journal does not know yet, looked up before they are created: some exist already.
 *
 * | Thulium has with the key                              | what becomes of the row                              |
 * |-------------------------------------------------------|------------------------------------------------------|
 * | nobody                                                | it is created                                        |
 * | one customer                                          | the customer is adopted: the journal knows it from now on |
 * | several customers                                     | `Rejected`, with their number: nothing is guessed    |
 * | one that belongs to another row                       | `Rejected`                                           |
 * | one with another surname, found by phone or e-mail, which people share | `Rejected`                          |
 * | it is not known, because the lookup failed            | `NotSent`                                            |
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { BatchItem } from "../../batch/item.ts";
import type { FoundCustomer, Lookup } from "../../call/lookup.ts";
import { Outcome } from "../../outcome/model.ts";
import type { IdOwners } from "../reconcile/id_owners.ts";
import type { Lookups } from "../reconcile/lookups.ts";
import type { Match } from "../reconcile/match.ts";
import type { Row } from "./doubt.ts";
import { refused } from "./refused.ts";

/** A row whose customer was found. */
export interface Found {
  readonly row: Row;
  readonly customer: FoundCustomer;
}

/** What lookups say of rows that the journal does not know. */
export interface Newcomers {
  readonly found: ReadonlyArray<Found>;
  /** Rows that Thulium does not have either, or that can't be looked up. */
  readonly unknown: ReadonlyArray<Row>;
}

/** Looks rows up. Rows in neither list have their outcome. */
export const lookUpNewcomers = (
  rows: ReadonlyArray<Row>,
  itemOf: (row: Row) => BatchItem,
  lookups: Lookups,
  owners: IdOwners,
): Effect.Effect<Newcomers> =>
  Effect.map(lookups.match(rows.map(({ lookup }) => lookup)), (matches) => {
    const found: Array<Found> = [];
    const unknown: Array<Row> = [];
    rows.forEach((row, i) => {
      const match = matches[i];
      if (row.lookup === undefined || match?._tag === "None") unknown.push(row);
      else if (match?._tag === "One") {
        row.outcome = objection(itemOf(row), row.lookup, match.customer, owners, row.claim.key);
        if (row.outcome === undefined) found.push({ row, customer: match.customer });
      } else row.outcome = outcomeOf(match);
    });
    return { found, unknown };
  });

/** Why a customer that carries the key is not taken for the row's. */
const objection = (
  { customer: { surname } }: BatchItem,
  { by }: Lookup,
  found: FoundCustomer,
  owners: IdOwners,
  key: string,
): Outcome | undefined => {
  const isShared = by === "phone_number" || by === "email";
  if (isShared && found.surname?.trim().toLowerCase() !== surname.trim().toLowerCase()) {
    return refused("the customer in Thulium with its key has another surname");
  }
  return owners.claim(found.customerId, key)
    ? undefined
    : refused("the customer in Thulium with its key belongs to another row");
};

/** The outcome of a row of which it is not known whose it is. */
const outcomeOf = (match: Exclude<Match, { readonly _tag: "None" | "One" }> | undefined): Outcome =>
  match?._tag === "Several"
    ? refused(`${severalOf(match)} customers in Thulium have its key`)
    : Outcome.notSent(`not sent: ${match?.message ?? "it could not be looked up"}`);

/** The number of customers with one key. */
export const severalOf = (
  { count, isMore }: Extract<Match, { readonly _tag: "Several" }>,
): string => isMore ? `${count} or more` : `${count}`;
