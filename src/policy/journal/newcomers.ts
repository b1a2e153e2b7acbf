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
import * as Result from "effect/Result";
import type { BatchItem } from "../../batch/item.ts";
import type { FoundCustomer, Lookup } from "../../call/lookup.ts";
import { Outcome } from "../../outcome/model.ts";
import { outcomeTexts } from "../../outcome/texts.ts";
import type { IdOwners } from "../reconcile/id_owners.ts";
import type { Lookups } from "../reconcile/lookups.ts";
import type { Match } from "../reconcile/match.ts";
import type { Row } from "./row.ts";
import type { Reading } from "./reading.ts";
import { refused, unusable } from "./refused.ts";

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

/** What is needed to find out whose customers are. */
export interface NewcomerTerms {
  readonly reading: Reading;
  readonly itemOf: (row: Row) => BatchItem;
  readonly lookups: Lookups;
  readonly owners: IdOwners;
}

/** Looks rows up. Rows in neither list have their outcome. */
export const lookUpNewcomers = /* @__PURE__ */ Effect.fnUntraced(
  function* (rows: ReadonlyArray<Row>, terms: NewcomerTerms) {
    const matches = yield* terms.lookups.match(rows.map(({ lookup }) => lookup));
    const matched: Array<Found> = [];
    const unknown: Array<Row> = [];
    rows.forEach((row, i) => {
      const match = matches[i];
      if (row.lookup === undefined || match?._tag === "None") unknown.push(row);
      else if (match?._tag === "One") matched.push({ row, customer: match.customer });
      else row.outcome = outcomeOf(match);
    });
    const found = yield* ownOf(matched, terms);
    return { found, unknown };
  },
);

/** Those customers that nothing forbids to take for the row's. The other rows get their outcome. */
export const ownOf: (
  matched: ReadonlyArray<Found>,
  terms: Omit<NewcomerTerms, "lookups">,
) => Effect.Effect<ReadonlyArray<Found>> = /* @__PURE__ */ Effect.fnUntraced(
  function* (matched, { itemOf, owners, reading }) {
    const ids = matched.map(({ customer }) => customer.customerId);
    const holders = yield* Effect.result(reading.holders(ids));
    return matched.filter(({ customer, row }) => {
      row.outcome = isOfAnother(itemOf(row), row, customer) ? anotherSurname : undefined;
      if (row.outcome !== undefined) return false;
      if (Result.isFailure(holders)) row.outcome = unusable;
      else if (
        isHeldByAnother(holders.success.get(customer.customerId), row) ||
        !owners.claim(customer.customerId, row.key)
      ) row.outcome = ofAnotherRow;
      return row.outcome === undefined;
    });
  },
);

/** The row itself holds the customer if another run has created it since the journal was read. */
const isHeldByAnother = (holder: string | undefined, { key }: Row): boolean =>
  holder !== undefined && holder !== key;

/** People share phones and addresses: there the surname decides. */
export const isShared = ({ by }: Lookup): boolean => by === "phone_number" || by === "email";

const isOfAnother = (
  { customer: { surname } }: BatchItem,
  { lookup }: Row,
  found: FoundCustomer,
): boolean =>
  lookup !== undefined && isShared(lookup) &&
  found.surname?.trim().toLowerCase() !== surname.trim().toLowerCase();

const anotherSurname = /* @__PURE__ */ refused(
  outcomeTexts.ofOtherName,
);
const ofAnotherRow = /* @__PURE__ */ refused(
  outcomeTexts.ofAnother,
);

/** The outcome of a row of which it is not known whose it is. */
const outcomeOf = (match: Exclude<Match, { readonly _tag: "None" | "One" }> | undefined): Outcome =>
  match?._tag === "Several"
    ? refused(`${outcomeTexts.severalKeys} (${severalOf(match)})`)
    : Outcome.notSent(`${outcomeTexts.notSent}; ${match?.message ?? outcomeTexts.notLooked}`);

/** The number of customers with one key. */
export const severalOf = (
  { count, isMore }: Extract<Match, { readonly _tag: "Several" }>,
): string => isMore ? `${count}+` : `${count}`;
