/**
 * A journal, as the batches that pass it see it.
 *
 * @module
 */
import type { Send } from "../../call/send.ts";
import type { OwnersByRun } from "../reconcile/id_owners.ts";
import type { KeyOf, Lookups } from "../reconcile/lookups.ts";
import type { WhenEmpty } from "./change.ts";
import type { DoubtTerms } from "./doubt.ts";
import type { ClaimTerms } from "./holds.ts";
import type { KeysByRun } from "./run_keys.ts";
import type { Entries } from "./store.ts";

/** What all batches of a journal share. */
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
  readonly sync: SyncTerms;
}

/** What happens to customers that exist. */
export interface SyncTerms {
  /** The lookups that find customers of whom the journal knows nothing; `undefined`: those are created. */
  readonly lookups: Lookups | undefined;
  /** The keys of an import, if customers are updated whose rows have changed. */
  readonly keys: KeysByRun | undefined;
  readonly whenEmpty: WhenEmpty;
  /** Most customers that are sent at once. */
  readonly maxSent: number;
  /** The time of the list, or 0. */
  readonly listedAt: number;
}

/** Whether it is read what the journal knows, before anything is claimed. */
export const doesReadFirst = ({ doubts: { updates }, sync }: Journal): boolean =>
  updates || sync.lookups !== undefined;
