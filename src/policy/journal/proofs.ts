/**
 * What lookups prove about customers of a batch.
 *
 * A lookup is by what the customer was claimed by, and gives no row the id of another row of the import. The surname of
 * a row that was edited since it was sent says nothing: Thulium has the surname that was sent. But people share phones and
 * addresses: a customer that is to be updated must have the row's surname, unless it is known that this was edited.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { BatchItem } from "../../batch/item.ts";
import { placesOf, replaceAt } from "../../call/parts.ts";
import { Outcome } from "../../outcome/model.ts";
import type { IdOwners } from "../reconcile/id_owners.ts";
import type { Lookups } from "../reconcile/lookups.ts";
import { ofAnotherRow, type Verdict } from "../reconcile/verdict.ts";
import type { OpenDoubt } from "./doubt.ts";
import type { Row } from "./row.ts";
import { printsOf, readFields } from "./fields.ts";
import { isShared } from "./newcomers.ts";

type Verdicts = ReadonlyArray<Verdict | undefined>;

/** The lookups of one batch. */
export class Proofs {
  readonly #lookups: Lookups | undefined;
  readonly #owners: IdOwners;
  readonly #itemOf: (row: Row) => BatchItem;
  readonly #updates: boolean;

  /**
   * Looks rows up as the customers that `itemOf` gives. `owners` are those of the import; `updates`: who is found may be
   * updated.
   */
  constructor(
    lookups: Lookups | undefined,
    owners: IdOwners,
    itemOf: (row: Row) => BatchItem,
    updates: boolean,
  ) {
    this.#lookups = lookups;
    this.#owners = owners;
    this.#itemOf = itemOf;
    this.#updates = updates;
  }

  /** Whether the journal looks customers up. */
  get arePossible(): boolean {
    return this.#lookups !== undefined;
  }

  /** Notes whose id it is. */
  note({ key, outcome }: Row): void {
    if (outcome !== undefined && "customerId" in outcome) {
      this.#owners.note(outcome.customerId, key);
    }
  }

  /** What lookups say of customers in doubt; `undefined` where none was made. */
  on(doubts: ReadonlyArray<OpenDoubt>): Effect.Effect<Verdicts> {
    return this.#lookUp(
      doubts.map(({ row }) => row),
      doubts.map((doubt) => this.#isEdited(doubt)),
    );
  }

  /** Whether the row's surname may be another one than that which was sent. */
  #isEdited({ entry, row }: OpenDoubt): boolean {
    const { key, lookup } = row;
    if (row.hasContentOf(entry.print)) return false;
    if (!this.#updates || lookup === undefined || !isShared(lookup)) return true;
    const sent = readFields(entry.fields).get("surname");
    return sent !== undefined && sent !== printsOf(this.#itemOf(row).customer, key).get("surname");
  }

  /**
   * Corrects refusals of customers that were in doubt before: Thulium may refuse a customer because it exists. One that
   * is found was created by an earlier request.
   */
  correct(
    rows: ReadonlyArray<Row>,
    outcomes: ReadonlyArray<Outcome>,
  ): Effect.Effect<ReadonlyArray<Outcome>> {
    const places = placesOf(outcomes, ({ _tag }) => _tag === "Rejected");
    const refused = places.map((place) => rows[place]);
    return Effect.map(this.#lookUp(refused), (verdicts) => {
      const found = verdicts.map((verdict, i) => {
        if (verdict?._tag !== "Created") return undefined;
        return refused[i].sends > 1 ? verdict : Outcome.unchanged(verdict.customerId);
      });
      return replaceAt(outcomes, places, found);
    });
  }

  #lookUp(
    rows: ReadonlyArray<Row>,
    areEdited: ReadonlyArray<boolean> = [],
  ): Effect.Effect<Verdicts> {
    if (this.#lookups === undefined || rows.length === 0) {
      return Effect.succeed(rows.map(() => undefined));
    }
    const verdicts = this.#lookups.lookUp(rows.map(this.#itemOf), {
      keys: rows.map(({ lookup }) => lookup),
      isEdited: (place) => areEdited[place] ?? false,
    });
    return Effect.map(
      verdicts,
      (all) => all.map((verdict, i) => this.#ownedBy(rows[i], verdict)),
    );
  }

  /** The verdict, unless the customer that was found is another row. */
  #ownedBy({ key }: Row, verdict: Verdict | undefined): Verdict | undefined {
    return verdict?._tag !== "Created" || this.#owners.claim(verdict.customerId, key)
      ? verdict
      : ofAnotherRow;
  }
}
