/**
 * The operations of a store on one journal of a file: in the log, if the log has all entries that are to be changed, and
 * else in the table.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import type { EntriesInMemory } from "./entries_in_memory.ts";
import type { GroupCommit } from "./group_commit.ts";
import type { LoggedEntries } from "./logged_entries.ts";
import type { Entries, KnownPrint, StoreCall } from "./store.ts";

/** What an operation works on. */
interface At {
  readonly now: number;
  readonly recent: EntriesInMemory;
  readonly table: Entries;
  readonly entries: LoggedEntries;
}

type Keyed = string | { readonly key: string };
const keyOf = (one: Keyed): string => typeof one === "string" ? one : one.key;

/** The entries of a journal. */
export const inFile = (group: GroupCommit, journal: string): Entries => {
  /** `inLog` gives `undefined`, and changes nothing, if the table must be changed. */
  const operation = <A>(
    inLog: (at: At) => { readonly value: A } | undefined,
    inTable?: {
      readonly needsLog: (recent: EntriesInMemory) => boolean;
      readonly run: (table: Entries) => StoreCall<A>;
    },
  ): StoreCall<A> =>
    Effect.flatMap(Clock.currentTimeMillis, (time) => {
      const now = Math.floor(time);
      const at = (entries: LoggedEntries): At => ({
        now,
        entries,
        recent: entries.recentOf(journal),
        table: entries.tableOf(journal, now),
      });
      return group.run({
        inLog: (entries) => inLog(at(entries)),
        inTable: inTable && {
          needsLog: (entries) => inTable.needsLog(entries.recentOf(journal)),
          run: (entries) => Effect.runSync(inTable.run(at(entries).table)),
        },
      });
    });
  /** A change of entries that are there: in the log if it has all of them. */
  const change = <A>(
    list: ReadonlyArray<Keyed>,
    inLog: (recent: EntriesInMemory, now: number) => A,
    run: (table: Entries) => StoreCall<A>,
  ): StoreCall<A> => {
    const isRecent = (recent: EntriesInMemory) => (one: Keyed) => recent.has(keyOf(one));
    return operation(
      ({ now, recent }) => list.every(isRecent(recent)) ? { value: inLog(recent, now) } : undefined,
      { needsLog: (recent) => list.some(isRecent(recent)), run },
    );
  };
  /** What both know. */
  const reading = <A>(
    inLog: (recent: EntriesInMemory, now: number) => ReadonlyArray<A>,
    inTable: (table: Entries, recent: EntriesInMemory) => StoreCall<ReadonlyArray<A>>,
    join: (all: ReadonlyArray<A>) => ReadonlyArray<A> = (all) => all,
  ): StoreCall<ReadonlyArray<A>> => {
    const read = ({ now, recent, table }: At) =>
      join([...inLog(recent, now), ...Effect.runSync(inTable(table, recent))]);
    return operation((at) => ({ value: read(at) }));
  };
  /** Those of a list that are not in the log. */
  const others = <One extends Keyed>(list: ReadonlyArray<One>, recent: EntriesInMemory) =>
    list.filter((one) => !recent.has(keyOf(one)));

  return {
    claim: (claims, ...given) =>
      operation<ReadonlyArray<string>>(
        ({ entries, now, recent }) => {
          const keys = claims.map(({ key }) => key);
          const known = entries.knownOf(journal, others(keys, recent));
          const free = known.size === 0 ? claims : claims.filter(({ key }) => !known.has(key));
          return { value: recent.claim(now, free, ...given) };
        },
      ),
    read: (keys) =>
      reading(
        (recent, now) => recent.read(now, keys),
        (table, recent) => table.read(others(keys, recent)),
      ),
    recall: (keys) => {
      const read = ({ now, recent, table }: At): ReadonlyArray<KnownPrint | undefined> => {
        const inTable = Effect.runSync(table.recall(others(keys, recent))).values();
        const inLog = recent.recall(now, keys);
        return keys.map((key, i) => recent.has(key) ? inLog[i] : inTable.next().value);
      };
      return operation((at) => ({ value: read(at) }));
    },
    reprint: (claims) =>
      change(
        claims,
        (recent, now) => recent.reprint(now, claims),
        (table) => table.reprint(claims),
      ),
    holders: (customerIds) =>
      reading(
        (recent, now) => recent.holders(now, customerIds),
        (table) => table.holders(customerIds),
      ),
    confirm: (keys, ...given) =>
      change(
        keys,
        (recent, now) => recent.confirm(now, keys, ...given),
        (table) => table.confirm(keys, ...given),
      ),
    takeOver: (claims, ...given) =>
      change(
        claims,
        (recent, now) => recent.takeOver(now, claims, ...given),
        (table) => table.takeOver(claims, ...given),
      ),
    claimUpdate: (claims, ...given) =>
      change(
        claims,
        (recent, now) => recent.claimUpdate(now, claims, ...given),
        (table) => table.claimUpdate(claims, ...given),
      ),
    create: (created) =>
      change(
        created,
        (recent, now) => recent.create(now, created),
        (table) => table.create(created),
      ),
    settle: (settled, hold) =>
      change(
        settled,
        (recent, now) => recent.settle(now, settled, hold),
        (table) => table.settle(settled, hold),
      ),
    doubt: (keys, ...given) =>
      change(
        keys,
        (recent, now) => recent.doubt(now, keys, ...given),
        (table) => table.doubt(keys, ...given),
      ),
    forget: (keys, token) =>
      change(
        keys,
        (recent, now) => recent.forget(now, keys, token),
        (table) => table.forget(keys, token),
      ),
    see: (keys, listedAt) =>
      change(
        keys,
        (recent, now) => recent.see(now, keys, listedAt),
        (table) => table.see(keys, listedAt),
      ),
    missing: (listedAt, after, limit) =>
      reading(
        (recent, now) => recent.missing(now, listedAt, after, limit),
        (table) => table.missing(listedAt, after, limit),
        (all) => [...all].sort((one, other) => one.key < other.key ? -1 : 1).slice(0, limit),
      ),
  };
};
