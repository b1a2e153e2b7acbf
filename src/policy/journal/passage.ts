/**
 * One batch on its way through a journal. Each of its customers is claimed, sent and written down, or was created
 * before, or is in doubt.
 *
 * The customers of a batch go together, in rounds: what can be claimed is sent; what is in doubt is looked up until it
 * is settled (`doubts.ts`); what has the same key as another customer of the batch comes after that one.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import type { AddBatch } from "../../batch/model.ts";
import { type Confirm, Confirmations } from "../../call/confirm.ts";
import { pick } from "../../call/parts.ts";
import { CurrentRun, ImportRun, unlessStopped } from "../../call/run.ts";
import type { Call, Send } from "../../call/send.ts";
import { settle } from "../../call/settle.ts";
import type { BatchError } from "../../outcome/error.ts";
import { Outcome } from "../../outcome/model.ts";
import type { IdOwners, OwnersByRun } from "../reconcile/id_owners.ts";
import type { KeyOf, Lookups } from "../reconcile/lookups.ts";
import { Claims, type ClaimTerms } from "./claims.ts";
import type { Doubt, Row } from "./doubt.ts";
import { Doubts, type DoubtTerms } from "./doubts.ts";
import { identityOf } from "./identity.ts";
import { Proofs } from "./proofs.ts";
import type { Entries } from "./store.ts";

/** A journal, as the batches that pass it see it. */
export interface Journal {
  readonly next: Send;
  readonly entries: Entries;
  readonly key: KeyOf;
  readonly claims: ClaimTerms;
  readonly doubts: DoubtTerms;
  /** Looks customers up, if the journal may. */
  readonly lookups: Lookups | undefined;
  /** Which row of an import owns an id. */
  readonly owners: OwnersByRun;
}

/** Sends a batch through a journal. */
export const sendThrough = (journal: Journal, batch: AddBatch): Call =>
  Effect.flatMap(CurrentRun, (run = new ImportRun()) => {
    const passage = new Passage(journal, batch, journal.owners.of(run));
    return Effect.andThen(unlessStopped, passage.send);
  });

class Passage {
  readonly #next: Send;
  readonly #batch: AddBatch;
  readonly #rows: ReadonlyArray<Row>;
  readonly #claims: Claims;
  readonly #proofs: Proofs;
  readonly #doubts: Doubts;
  /** Why the call failed that sent all customers of the batch, if it did and nothing else was done. */
  #failure: BatchError | undefined;

