/**
 * Settles customers of which it is not known whether they were created: sent by this run, whose answer was lost; or by
 * another run, which is sending them now, or died.
 *
 * | the journal's entry                  | what is done                                                       |
 * |--------------------------------------|--------------------------------------------------------------------|
 * | it is created                        | `Unchanged`, with its id; or to be updated, if its row differs     |
 * | another run is updating it           | waits for that run, or until its requests can change nothing any more |
 * | there is none any more               | the other run knows that it was not created: it may be claimed     |
 * | a lookup finds the customer          | `Created` if this run sent it, or else `Unchanged`; at any time    |
 * | a lookup does not find it, too early | nothing yet: Thulium may still be working on the request           |
 * | a lookup does not find it, in time   | proved absent: claimed anew, and sent                              |
 * | a lookup says anything else          | `Unknown`, with the reason                                         |
 * | Thulium refused what was sent again  | looked up once more: it may have refused it because it exists      |
 * | lookups are not possible             | `Unknown`, once no other run can be sending it                     |
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import { unlessStopped } from "../../call/run.ts";
import { sleepUnlessStopped } from "../../call/wait.ts";
import { monotonicMillis } from "../../internal/monotonic.ts";
import { Outcome } from "../../outcome/model.ts";
import { outcomeTexts } from "../../outcome/texts.ts";
import { provedAbsent, type Verdict } from "../reconcile/verdict.ts";
import type { Claims } from "./claims.ts";
import { recordJournal, Waits } from "./events.ts";
import {
  type Changed,
  type Doubt,
  doubtful,
  type DoubtTerms,
  exists,
  keyOf,
  type KnownEntry,
  type Looked,
  type OpenDoubt,
  pollMillis,
  requestIdOf,
  unreadable,
  untilProof,
  waitsOf,
  watch,
} from "./doubt.ts";
import type { Row } from "./row.ts";
import type { Proofs } from "./proofs.ts";
import type { Reading } from "./reading.ts";
import type { Entry } from "./store.ts";
import { tellOnce } from "./tell_once.ts";

/** The doubts of one batch. */
export class Doubts {
  readonly #terms: DoubtTerms;
  readonly #claims: Claims;
  readonly #reading: Reading;
  readonly #proofs: Proofs;
  readonly #fieldsOf: (row: Row) => string;
  readonly #tell = tellOnce();
  readonly #waits = new Waits();

  /** Settles doubts about customers claimed by `claims`. `fieldsOf` gives what is known of a created row's fields. */
  constructor(
    terms: DoubtTerms,
    { claims, fieldsOf, proofs, reading }: {
      readonly claims: Claims;
      readonly fieldsOf: (row: Row) => string;
      readonly proofs: Proofs;
      readonly reading: Reading;
    },
  ) {
    this.#terms = terms;
    this.#claims = claims;
    this.#fieldsOf = fieldsOf;
    this.#proofs = proofs;
    this.#reading = reading;
  }

  /** Begins to doubt. */
  begin(rows: ReadonlyArray<Row>, isOwn: boolean): Effect.Effect<ReadonlyArray<Doubt>> {
    return Effect.map(
      monotonicMillis,
      (since) => rows.map((row) => ({ row, isOwn, since, isLookedUp: false })),
    );
  }

  /** Waits a little before the journal is read again, because it does not say what it said just now. */
  readonly pause: Effect.Effect<void> = Effect.ignore(sleepUnlessStopped(pollMillis));

  /** Tells what was waited for. */
  readonly tellWaits: Effect.Effect<void> = this.#waits.tell;

