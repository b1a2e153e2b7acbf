/**
 * What a journal would do with a batch, without doing it: for dry runs. Nothing is claimed and nothing is written.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { AddBatch } from "../../batch/model.ts";
import type { KeyOf } from "../reconcile/lookups.ts";
import { withinStoreTime } from "../store_time.ts";
import { identityOf } from "./identity.ts";
import { isSameContent } from "./print.ts";
import { type Entries, type Entry, JournalStoreError, type StoreCall } from "./store.ts";

/** How many customers a journal knows, and how. */
export interface Preview {
  /** Not known: they would be sent. */
  readonly toSend: number;
  /** Created: they would not be sent. */
  readonly unchanged: number;
  /** Of those, how many differ from what was created. */
  readonly differing: number;
  /** Perhaps created: they would be looked up, or stay in doubt. */
  readonly inDoubt: number;
}

/** Nothing was looked at yet. */
export const noPreview: Preview = { toSend: 0, unchanged: 0, differing: 0, inDoubt: 0 };

/** What the journal knows of the customers of a batch, added to what it knows of others. */
export const preview = (
  entries: Entries,
  keyOf: KeyOf,
  { items }: AddBatch,
  before: Preview,
): StoreCall<Preview> => {
  const claims = items.map((item) => identityOf(item, keyOf).claim);
  const read = entries.read([...new Set(claims.map(({ key }) => key))]);
  return Effect.map(withinStoreTime(read, hanging), (found) => {
    const known = new Map<string, Entry>(found.map((entry) => [entry.key, entry]));
    return claims.reduce((counts, { key, print }) => count(counts, known.get(key), print), before);
  });
};

const count = (counts: Preview, entry: Entry | undefined, print: string): Preview => {
  if (entry === undefined) return { ...counts, toSend: counts.toSend + 1 };
  if (entry.state !== "created") return { ...counts, inDoubt: counts.inDoubt + 1 };
  const differs = isSameContent(entry.print, print) ? 0 : 1;
  return {
    ...counts,
    unchanged: counts.unchanged + 1,
    differing: counts.differing + differs,
  };
};

const hanging = () => new JournalStoreError({ message: "the journal does not answer" });