  constructor(
    { claims, doubts, entries, key, lookups, next }: Journal,
    batch: AddBatch,
    owners: IdOwners,
  ) {
    this.#next = next;
    this.#batch = batch;
    this.#rows = batch.items.map((item, place) => ({
      place,
      ...identityOf(item, key),
      sends: 0,
    }));
    const keys = new Map(
      batch.items.map(({ index }, place) => [index, this.#rows[place].claim.key]),
    );
    this.#claims = new Claims(entries, claims, (index) => keys.get(index) ?? "");
    this.#proofs = new Proofs(lookups, owners, ({ place }) => batch.items[place]);
    this.#doubts = new Doubts(doubts, this.#claims, this.#proofs);
  }

  readonly send: Call = Effect.suspend(() => this.#inRounds(this.#rows)).pipe(
    Effect.ensuring(Effect.suspend(() => this.#claims.release)),
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
          const leader = leaders.get(row.claim.key);
          return leader !== row && !follow(row, leader);
        });
      }
    },
  );

  /** Gives each row an outcome. The keys of the rows are distinct. */
  readonly #settle = Effect.fnUntraced(
    { self: this },
    function* (rows: ReadonlyArray<Row>) {
      let doubts: ReadonlyArray<Doubt> = [];
      for (let fresh = rows; fresh.length + doubts.length > 0;) {
        const { held, mine } = yield* this.#claim(fresh);
        const open = [...doubts, ...held, ...yield* this.#sendClaimed(mine, false)];
        if (open.length === 0) return;
        const { absent, left, vanished } = yield* this.#doubts.look(open);
        doubts = [...left, ...yield* this.#sendClaimed(absent, true)];
        fresh = vanished;
      }
    },
  );

  /** Claims customers. Those that have an entry already are in doubt until it is read. */
  readonly #claim = Effect.fnUntraced(
    { self: this },
    function* (rows: ReadonlyArray<Row>) {
      if (rows.length === 0) return { mine: rows, held: [] };
      const claimed = yield* Effect.result(this.#claims.claim(rows.map(({ claim }) => claim)));
      if (Result.isFailure(claimed)) {
        for (const row of rows) row.outcome = unusable;
        return { mine: [], held: [] };
      }
      const isMine = ({ claim }: Row) => claimed.success.has(claim.key);
      const held = yield* this.#doubts.begin(rows.filter((row) => !isMine(row)), false);
      return { mine: rows.filter(isMine), held };
    },
  );

  /** Sends claimed customers, and writes down what became of them. Returns those that are in doubt. */
  readonly #sendClaimed = Effect.fnUntraced(
    { self: this },
    function* (rows: ReadonlyArray<Row>, isAgain: boolean) {
      const batch = pick(this.#batch, rows.map(({ place }) => place));
      if (batch === undefined) return [];
      this.#claims.begin(rows.map(({ claim }) => claim.key));
      for (const row of rows) row.sends++;
      const { failure, outcomes: told } = yield* Effect.raceFirst(
        settle(this.#callFor(batch), batch),
        this.#claims.keep,
      );
      const outcomes = isAgain ? yield* this.#proofs.correct(rows, told) : told;
      rows.forEach((row, i) => {
        row.outcome = outcomes[i];
        this.#proofs.note(row);
      });
      const taken = yield* this.#claims.end(
        new Map(rows.map(({ claim }, i) => [claim.key, outcomes[i]])),
      );
      if (taken.length > 0) yield* this.#ascribe(rows, taken);
      const isLost = ({ claim }: Row) => this.#claims.isLost(claim.key);
      const notSent = rows.filter(isLost);
      for (const row of notSent) row.sends--;
      const lost = yield* this.#doubts.begin(notSent, false);
      const own = yield* this.#doubts.begin(
        rows.filter((row) => !isLost(row) && row.outcome?._tag === "Unknown"),
        true,
      );
      const isAll = rows.length === this.#rows.length;
      this.#failure = isAll && lost.length + own.length === 0 ? failure : undefined;
      return [...lost, ...own];
    },
  );

  /**
   * A policy inside, such as `Reconcile`, may have found a customer that another run created meanwhile: that run is the
   * one that says so.
   */
  readonly #ascribe = Effect.fnUntraced(
    { self: this },
    function* (rows: ReadonlyArray<Row>, keys: ReadonlyArray<string>) {
      const read = yield* Effect.result(this.#claims.read(keys));
      if (Result.isFailure(read)) return;
      for (const row of rows) {
        const entry = read.success.get(row.claim.key);
        if (
          entry?.state === "created" && entry.token !== this.#claims.token &&
          row.outcome?._tag === "Created" && row.outcome.customerId === entry.customerId
        ) {
          row.outcome = Outcome.unchanged(entry.customerId, entry.print !== row.claim.print);
        }
      }
    },
  );

  #callFor(batch: AddBatch): Call {
    return Effect.gen({ self: this }, function* () {
      const run = yield* CurrentRun;
      const others = yield* Confirmations;
      // An import that a policy inside makes has customers of its own.
      const confirm: Confirm = (part, timeoutMillis) =>
        Effect.flatMap(
          CurrentRun,
          (one) =>
            one === run
              ? this.#claims.confirm(part, timeoutMillis)
              : Effect.succeed(part.items.map(() => undefined)),
        );
      return yield* Effect.provideService(
        Effect.suspend(() => this.#next(batch)),
        Confirmations,
        [...others, confirm],
      );
    });
  }
}

const firstOfEachKey = (rows: ReadonlyArray<Row>): ReadonlyMap<string, Row> => {
  const first = new Map<string, Row>();
  for (const row of rows) if (!first.has(row.claim.key)) first.set(row.claim.key, row);
  return first;
};

/** Gives a row the outcome of an earlier one with its key, if that one says what became of both. */
const follow = (row: Row, leader: Row | undefined): boolean => {
  const isEqual = row.claim.print === leader?.claim.print;
  const outcome = leader?.outcome;
  if (outcome?._tag === "Created") row.outcome = Outcome.unchanged(outcome.customerId, !isEqual);
  else if (isEqual || outcome?._tag === "Unknown" || outcome?._tag === "NotSent") {
    row.outcome = outcome;
  }
  return row.outcome !== undefined;
};

const unsettled = /* @__PURE__ */ Outcome.unknown("the journal lost this customer's outcome");
const unusable = /* @__PURE__ */ Outcome.notSent("not sent: the journal could not be used");