  /** Settles what can be settled now. If nothing can, it waits until something may. */
  look(doubts: ReadonlyArray<Doubt>): Effect.Effect<Looked> {
    return Effect.gen({ self: this }, function* () {
      const read = yield* Effect.result(this.#reading.read(doubts.map(keyOf)));
      if (Result.isFailure(read)) {
        for (const doubt of doubts) doubt.row.outcome = unreadable(doubt);
        return nothing;
      }
      const now = yield* monotonicMillis;
      const vanished = doubts.filter((doubt) =>
        !read.success.has(keyOf(doubt)) && !this.#isOwnTime(doubt, now)
      );
      const open = doubts.flatMap((doubt) =>
        this.#openWith(doubt, read.success.get(keyOf(doubt)), now)
      );
      const isFree = (doubt: OpenDoubt): doubt is OpenDoubt & Changed =>
        exists(doubt.entry) && untilProof(doubt, now) <= 0;
      const changed = open.filter(isFree);
      const due = open.filter((doubt) => !exists(doubt.entry) && this.#isDue(doubt, now));
      if (due.length + vanished.length + changed.length === 0 && open.length > 0) {
        return yield* this.#wait(open, now);
      }
      const verdicts = yield* this.#proofs.on(due);
      const { absent, left } = yield* this.#judge(due, verdicts, now);
      const isTaken = new Set([...due, ...changed].map(({ row }) => row));
      const notDue = open.filter(({ row }) => !isTaken.has(row));
      return {
        absent,
        changed,
        left: [...notDue, ...left],
        vanished: vanished.map(({ row }) => row),
      };
    });
  }

  /**
   * Whether no other run can have settled what this run sent. If its entry is gone all the same, the store has lost it: the
   * customer is not sent again, and keeps its outcome.
   */
  #isOwnTime({ isOwn, since, watched }: Doubt, now: number): boolean {
    return isOwn && now < (watched?.overAt ?? since + this.#claims.holdMillis);
  }

  /** The doubt with its entry, unless the entry settles it. */
  #openWith(doubt: Doubt, entry: Entry | undefined, now: number): ReadonlyArray<OpenDoubt> {
    const { row } = doubt;
    if (entry === undefined) return [];
    // Otherwise another run took it over, once it was proved that no request of this run created it.
    const isOwn = doubt.isOwn && entry.token === this.#claims.token;
    if (exists(entry) && !this.#isToUpdate(entry, row)) {
      row.outcome = isOwn && row.updates === 0
        ? Outcome.created(entry.customerId)
        : Outcome.unchanged(entry.customerId, !row.hasContentOf(entry.print));
      this.#proofs.note(row);
      return [];
    }
    const open = { ...doubt, entry, isOwn, watched: watch(doubt, entry, now) };
    if (!this.#isTooLong(open, now)) return [open];
    row.outcome = doubtful(open, open.isLookedUp ? { _tag: "NotThere" } : undefined);
    return [];
  }

  /** Whether a customer that exists is to be updated: it is not known to be like its row. */
  #isToUpdate({ print }: KnownEntry, row: Row): boolean {
    return this.#terms.updates && !row.hasContentOf(print);
  }

  /**
   * Whether it takes too long: another run goes on sending the customer; or the proof is further away than any run puts it,
   * because the clock of the store was set back; or a store does not do what it should.
   */
  #isTooLong(doubt: OpenDoubt, now: number): boolean {
    const { entry, isLookedUp, isOwn, since } = doubt;
    const most = this.#terms.patienceMillis + this.#claims.holdMillis;
    if (now - since > most) return true;
    if (exists(entry)) return false;
    const isFinal = (isOwn || entry.state === "doubt") && (isLookedUp || !this.#proofs.arePossible);
    return isFinal && now - since + untilProof(doubt, now) > most;
  }

  /** Whether a look at the customer may settle it now. */
  #isDue(doubt: OpenDoubt, now: number): boolean {
    const { entry, isLookedUp, isOwn, since } = doubt;
    if (untilProof(doubt, now) <= 0) return true;
    const isOver = entry.state === "doubt";
    if (!this.#proofs.arePossible) return isOver;
    // A run that is alive mostly tells within that time what became of it.
    return !isLookedUp && (isOver && !isOwn || now - since >= this.#terms.settleMillis);
  }

  /** Gives outcomes to those that the verdicts settle. */
  readonly #judge = Effect.fnUntraced(
    { self: this },
    function* (
      due: ReadonlyArray<OpenDoubt>,
      verdicts: ReadonlyArray<Verdict | undefined>,
      now: number,
    ) {
      const found: Array<OpenDoubt & { readonly customerId: string }> = [];
      const notThere: Array<OpenDoubt> = [];
      const left: Array<Doubt> = [];
      due.forEach((doubt, i) => {
        const verdict = verdicts[i];
        const isInTime = untilProof(doubt, now) <= 0;
        const isLater = !isInTime &&
          (verdict === undefined
            ? !doubt.isOwn && doubt.entry.state === "sending"
            : verdict._tag === "NotThere" || verdict._tag === "Failed");
        if (isLater) left.push({ ...doubt, isLookedUp: true });
        else if (verdict?._tag === "Created") {
          found.push({ ...doubt, customerId: verdict.customerId });
        } else if (verdict?._tag === "NotThere") notThere.push(doubt);
        else doubt.row.outcome = doubtful(doubt, verdict);
      });
      const { edited, notAdopted } = yield* this.#adopt(found);
      yield* recordJournal("found", found.length - notAdopted.length);
      const { absent, notTaken } = yield* this.#takeOver(notThere);
      yield* recordJournal("absent", absent.length);
      const changed = [...notAdopted, ...notTaken];
      if (changed.length > 0) yield* this.pause;
      return { absent, left: [...left, ...edited, ...changed] };
    },
  );

  /** Notes what was found. Returns what is to be updated now, and what another run has changed meanwhile. */
  #adopt(found: ReadonlyArray<OpenDoubt & { readonly customerId: string }>) {
    const changes = found.map(({ customerId, entry }) => ({ ...entry, customerId }));
    return Effect.map(Effect.result(this.#claims.adopt(changes)), (adopted) => {
      const edited: Array<Doubt> = [];
      const notAdopted: Array<Doubt> = [];
      for (const doubt of found) {
        const { customerId, entry, isOwn, row } = doubt;
        const differs = !row.hasContentOf(entry.print);
        // If the journal could not be written, the customer was found all the same.
        if (Result.isSuccess(adopted) && !adopted.success.has(entry.key)) notAdopted.push(doubt);
        else if (this.#terms.updates && differs) {
          if (Result.isSuccess(adopted)) edited.push(doubt);
          else row.outcome = notUpdated;
        } else {
          row.outcome = isOwn
            ? Outcome.created(customerId)
            : Outcome.unchanged(customerId, differs);
        }
      }
      return { edited, notAdopted };
    });
  }

