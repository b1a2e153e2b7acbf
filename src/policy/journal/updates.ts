/**
 * Updates the customers of one batch that exist and whose rows have changed.
 *
 * A customer is claimed before it is changed, and at the same time the journal forgets what it knows of the fields that
 * go out. After that:
 *
 * | the update             | what the journal knows then                                             |
 * |------------------------|-------------------------------------------------------------------------|
 * | `Updated`              | the row                                                                 |
 * | `Rejected`, `NotSent`  | what it knew before                                                     |
 * | `Unknown`              | nothing of the fields that went out; sent again once its time is over   |
 * | `Rejected`, `NotSent` after an attempt of this run in doubt | nothing of the fields that went out: the row is `Unknown`, because a refusal says nothing of that attempt |
 * | no customer (404)      | looked up again, once: another customer with the key is adopted as a new one is, and updated. Nobody is created. Nothing is known of the customer that is gone |
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import type { BatchItem } from "../../batch/item.ts";
import { type Batch, isNonEmpty, makeUpdateBatch } from "../../batch/model.ts";
import type { Settled as SettledCall } from "../../call/settle.ts";
import type { BatchError } from "../../outcome/error.ts";
import { Outcome } from "../../outcome/model.ts";
import { outcomeTexts } from "../../outcome/texts.ts";
import type { IdOwners } from "../reconcile/id_owners.ts";
import type { Lookups } from "../reconcile/lookups.ts";
import { unusable } from "./refused.ts";
import { type Change, changeOf, type WhenEmpty } from "./change.ts";
import type { Claims } from "./claims.ts";
import type { Changed, Doubt, KnownEntry } from "./doubt.ts";
import type { Row } from "./row.ts";
import type { Doubts } from "./doubts.ts";
import { printsOf, provenBy, readFields, uncertain, writeFields } from "./fields.ts";
import type { Found } from "./newcomers.ts";
import type { Reading } from "./reading.ts";
import { isStale, StaleIds } from "./stale_ids.ts";
import type { Known } from "./writing.ts";

/** What the updates of a batch need. */
export interface UpdateTerms {
  readonly claims: Claims;
  readonly doubts: Doubts;
  readonly reading: Reading;
  readonly lookups: Lookups | undefined;
  readonly owners: IdOwners;
  readonly whenEmpty: WhenEmpty;
  /** How often an update in doubt is sent again. */
  readonly resends: number;
  readonly itemOf: (row: Row) => BatchItem;
  readonly call: (batch: Batch) => Effect.Effect<SettledCall>;
}

/** What was sent, and what is in doubt after it. */
export interface Sent {
  /** How many customers were sent. */
  readonly count: number;
  readonly doubts: ReadonlyArray<Doubt>;
  /** Why the call failed, if it did. */
  readonly failure?: BatchError | undefined;
}

/** One customer on its way. */
interface Plan {
  readonly row: Row;
  readonly change: Change;
  readonly before: Known;
  readonly after: Known;
}

/** The updates of one batch. */
export class Updates {
  readonly #terms: UpdateTerms;
  readonly #staleIds: StaleIds;

  /** Nothing is sent yet. */
  constructor(terms: UpdateTerms) {
    this.#terms = terms;
    this.#staleIds = new StaleIds(terms);
  }

