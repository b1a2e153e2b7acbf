/**
 * One batch on its way through a journal, unless all its rows are as they were. Each of its customers is claimed, sent and
 * written down, or was created before, or is in doubt.
 *
 * The customers of a batch go together, in rounds: what can be claimed is sent; what is in doubt is looked up until it
 * is settled (`doubts.ts`); what has the same key as another customer of the batch comes after that one.
 *
 * A journal that updates customers, or looks new ones up, has read first which rows are as they were (`through.ts`). The
 * others are created as above (`newcomers.ts`), or updated (`updates.ts`).
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import type { AddBatch } from "../../batch/model.ts";
import { pick } from "../../call/parts.ts";
import type { ImportRun } from "../../call/run.ts";
import type { Call } from "../../call/send.ts";
import type { BatchError } from "../../outcome/error.ts";
import type { IdOwners } from "../reconcile/id_owners.ts";
import { unsettled, unusable } from "./refused.ts";
import { Claims } from "./claims.ts";
import type { Doubt } from "./doubt.ts";
import type { Row } from "./row.ts";
import { Doubts } from "./doubts.ts";
import { heldCall } from "./held_call.ts";
import { doesReadFirst, type Journal } from "./terms.ts";
import { type Found, lookUpNewcomers, type Newcomers } from "./newcomers.ts";
import { Proofs } from "./proofs.ts";
import type { Reading } from "./reading.ts";
import { ascribe } from "./recall.ts";
import { firstOfEachKey, follow } from "./same_rows.ts";
import { Updates } from "./updates.ts";

/** A batch in a journal. */
export class Passage {
  readonly #journal: Journal;
  readonly #batch: AddBatch;
  readonly #rows: ReadonlyArray<Row>;
  readonly #claims: Claims;
  readonly #reading: Reading;
  readonly #owners: IdOwners;
  readonly #proofs: Proofs;
  readonly #doubts: Doubts;
  readonly #updates: Updates;
  /** Why the call failed that sent all customers of the batch, if it did and nothing else was done. */
  #failure: BatchError | undefined;