  /** Claims what was proved absent. */
  readonly #takeOver = Effect.fnUntraced(
    { self: this },
    function* (notThere: ReadonlyArray<OpenDoubt>) {
      if (notThere.length === 0) return { absent: [], notTaken: [] };
      const claims = notThere.map(({ entry, row }) => ({
        ...row.claim,
        fields: this.#fieldsOf(row),
        token: entry.token,
        until: entry.until,
      }));
      const taken = yield* Effect.result(this.#claims.takeOver(claims));
      if (Result.isFailure(taken)) {
        for (const doubt of notThere) doubt.row.outcome = unreadable(doubt);
        return { absent: [], notTaken: [] };
      }
      const mine = notThere.filter((doubt) => taken.success.has(keyOf(doubt)));
      const isSpent = ({ row }: Doubt) => row.sends > this.#terms.resends;
      const spent = mine.filter(isSpent);
      for (const { row } of spent) row.outcome = provedAbsent(requestIdOf(row));
      yield* this.#claims.end(new Map(spent.map((doubt) => [keyOf(doubt), provedAbsent()])));
      return {
        absent: mine.filter((doubt) => !isSpent(doubt)).map(({ row }) => row),
        notTaken: notThere.filter((doubt) => !taken.success.has(keyOf(doubt))),
      };
    },
  );

  /** Waits until the next doubt is due, or the journal is to be read again. */
  #wait(open: ReadonlyArray<OpenDoubt>, now: number): Effect.Effect<Looked> {
    const firstLook = this.#proofs.arePossible ? this.#terms.settleMillis : undefined;
    const waits = open.flatMap((doubt) => waitsOf(doubt, firstLook, now));
    const ofRun = open.filter(({ entry, isOwn }) => !isOwn && entry.state !== "doubt");
    const wait = Effect.ensuring(
      sleepUnlessStopped(Math.max(1, Math.ceil(Math.min(...waits)))),
      this.#waits.note(ofRun.length > 0 ? "wait_for_run" : "wait_for_proof", open.length, now),
    );
    const longest = Math.max(...open.map((doubt) => untilProof(doubt, now)));
    const what = ofRun.length === open.length ? "run" : "proof";
    return Effect.matchEager(
      Effect.andThen(Effect.andThen(unlessStopped, this.#tell(what, open.length, longest)), wait),
      {
        onFailure: () => {
          for (const doubt of open) {
            doubt.row.outcome = doubtful(
              doubt,
              doubt.isLookedUp ? { _tag: "NotThere" } : undefined,
            );
          }
          return nothing;
        },
        onSuccess: () => ({ ...nothing, left: open }),
      },
    );
  }
}

const notUpdated = /* @__PURE__ */ Outcome.notSent(outcomeTexts.journalUnwritable);
const nothing: Looked = { left: [], absent: [], changed: [], vanished: [] };
