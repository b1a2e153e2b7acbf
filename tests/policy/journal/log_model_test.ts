/** Random operations on a journal's file, by two programs in turns: it answers as a store in memory does. */
import { EntriesInMemory } from "../../../src/policy/journal/entries_in_memory.ts";
import type { Entries, Entry, KnownPrint } from "../../../src/policy/journal/store.ts";
import * as Effect from "effect/Effect";
import * as TestClock from "effect/testing/TestClock";
import { assertEquals } from "../../support/assert.ts";
import { inTempFolder } from "../../support/files.ts";
import { openLog } from "../../support/open_log.ts";

const runs = 4;
const steps = 60;

/** Whole numbers below a limit, always the same ones for a seed. */
const numbers = (seed: number) => (limit: number): number => {
  seed = Math.imul(seed, 1_664_525) + 1_013_904_223 >>> 0;
  return (seed >>> 8) % limit;
};

/** An operation on a store, and the same in memory. Both give texts that must be equal. */
interface Step {
  readonly onFile: (entries: Entries) => Effect.Effect<unknown, unknown>;
  readonly inMemory: (entries: EntriesInMemory, now: number) => unknown;
}

const sorted = (list: ReadonlyArray<unknown>) => list.map((one) => JSON.stringify(one)).sort();
const inOrder = (known: ReadonlyArray<KnownPrint | undefined>) =>
  known.map((one) => one && [one.customerId, one.print]);
const ofEntries = (list: ReadonlyArray<Entry>) =>
  sorted(list.map(({ remaining: _, ...entry }) => Object.entries(entry).sort()));

const stepOf = (below: (limit: number) => number, seen: ReadonlyArray<Entry>): Step => {
  const pick = <A>(list: ReadonlyArray<A>) => list[below(list.length)];
  const token = () => pick(["one", "other"]);
  const some = Array.from({ length: 30 }, (_, i) => `key-${i}`).filter(() => below(4) === 0);
  const hold = pick([0, 5, 50]);
  const holder = token();
  const claims = some.map((key) => ({
    ...{ key, print: pick(["p", "q"]), fields: pick(["", "f".repeat(below(900))]) },
    customerId: pick([undefined, undefined, `found-${key}`]),
  }));
  const watched = seen.filter(({ key }) => some.includes(key));
  const asSeen = watched.map(({ key, token, until }) => ({
    key,
    token,
    until,
    print: "r",
    fields: "s",
  }));
  const named = some.map((key) => ({ key, token: holder, customerId: `id-${key}` }));
  const settled = named.map((one) => ({ ...one, print: "t", fields: "u" }));
  const change = (
    onFile: (entries: Entries) => Effect.Effect<ReadonlyArray<string> | void, unknown>,
    inMemory: (entries: EntriesInMemory, now: number) => ReadonlyArray<string> | void,
  ): Step => ({
    onFile: (entries) => Effect.map(onFile(entries), (keys) => sorted(keys ?? [])),
    inMemory: (entries, now) => sorted(inMemory(entries, now) ?? []),
  });
  return pick<() => Step>([
    () =>
      change(
        (e) => e.claim(claims, holder, hold, 3),
        (e, now) => e.claim(now, claims, holder, hold, 3),
      ),
    () =>
      change(
        (e) => e.claim(claims, holder, hold, 3),
        (e, now) => e.claim(now, claims, holder, hold, 3),
      ),
    () =>
      change((e) => e.confirm(some, holder, hold), (e, now) => e.confirm(now, some, holder, hold)),
    () =>
      change(
        (e) => e.takeOver(asSeen, holder, hold),
        (e, now) => e.takeOver(now, asSeen, holder, hold),
      ),
    () =>
      change(
        (e) => e.claimUpdate(asSeen, holder, hold),
        (e, now) => e.claimUpdate(now, asSeen, holder, hold),
      ),
    () => change((e) => e.create(named), (e, now) => e.create(now, named)),
    () => change((e) => e.settle(settled, hold), (e, now) => e.settle(now, settled, hold)),
    () => change((e) => e.doubt(some, holder, hold), (e, now) => e.doubt(now, some, holder, hold)),
    () => change((e) => e.forget(some, holder), (e, now) => e.forget(now, some, holder)),
    () => change((e) => e.see(some, hold), (e, now) => e.see(now, some, hold)),
    () => ({
      onFile: (e) => Effect.map(e.recall(some), inOrder),
      inMemory: (e, now) => inOrder(e.recall(now, some)),
    }),
    () => ({
      onFile: (e) => Effect.map(e.missing(4, "", 20), sorted),
      inMemory: (e, now) => sorted(e.missing(now, 4, "", 20)),
    }),
    () => ({
      onFile: (e) => Effect.map(e.holders(named.map(({ customerId }) => customerId)), sorted),
      inMemory: (e, now) => sorted(e.holders(now, named.map(({ customerId }) => customerId))),
    }),
  ])();
};

Deno.test("a file that two programs use answers as a store in memory does", () =>
  inTempFolder(async (folder) => {
    for (let seed = 1; seed <= runs; seed++) {
      const path = `${folder}/${seed}`;
      const below = numbers(seed);
      using one = openLog(path, below(40));
      using other = openLog(path, below(40));
      const all = Array.from({ length: 30 }, (_, i) => `key-${i}`);
      const model = new EntriesInMemory();
      await Effect.runPromise(
        Effect.gen(function* () {
          let seen: ReadonlyArray<Entry> = [];
          for (let now = 0, step = 0; step < steps; step++) {
            const { inMemory, onFile } = stepOf(below, seen);
            const { journal } = below(2) === 0 ? one : other;
            assertEquals(
              yield* onFile(journal),
              inMemory(model, now),
              `seed ${seed}, step ${step}`,
            );
            const read = yield* (below(2) === 0 ? one : other).journal.read(all);
            assertEquals(
              ofEntries(read),
              ofEntries(model.read(now, all)),
              `seed ${seed}, step ${step}`,
            );
            if (below(3) === 0) seen = read;
            const millis = below(20);
            yield* TestClock.adjust(millis);
            now += millis;
          }
        }).pipe(Effect.provide(TestClock.layer())),
      );
    }
  }));