  constructor(
    journal: Journal,
    batch: AddBatch,
    run: ImportRun,
    { reading, rows }: { readonly reading: Reading; readonly rows: ReadonlyArray<Row> },
  ) {
    const { claims, doubts, entries, lookups, sync } = journal;
    this.#journal = journal;
    this.#batch = batch;
    this.#rows = rows;
    const keys = new Map(rows.map(({ key, place }) => [batch.items[place].index, key]));
    const keyOf = (index: number) => keys.get(index) ?? "";
    const itemOf = ({ place }: Row) => batch.items[place];
    this.#owners = journal.owners.of(run);
    this.#claims = new Claims(entries, claims, keyOf, sync.listedAt);
    this.#proofs = new Proofs(lookups, this.#owners, itemOf, doubts.updates);
    this.#reading = reading;
    this.#doubts = new Doubts(doubts, {
      claims: this.#claims,
      reading: this.#reading,
      proofs: this.#proofs,
      fieldsOf: (row) => this.#fieldsOf(row),
    });
    this.#updates = new Updates({
      claims: this.#claims,
      doubts: this.#doubts,
      reading: this.#reading,
      lookups,
      owners: this.#owners,
      whenEmpty: sync.whenEmpty,
      resends: doubts.resends,
      itemOf,
      call: (updates) => heldCall(journal.next, this.#claims, updates),
    });
  }

  readonly send: Call = Effect.suspend(() => this.#inRounds(this.#rows)).pipe(
    Effect.ensuring(Effect.suspend(() => this.#claims.release)),
    Effect.ensuring(Effect.suspend(() => this.#doubts.tellWaits)),
    Effect.andThen(
      Effect.suspend(() =>
        this.#failure === undefined
          ? Effect.succeed(this.#rows.map(({ outcome = unsettled }) => outcome))
          : Effect.fail(this.#failure)
      ),
    ),
  );

  /** Customers with one key go one after the other. */
  readonly #inRounds = Effect.fnUntraced(
    { self: this },
    function* (rows: ReadonlyArray<Row>) {
      for (let open = rows; open.length > 0;) {
        const leaders = firstOfEachKey(open);
        yield* this.#settle([...leaders.values()]);
        open = open.filter((row) => {
          const leader = leaders.get(row.key);
          return leader !== row && !follow(row, leader);
        });
      }
    },
  );

  /** Gives each row an outcome. The keys of the rows are distinct. */
  readonly #settle = Effect.fnUntraced(
    { self: this },
    function* (rows: ReadonlyArray<Row>) {
      const readsFirst = doesReadFirst(this.#journal);
      let doubts = readsFirst ? yield* this.#doubts.begin(rows, false) : [];
      for (let fresh = readsFirst ? [] : rows; fresh.length + doubts.length > 0;) {
        const { found, held, mine } = yield* this.#claim(fresh);
        const created = yield* this.#sendClaimed(mine, false);
        const open = [...doubts, ...held, ...created, ...yield* this.#update(found)];
        if (open.length === 0) return;
        const { absent, changed, left, vanished } = yield* this.#doubts.look(open);
        const again = yield* this.#sendClaimed(absent, true);
        const { count, doubts: updated, failure } = yield* this.#updates.send(changed);
        if (count > 0) this.#noteFailure(count, updated, failure);
        doubts = [...left, ...again, ...updated];
        fresh = vanished;
      }
    },
  );

  /** Claims customers. Those that have an entry already are in doubt until it is read. */
  readonly #claim = Effect.fnUntraced(
    { self: this },
    function* (rows: ReadonlyArray<Row>) {
      const { found, unknown } = yield* this.#lookUp(rows);
      const all = [...unknown, ...found.map(({ row }) => row)];
      if (all.length === 0) return { mine: all, found, held: [] };
      const claimed = yield* Effect.result(this.#claims.claim([
        ...unknown.map((row) => ({
          ...row.claim,
          fields: this.#fieldsOf(row),
        })),
        ...found.map((one) => ({
          key: one.row.key,
          print: "",
          fields: this.#updates.provenOf(one),
          customerId: one.customer.customerId,
        })),
      ]));
      if (Result.isFailure(claimed)) {
        yield* giveUp(all);
        return { mine: [], found: [], held: [] };
      }
      const isMine = ({ key }: Row) => claimed.success.has(key);
      const others = all.filter((row) => !isMine(row));
      // Another run may have made these entries after the list was noted.
      const isSeen = yield* this.#reading.see(
        others.map(({ key }) => key),
        this.#journal.sync.listedAt,
      );
      if (!isSeen) yield* giveUp(others);
      const held = yield* this.#doubts.begin(isSeen ? others : [], false);
      return { mine: unknown.filter(isMine), found: found.filter(({ row }) => isMine(row)), held };
    },
  );

  /** What is known of the fields of a row that is created, if anybody will ask. */
  #fieldsOf(row: Row): string {
    return this.#journal.doubts.updates ? this.#updates.fieldsOf(row) : "";
  }

  /** Looks up customers of whom the journal knows nothing, if it may. */
  #lookUp(rows: ReadonlyArray<Row>): Effect.Effect<Newcomers> {
    const { lookups } = this.#journal.sync;
    return lookups === undefined || rows.length === 0
      ? Effect.succeed({ found: [], unknown: rows })
      : lookUpNewcomers(rows, {
        reading: this.#reading,
        itemOf: ({ place }) => this.#batch.items[place],
        lookups,
        owners: this.#owners,
      });
  }

  /** Updates customers that were found and claimed, or only notes them. Returns those that are in doubt. */
  readonly #update = Effect.fnUntraced(
    { self: this },
    function* (found: ReadonlyArray<Found>) {
      if (found.length === 0) return [];
      if (!this.#journal.doubts.updates) {
        yield* this.#updates.noteFound(found);
        return [];
      }
      const { count, doubts, failure } = yield* this.#updates.sendFound(found);
      if (count > 0) this.#noteFailure(count, doubts, failure);
      return doubts;
    },
  );

  /** A failure counts if the call had all customers of the batch, and none of them is in doubt. */
  #noteFailure(
    count: number,
    inDoubt: ReadonlyArray<Doubt>,
    failure: BatchError | undefined,
  ): void {
    const isAll = count === this.#rows.length;
    this.#failure = isAll && inDoubt.length === 0 ? failure : undefined;
  }

  /** Sends claimed customers, and writes down what became of them. Returns those that are in doubt. */
  readonly #sendClaimed = Effect.fnUntraced(
    { self: this },
    function* (rows: ReadonlyArray<Row>, isAgain: boolean) {
      const batch = pick(this.#batch, rows.map(({ place }) => place));
      if (batch === undefined) return [];
      this.#claims.begin(rows.map(({ key }) => key));
      for (const row of rows) row.sends++;
      const { failure, outcomes: told } = yield* heldCall(this.#journal.next, this.#claims, batch);
      const outcomes = isAgain ? yield* this.#proofs.correct(rows, told) : told;
      rows.forEach((row, i) => {
        row.outcome = outcomes[i];
        this.#proofs.note(row);
      });
      const taken = yield* this.#claims.end(
        new Map(rows.map(({ key }, i) => [key, outcomes[i]])),
      );
      if (taken.length > 0) yield* ascribe(rows, taken, this.#reading, this.#claims.token);
      const isLost = ({ key }: Row) => this.#claims.isLost(key);
      const notSent = rows.filter(isLost);
      for (const row of notSent) row.sends--;
      const lost = yield* this.#doubts.begin(notSent, false);
      const own = yield* this.#doubts.begin(
        rows.filter((row) => !isLost(row) && row.outcome?._tag === "Unknown"),
        true,
      );
      const foreign = isAgain ? yield* this.#doubtForeign(rows) : [];
      this.#noteFailure(rows.length, [...lost, ...own, ...foreign], failure);
      return [...lost, ...own, ...foreign];
    },
  );

  /** A customer that was refused because it exists may hold another content than its row: it is to be updated. */
  readonly #doubtForeign = Effect.fnUntraced(
    { self: this },
    function* (rows: ReadonlyArray<Row>) {
      const foreign = rows.flatMap((row) =>
        this.#journal.doubts.updates && row.outcome?._tag === "Unchanged" ? [row] : []
      );
      yield* this.#claims.settle(
        foreign.flatMap(({ key, outcome }) =>
          outcome?._tag === "Unchanged"
            ? [{ key, customerId: outcome.customerId, print: "", fields: "" }]
            : []
        ),
      );
      return yield* this.#doubts.begin(foreign, false);
    },
  );
}

/** Rows that are not sent, because the journal can't be used. */
const giveUp = (rows: ReadonlyArray<Row>): Effect.Effect<void> =>
  Effect.sync(() => rows.forEach((row) => row.outcome = unusable));
