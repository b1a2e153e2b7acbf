/**
 * A customer in doubt, and the outcome that it has as long as nothing settles the doubt.
 *
 * @module
 */
import { Outcome } from "../../outcome/model.ts";
import { notFoundYet, type Verdict } from "../reconcile/verdict.ts";
import type { Row } from "./row.ts";
import type { CreatedEntry, Entry, Seen, UpdatingEntry } from "./store.ts";
import { outcomeTexts } from "../../outcome/texts.ts";

/** A customer in doubt. */
export interface Doubt {
  readonly row: Row;
  /** Whether this run sent it. */
  readonly isOwn: boolean;
  /** The time of the monotonic clock from which on it was in doubt here. */
  readonly since: number;
  /** Whether it was looked up early. */
  readonly isLookedUp: boolean;
  /** How its entry was last seen, if it was. */
  readonly watched?: Watched | undefined;
}

/** An entry that stays as it is. */
export interface Watched extends Omit<Seen, "key"> {
  /** The time of the monotonic clock at which its time is over. */
  readonly overAt: number;
}

/** A doubt with its entry. */
export interface OpenDoubt extends Doubt {
  readonly entry: Entry;
  readonly watched: Watched;
}

/** The entry of a customer that exists. */
export type KnownEntry = CreatedEntry | UpdatingEntry;

/** Whether a customer exists. */
export const exists = (entry: Entry): entry is KnownEntry => "customerId" in entry;

/** How doubts are settled. Times are in milliseconds. */
export interface DoubtTerms {
  /** From the moment of the doubt to the first lookup. */
  readonly settleMillis: number;
  /** How long a customer that another run goes on sending is waited for. */
  readonly patienceMillis: number;
  /** How often a customer that was proved absent is sent again. */
  readonly resends: number;
  /** Whether customers that exist are updated if their rows differ. */
  readonly updates: boolean;
}

/** A row whose customer exists and is to be updated. */
export interface Changed extends Doubt {
  readonly entry: KnownEntry;
}

/** What became of doubts. Those that have their outcome now are in none of the lists. */
export interface Looked {
  /** Still in doubt. */
  readonly left: ReadonlyArray<Doubt>;
  /** Proved absent and claimed: to be sent. */
  readonly absent: ReadonlyArray<Row>;
  /** Known with another content, and free: to be updated. */
  readonly changed: ReadonlyArray<Changed>;
  /** Not in the journal, or not any more: to be claimed. */
  readonly vanished: ReadonlyArray<Row>;
}

/**
 * When the time of an entry is over. It is measured from the first look at the entry, because the clock of the store may be
 * set forward meanwhile.
 */
export const watch = ({ watched }: Doubt, entry: Entry, now: number): Watched => {
  const { remaining, token, until } = entry;
  if (watched?.token === token && watched.until === until) return watched;
  return { token, until, overAt: now + Math.max(0, remaining) };
};

/** How many milliseconds are left until an absence is proof: by the store's clock, and by this machine's. */
export const untilProof = ({ entry, watched }: OpenDoubt, now: number): number =>
  Math.max(entry.remaining, watched.overAt - now);

/** How often the journal is read while another run is sending a customer. */
export const pollMillis = 1_000;

/** After how many milliseconds something new may be known. `firstLook` is when a lookup is made early, if one is. */
export const waitsOf = (
  doubt: OpenDoubt,
  firstLook: number | undefined,
  now: number,
): ReadonlyArray<number> => [
  untilProof(doubt, now),
  ...(doubt.isLookedUp || firstLook === undefined || exists(doubt.entry)
    ? []
    : [doubt.since + firstLook - now]),
  ...(doubt.isOwn || doubt.entry.state === "doubt" ? [] : [pollMillis]),
];

/** The key of a customer in doubt. */
export const keyOf = ({ row }: Doubt): string => row.key;

/** The id of the last request of this run that had the customer. */
export const requestIdOf = ({ outcome }: Row): string | undefined =>
  outcome !== undefined && "requestId" in outcome ? outcome.requestId : undefined;

/** The outcome of a customer that stays in doubt. */
export const doubtful = (
  { entry, isOwn, row }: OpenDoubt,
  verdict: Exclude<Verdict, { readonly _tag: "Created" }> | undefined,
): Outcome => {
  switch (verdict?._tag) {
    case "Unknown":
    case "Failed":
      return Outcome.unknown(verdict.message, requestIdOf(row));
    case "NotThere":
      return isOwn ? notFoundYet(requestIdOf(row)) : outcomeOfOthers(entry);
    case undefined:
      return isOwn && row.outcome || outcomeOfOthers(entry);
  }
};

/** The outcome of a customer of which the journal can't be read any more. What this run sent keeps its own. */
export const unreadable = ({ isOwn, row }: Doubt): Outcome =>
  isOwn && row.outcome || couldNotBeRead;

const outcomeOfOthers = ({ remaining, state }: Entry): Outcome => {
  if (state === "created" || state === "updating") return beingUpdated;
  return state === "sending" && remaining > 0 ? beingSent : inDoubt;
};

const beingSent = /* @__PURE__ */ Outcome.unknown(
  outcomeTexts.otherRun,
);
const inDoubt = /* @__PURE__ */ Outcome.unknown(
  outcomeTexts.noLookup,
);
const beingUpdated = /* @__PURE__ */ Outcome.unknown(outcomeTexts.otherUpdate);
const couldNotBeRead = /* @__PURE__ */ Outcome.unknown(
  `${outcomeTexts.otherRunCreated}; ${outcomeTexts.journalUnreadable}`,
);