  /** What is known of the fields of a row once it is created. */
  fieldsOf(row: Row): string {
    return writeFields(this.#printsOf(row));
  }

  /** What is known of the fields of a customer that was found. */
  provenOf({ customer, row }: Found): string {
    const item = this.#terms.itemOf(row);
    return writeFields(provenBy(customer, item.customer, this.#printsOf(row)));
  }

  /** Updates customers that were found, and are claimed. */
  sendFound(found: ReadonlyArray<Found>): Effect.Effect<Sent> {
    return this.#sendOrNote(found.map((one) => this.#plan(one.row, this.#foundAs(one))));
  }

  /** Notes customers that were found, and are claimed, without an update of them. */
  noteFound(found: ReadonlyArray<Found>): Effect.Effect<void> {
    const ends = found.map((one) => {
      const { row } = one;
      const known = this.#foundAs(one);
      // Nobody knows in what it differs.
      row.outcome = Outcome.unchanged(known.customerId, true);
      return { outcome: row.outcome, after: known, before: known };
    });
    return this.#terms.claims.endUpdates(ends);
  }

  /** Claims customers, and updates them. */
  readonly send = Effect.fnUntraced(
    { self: this },
    function* (changed: ReadonlyArray<Changed>) {
      const open = changed.filter(({ row }) => row.updates <= this.#terms.resends);
      if (open.length === 0) return nothing;
      const plans = open.map(({ entry, row }) => ({ entry, plan: this.#plan(row, entry) }));
      const taken = yield* Effect.result(this.#terms.claims.claimUpdate(
        plans.map(({ entry, plan: { before, change } }) => ({
          seen: entry,
          during: change.during,
          before,
        })),
      ));
      if (Result.isFailure(taken)) {
        for (const { row } of open) row.outcome ??= unusable;
        return nothing;
      }
      const isMine = ({ row }: { readonly row: Row }) => taken.success.has(row.key);
      const sent = yield* this.#sendOrNote(
        plans.map(({ plan }) => plan).filter(isMine),
      );
      const others = open.filter((one) => !isMine(one));
      if (others.length > 0) yield* this.#terms.doubts.pause;
      return { ...sent, doubts: [...sent.doubts, ...others] };
    },
  );

  #foundAs(found: Found): Known {
    const { customer: { customerId }, row: { key } } = found;
    return { key, customerId, print: "", fields: this.provenOf(found) };
  }

  #printsOf(row: Row) {
    return printsOf(this.#terms.itemOf(row).customer, row.key);
  }

  #plan(row: Row, { customerId, fields, print }: Omit<Known, "key">): Plan {
    const { customer, index } = this.#terms.itemOf(row);
    const { key } = row;
    const wanted = { customer, index, prints: this.#printsOf(row) };
    const change = changeOf(wanted, customerId, readFields(fields), this.#terms.whenEmpty);
    return {
      row,
      change,
      before: { key, customerId, print, fields },
      after: { key, customerId, print: row.claim.print, fields: change.after },
    };
  }

  /** Sends what has to be sent. A row may differ from an earlier one in nothing that has to be sent. */
  readonly #sendOrNote = Effect.fnUntraced(
    { self: this },
    function* (plans: ReadonlyArray<Plan>) {
      const { claims } = this.#terms;
      const same = plans.filter(({ change }) => change.names.length === 0);
      for (const { before, row } of same) row.outcome = Outcome.unchanged(before.customerId);
      if (same.length > 0) {
        yield* claims.endUpdates(
          same.map(({ after, before, row }) => ({
            after,
            before,
            outcome: row.outcome ?? unusable,
          })),
        );
      }
      return yield* this.#sendPlans(plans.filter(({ change }) => change.names.length > 0));
    },
  );

  #sendPlans(plans: ReadonlyArray<Plan>): Effect.Effect<Sent> {
    return Effect.gen({ self: this }, function* () {
      const { call, claims, doubts, owners, resends } = this.#terms;
      const items = plans.map(({ change }) => change.item);
      if (!isNonEmpty(items)) return nothing;
      claims.begin(plans.map(({ before }) => before.key));
      for (const { before, row } of plans) {
        row.updates++;
        owners.note(before.customerId, row.key);
      }
      const { failure, outcomes } = yield* call(makeUpdateBatch(items));
      const again = yield* this.#staleIds.lookUp(plans, outcomes);
      const known = new Map(again.found.map((one) => [one.row, this.#foundAs(one)]));
      plans.forEach(({ change, row }, i) => {
        const outcome = again.outcomes.get(row) ?? outcomes[i];
        if (outcome._tag === "Updated") {
          row.outcome = Outcome.updated(outcome.customerId, change.names);
        } else row.outcome = isDoubted(row, outcome) ? afterDoubt(outcome) : outcome;
      });
      yield* claims.endUpdates(plans.map(({ after, before, row }, i) => ({
        outcome: outcomes[i],
        after,
        before: known.get(row) ?? (isStale(outcomes[i]) ? forgotten(before) : before),
      })));
      const isLost = ({ row }: Plan) => claims.isLost(row.key);
      const lost = plans.filter(isLost).map(({ row }) => row);
      // Nothing was changed by these.
      for (const row of [...lost, ...known.keys()]) row.updates--;
      const own = plans.flatMap((plan, i) =>
        !isLost(plan) && outcomes[i]._tag === "Unknown" && plan.row.updates <= resends
          ? [plan.row]
          : []
      );
      const found = [...known];
      const moved = yield* doubts.begin(found.map(([row]) => row), false);
      const sent = yield* this.send(
        moved.map((doubt, i) => ({ ...doubt, entry: entryOf(found[i][1], claims.token) })),
      );
      return {
        count: items.length,
        // A failure says that nothing was changed.
        failure: plans.some(({ row }) => row.outcome?._tag === "Unknown") ? undefined : failure,
        doubts: [
          ...(yield* doubts.begin(lost, false)),
          ...(yield* doubts.begin(own, true)),
          ...sent.doubts,
        ],
      };
    });
  }
}

const nothing: Sent = { count: 0, doubts: [] };

/** A customer of whose fields nothing is known any more. */
const forgotten = (before: Known): Known => ({
  ...before,
  print: "",
  fields: writeFields(uncertain(readFields(before.fields).keys())),
});

/** Whether a refusal came after an attempt that may have changed the customer. Without the customer, none did. */
const isDoubted = ({ updates }: Row, outcome: Outcome): boolean =>
  updates > 1 && !isStale(outcome) && outcome._tag !== "Unknown";

const afterDoubt = (outcome: Outcome): Outcome =>
  Outcome.unknown(
    outcomeTexts.earlierUpdate,
    "requestId" in outcome ? outcome.requestId : undefined,
  );

/** The entry of a customer that this run has settled just now. */
const entryOf = (known: Known, token: string): KnownEntry => ({
  ...known,
  state: "created",
  token,
  until: 0,
  remaining: 0,
});
