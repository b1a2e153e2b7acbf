/**
 * Customers that Thulium does not have under the ids in the journal: they were deleted there, or merged with others. Each is
 * looked up by its key again, once.
 *
 * Who is found then is taken for the row's customer under the rules of `newcomers.ts`: after a merge it may be the
 * customer of another row.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { BatchItem } from "../../batch/item.ts";
import { Outcome } from "../../outcome/model.ts";
import { outcomeTexts } from "../../outcome/texts.ts";
import type { IdOwners } from "../reconcile/id_owners.ts";
import type { Lookups } from "../reconcile/lookups.ts";
import type { Match } from "../reconcile/match.ts";
import type { Row } from "./row.ts";
import { type Found, ownOf, severalOf } from "./newcomers.ts";
import type { Reading } from "./reading.ts";
import type { Known } from "./writing.ts";

/** What the lookups need. */
export interface StaleTerms {
  readonly reading: Reading;
  readonly lookups: Lookups | undefined;
  readonly owners: IdOwners;
  readonly itemOf: (row: Row) => BatchItem;
}

/** A row, and how its customer was known. */
interface Sent {
  readonly row: Row;
  readonly before: Known;
}

/** What became of rows whose ids are stale. */
export interface Moved {
  /** Rows whose customers have other ids now. */
  readonly found: ReadonlyArray<Found>;
  readonly outcomes: ReadonlyMap<Row, Outcome>;
}

/** Whether an update was refused because there is no such customer. */
export const isStale = (outcome: Outcome): boolean =>
  outcome._tag === "Rejected" && outcome.by === "thulium" && outcome.status === 404;

/** The stale ids of one batch. */
export class StaleIds {
  readonly #terms: StaleTerms;
  readonly #lookedUp = new Set<Row>();

  /** Nobody was looked up yet. */
  constructor(terms: StaleTerms) {
    this.#terms = terms;
  }

  /** Looks up those rows whose outcomes say that their ids are stale. */
  readonly lookUp: (
    sent: ReadonlyArray<Sent>,
    outcomes: ReadonlyArray<Outcome>,
  ) => Effect.Effect<Moved> = Effect.fnUntraced(
    { self: this },
    function* (sent: ReadonlyArray<Sent>, outcomes: ReadonlyArray<Outcome>) {
      const stale = sent.filter((_, i) => isStale(outcomes[i]));
      const first = stale.filter(({ row }) => !this.#lookedUp.has(row));
      const outcomesAfter = new Map(stale.map(({ row }) => [row, gone(outcomeTexts.notLooked)]));
      const { lookups } = this.#terms;
      const matches = lookups === undefined || first.length === 0
        ? []
        : yield* lookups.match(first.map(({ row }) => row.lookup));
      const others = first.flatMap(({ before, row }, i): ReadonlyArray<Found> => {
        this.#lookedUp.add(row);
        const match = matches[i];
        if (match?._tag === "One" && match.customer.customerId !== before.customerId) {
          return [{ row, customer: match.customer }];
        }
        outcomesAfter.set(row, gone(reasonOf(match)));
        return [];
      });
      if (others.length === 0) return { found: others, outcomes: outcomesAfter };
      const found = yield* ownOf(others, this.#terms);
      for (const { row } of others) {
        if (row.outcome !== undefined && "message" in row.outcome) {
          outcomesAfter.set(row, gone(row.outcome.message));
        }
      }
      return { found, outcomes: outcomesAfter };
    },
  );
}

const gone = (reason: string): Outcome =>
  Outcome.rejected(404, `${outcomeTexts.staleId}; ${reason}`);

const reasonOf = (match: Match | undefined): string => {
  switch (match?._tag) {
    case "None":
      return outcomeTexts.nobodyHasKey;
    case "One":
      return outcomeTexts.ofAnother;
    case "Several":
      return `${outcomeTexts.severalKeys} (${severalOf(match)})`;
    case "Failed":
      return match.message;
    case undefined:
      return outcomeTexts.notLooked;
  }
};
