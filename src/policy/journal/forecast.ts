/**
 * What a journal that updates customers would do with a batch, without doing it: for dry runs. New customers are looked up;
 * nothing is claimed, written or sent.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { AddBatch } from "../../batch/model.ts";
import type { ImportRun } from "../../call/run.ts";
import type { Outcome } from "../../outcome/model.ts";
import { type IdOwners, OwnersByRun } from "../reconcile/id_owners.ts";
import type { KeyOf, Lookups } from "../reconcile/lookups.ts";
import { changeOf, type WhenEmpty } from "./change.ts";
import { exists } from "./doubt.ts";
import { type Row, rowsOf } from "./row.ts";
import { type KnownFields, printsOf, provenBy, readFields } from "./fields.ts";
import { lookUpNewcomers } from "./newcomers.ts";
import { Reading } from "./reading.ts";
import { KeysByRun, type RunKeys } from "./run_keys.ts";
import { refuseUnclear } from "./same_rows.ts";
import type { Entries, Entry, StoreCall } from "./store.ts";

/** What would happen to a row. */
export type Forecast =
  | { readonly _tag: "ToCreate" }
  /** `fields` are the names of the fields that would be sent. */
  | {
    readonly _tag: "ToUpdate";
    readonly customerId: string;
    readonly fields: ReadonlyArray<string>;
  }
  | { readonly _tag: "Unchanged" }
  /** An earlier run may have created or changed the customer. */
  | { readonly _tag: "InDoubt" }
  /** It would not be sent. */
  | { readonly _tag: "Refused"; readonly outcome: Outcome };

/** What a forecast looks at. */
export interface ForecastTerms {
  readonly entries: Entries;
  readonly key: KeyOf;
  readonly lookups: Lookups;
  readonly whenEmpty: WhenEmpty;
}

/** Forecasts for the batches of one list, in their order. */
export class Forecasts {
  readonly #terms: ForecastTerms;
  readonly #reading: Reading;
  readonly #keys: RunKeys;
  readonly #owners: IdOwners;

  /** Looks at nothing yet. */
  constructor(terms: ForecastTerms, run: ImportRun) {
    this.#terms = terms;
    this.#reading = new Reading(terms.entries);
    this.#keys = new KeysByRun().of(run);
    this.#owners = new OwnersByRun().of(run);
  }

  /** One for each row of the batch. */
  of(batch: AddBatch): StoreCall<ReadonlyArray<Forecast>> {
    return Effect.suspend(() => {
      const rows = rowsOf(batch, { key: this.#terms.key, knowsJson: true });
      const clear = refuseUnclear(rows, this.#keys);
      return Effect.ensuring(
        this.#ofRows(batch, rows),
        Effect.sync(() => this.#keys.end(clear)),
      );
    });
  }

  readonly #ofRows = Effect.fnUntraced(
    { self: this },
    function* (batch: AddBatch, rows: ReadonlyArray<Row>) {
      const clear = rows.filter(({ outcome }) => outcome === undefined);
      const created = yield* this.#reading.recall(clear.map(({ key }) => key));
      const open = clear.filter((row, i) => {
        const { print = "" } = created[i] ?? {};
        return !row.hasJsonOf(print) && !row.hasContentOf(print);
      });
      const isOpen = new Set(open);
      const known: ReadonlyMap<string, Entry> = open.length === 0
        ? new Map()
        : yield* this.#reading.read([...new Set(open.map(({ key }) => key))]);
      const { found } = yield* lookUpNewcomers(open.filter(({ key }) => !known.has(key)), {
        itemOf: ({ place }) => batch.items[place],
        lookups: this.#terms.lookups,
        owners: this.#owners,
        reading: this.#reading,
      });
      const foundBy = new Map(found.map(({ customer, row }) => [row, customer]));
      return rows.map((row): Forecast => {
        if (row.outcome !== undefined) return { _tag: "Refused", outcome: row.outcome };
        if (!isOpen.has(row)) return { _tag: "Unchanged" };
        const entry = known.get(row.key);
        const customer = foundBy.get(row);
        if (customer !== undefined) {
          const item = batch.items[row.place];
          const proven = provenBy(customer, item.customer, printsOf(item.customer, row.key));
          return this.#update(batch, row, customer.customerId, proven);
        }
        if (entry === undefined) return { _tag: "ToCreate" };
        if (!exists(entry)) return { _tag: "InDoubt" };
        if (row.hasContentOf(entry.print)) return { _tag: "Unchanged" };
        return this.#update(batch, row, entry.customerId, readFields(entry.fields));
      });
    },
  );

  #update(batch: AddBatch, row: Row, customerId: string, known: KnownFields): Forecast {
    const { customer, index } = batch.items[row.place];
    const wanted = { customer, index, prints: printsOf(customer, row.key) };
    const { names } = changeOf(wanted, customerId, known, this.#terms.whenEmpty);
    return names.length === 0
      ? { _tag: "Unchanged" }
      : { _tag: "ToUpdate", customerId, fields: names };
  }
}
