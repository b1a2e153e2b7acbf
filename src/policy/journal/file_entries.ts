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
  /** An operation of which a part may change the log: `undefined` if that part is not enough. */
  const operation = <A>(
    inLog: (at: At) => { readonly value: A } | undefined,
    needsLog: (recent: EntriesInMemory) => boolean,
    inTable: (table: Entries) => StoreCall<A>,
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
        needsLog: (entries) => needsLog(entries.recentOf(journal)),
        inTable: (entries) => Effect.runSync(inTable(entries.tableOf(journal, now))),
      });
    });
  const change = <A>(
    list: ReadonlyArray<Keyed>,
    inLog: (recent: EntriesInMemory, now: number) => A,
    inTable: (table: Entries) => StoreCall<A>,
  ): StoreCall<A> => {
    const isRecent = (recent: EntriesInMemory) => (one: Keyed) => recent.has(keyOf(one));
    return operation(
      ({ now, recent }) => list.every(isRecent(recent)) ? { value: inLog(recent, now) } : undefined,
      (recent) => list.some(isRecent(recent)),
      inTable,
    );
  };
  /** What both know of a list. */
  const reading = <One extends Keyed, A>(
    list: ReadonlyArray<One>,
    inLog: (recent: EntriesInMemory, now: number) => ReadonlyArray<A>,
    inTable: (table: Entries, others: ReadonlyArray<One>) => StoreCall<ReadonlyArray<A>>,
  ): StoreCall<ReadonlyArray<A>> =>
    operation<ReadonlyArray<A>>(
      ({ now, recent, table }) => {
        const others = list.filter((one) => !recent.has(keyOf(one)));
        return { value: [...inLog(recent, now), ...Effect.runSync(inTable(table, others))] };
      },
      () => true,
      (table) => inTable(table, list),
    );
  /** An operation on the whole journal. */
  const onAll = <A>(inTable: (table: Entries) => StoreCall<A>): StoreCall<A> =>
    operation<A>(
      ({ recent, table }) =>
        recent.size > 0 ? undefined : { value: Effect.runSync(inTable(table)) },
      () => true,
      inTable,
    );

  return {
    claim: (claims, ...given) =>
      operation<ReadonlyArray<string>>(
        ({ entries, now, recent }) => {
          const others = claims.flatMap(({ key }) => recent.has(key) ? [] : [key]);
          const known = entries.knownOf(journal, others);
          const free = known.size === 0 ? claims : claims.filter(({ key }) => !known.has(key));
          return { value: recent.claim(now, free, ...given) };
        },
        () => true,
        (table) => table.claim(claims, ...given),
      ),
    read: (keys) =>
      reading(keys, (recent, now) => recent.read(now, keys), (table, list) => table.read(list)),
    recall: (keys) =>
      operation<ReadonlyArray<KnownPrint | undefined>>(
        ({ now, recent, table }) => {
          if (recent.size === 0) return { value: Effect.runSync(table.recall(keys)) };
          const others = keys.filter((key) => !recent.has(key));
          const inTable = Effect.runSync(table.recall(others)).values();
          const inLog = recent.recall(now, keys);
          return { value: keys.map((key, i) => recent.has(key) ? inLog[i] : inTable.next().value) };
        },
        () => true,
        (table) => table.recall(keys),
      ),
    reprint: (claims) =>
      change(
        claims,
        (recent, now) => recent.reprint(now, claims),
        (table) => table.reprint(claims),
      ),
    holders: (customerIds) => onAll((table) => table.holders(customerIds)),
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
    missing: (...given) => onAll((table) => table.missing(...given)),
  };
};
