/**
 * What every store of a journal must do. A new store is safe if it passes. `store_suite.ts` makes tests of it; this file
 * runs on any runtime.
 */
import * as Effect from "effect/Effect";
import type * as Layer from "effect/Layer";
import * as TestClock from "effect/testing/TestClock";
import {
  type Claim,
  type Entries,
  type Entry,
  JournalStore,
  type OpenEntry,
} from "../../../src/policy/journal/store.ts";
import { assert, assertEquals } from "../../support/assert.ts";

const claim = (key: string, print = "p"): Claim => ({ key, print });
const hold = 1000;

const isOpen = (entry: Entry | undefined): entry is OpenEntry =>
  entry !== undefined && entry.state !== "created";

/** The entry of a key. */
const at = (entries: Entries, key: string) =>
  Effect.map(entries.read([key]), ([entry]): Entry | undefined => entry);

/** An open entry of a key. */
const openAt = (entries: Entries, key: string) =>
  Effect.map(at(entries, key), (entry) => {
    assert(isOpen(entry), "the entry is not open");
    return entry;
  });

type Check = (entries: Entries, store: JournalStore["Service"]) => Effect.Effect<unknown, unknown>;

const checks: { readonly [sentence: string]: Check } = {
  "a key is claimed once": (entries) =>
    Effect.gen(function* () {
      assertEquals([...yield* entries.claim([claim("b"), claim("a")], "one", hold)].sort(), [
        "a",
        "b",
      ]);
      assertEquals(yield* entries.claim([claim("b"), claim("c")], "two", hold), ["c"]);
      assertEquals((yield* openAt(entries, "b")).token, "one");
    }),
  "of many that claim the same keys at once, each key goes to one": (entries) =>
    Effect.gen(function* () {
      const keys = Array.from({ length: 20 }, (_, i) => claim(`k${i}`));
      const claims = Array.from(
        { length: 20 },
        (_, i) => entries.claim(i % 2 === 0 ? keys : keys.toReversed(), `token${i}`, hold),
      );
      const won = yield* Effect.all(claims, { concurrency: "unbounded" });
      assertEquals(won.flat().sort(), keys.map(({ key }) => key).sort());
    }),
  "an entry says what was claimed, and until when": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a", "print")], "one", hold);
      const entry = yield* openAt(entries, "a");
      assertEquals([entry.key, entry.print, entry.state], ["a", "print", "sending"]);
      assert(entry.remaining > 0 && entry.remaining <= hold);
      assertEquals(yield* entries.read(["b"]), []);
    }),
  "the time of an entry runs down": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a")], "one", hold);
      yield* TestClock.adjust(hold - 1);
      assertEquals((yield* openAt(entries, "a")).remaining, 1);
      yield* TestClock.adjust(1);
      assertEquals((yield* openAt(entries, "a")).remaining, 0);
    }),
  "a confirmation holds what is its own, and says what it is": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a")], "one", hold);
      yield* entries.claim([claim("b")], "two", hold);
      yield* TestClock.adjust(600);
      assertEquals(yield* entries.confirm(["a", "b", "c"], "one", hold), ["a"]);
      assertEquals((yield* openAt(entries, "a")).remaining, hold);
      assertEquals((yield* openAt(entries, "b")).remaining, hold - 600);
    }),
  "an entry is taken over when its time is over, and not before": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a", "old")], "one", hold);
      const seen = yield* openAt(entries, "a");
      const claims = [{ ...seen, print: "new" }];
      yield* TestClock.adjust(hold - 1);
      assertEquals(yield* entries.takeOver(claims, "two", hold), []);
      yield* TestClock.adjust(1);
      assertEquals(yield* entries.takeOver(claims, "two", hold), ["a"]);
      const taken = yield* openAt(entries, "a");
      assertEquals([taken.token, taken.print, taken.state], ["two", "new", "sending"]);
      assertEquals(taken.remaining, hold);
    }),
  "an entry whose time has a fraction of a millisecond is taken over": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a")], "one", hold / 3);
      const seen = yield* openAt(entries, "a");
      yield* TestClock.adjust(hold);
      assertEquals(yield* entries.takeOver([seen], "two", hold), ["a"]);
    }),
  "what was confirmed since it was seen is not taken over": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a")], "one", hold);
      const seen = yield* openAt(entries, "a");
      yield* TestClock.adjust(hold);
      assertEquals(yield* entries.confirm(["a"], "one", hold), ["a"]);
      // Its time is over once more, but a request may have left since it was seen.
      yield* TestClock.adjust(2 * hold);
      assertEquals(yield* entries.takeOver([seen], "two", hold), []);
      assertEquals((yield* openAt(entries, "a")).token, "one");
    }),
  "of two that take over the same entry, one gets it": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a")], "one", hold);
      const seen = yield* openAt(entries, "a");
      yield* TestClock.adjust(hold);
      const taken = yield* Effect.all(
        ["two", "three", "four"].map((token) => entries.takeOver([seen], token, hold)),
        { concurrency: "unbounded" },
      );
      assertEquals(taken.flat(), ["a"]);
    }),
  "whoever lost an entry changes nothing of it": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a")], "one", hold);
      const seen = yield* openAt(entries, "a");
      yield* TestClock.adjust(hold);
      yield* entries.takeOver([seen], "two", hold);
      const before = yield* at(entries, "a");
      assertEquals(yield* entries.confirm(["a"], "one", hold), []);
      assertEquals(yield* entries.create([{ key: "a", token: "one", customerId: "13" }]), []);
      yield* entries.doubt(["a"], "one", 5 * hold);
      yield* entries.forget(["a"], "one");
      assertEquals(yield* at(entries, "a"), before);
    }),
  "a created customer stays created": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a", "print")], "one", hold);
      assertEquals(yield* entries.create([{ key: "a", token: "one", customerId: "13" }]), ["a"]);
      const entry = {
        key: "a",
        print: "print",
        state: "created",
        customerId: "13",
        token: "one",
      } as const;
      assertEquals(yield* at(entries, "a"), entry);
      yield* TestClock.adjust(10 * hold);
      assertEquals(yield* entries.claim([claim("a")], "two", hold), []);
      assertEquals(yield* entries.confirm(["a"], "one", hold), []);
      assertEquals(
        yield* entries.takeOver([{ ...claim("a"), token: "one", until: 0 }], "two", hold),
        [],
      );
      yield* entries.forget(["a"], "one");
      yield* entries.doubt(["a"], "one", hold);
      assertEquals(yield* at(entries, "a"), entry);
    }),
  "a doubt has a time of its own, and can't be confirmed": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a")], "one", hold);
      yield* entries.doubt(["a"], "one", 3 * hold);
      const doubt = yield* openAt(entries, "a");
      assertEquals([doubt.state, doubt.remaining], ["doubt", 3 * hold]);
      assertEquals(yield* entries.confirm(["a"], "one", hold), []);
      yield* entries.forget(["a"], "one");
      assertEquals((yield* openAt(entries, "a")).state, "doubt");
    }),
  "a doubt is settled by whoever finds the customer": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a")], "one", hold);
      yield* entries.doubt(["a"], "one", hold);
      const { token } = yield* openAt(entries, "a");
      assertEquals(yield* entries.create([{ key: "a", token, customerId: "13" }]), ["a"]);
      assertEquals((yield* at(entries, "a"))?.state, "created");
    }),
  "what is forgotten can be claimed again": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a"), claim("b")], "one", hold);
      yield* entries.forget(["a"], "one");
      assertEquals(yield* entries.claim([claim("a"), claim("b")], "two", hold), ["a"]);
    }),
  "journals of other names are others": (entries, { open }) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a")], "one", hold);
      const others = open("another");
      assertEquals(yield* others.read(["a"]), []);
      assertEquals(yield* others.claim([claim("a")], "one", hold), ["a"]);
      yield* others.forget(["a"], "one");
      assertEquals((yield* openAt(entries, "a")).token, "one");
    }),
  "a journal that is opened twice is one": (entries, { open }) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a")], "one", hold);
      assertEquals(yield* open("journal").claim([claim("a")], "two", hold), []);
    }),
  "nothing is done with no keys": (entries) =>
    Effect.gen(function* () {
      assertEquals(yield* entries.claim([], "one", hold), []);
      assertEquals(yield* entries.read([]), []);
      assertEquals(yield* entries.confirm([], "one", hold), []);
      assertEquals(yield* entries.takeOver([], "one", hold), []);
      assertEquals(yield* entries.create([]), []);
      yield* entries.doubt([], "one", hold);
      yield* entries.forget([], "one");
    }),
  "values stay as they are": (entries) =>
    Effect.gen(function* () {
      const odd = `'"; DROP TABLE x; -- \\ ż 𝕏 ?1 $1`;
      yield* entries.claim([claim(odd, odd)], odd, hold);
      assertEquals((yield* openAt(entries, odd)).token, odd);
      yield* entries.create([{ key: odd, token: odd, customerId: odd }]);
      assertEquals(yield* at(entries, odd), {
        key: odd,
        print: odd,
        state: "created",
        customerId: odd,
        token: odd,
      });
    }),
};

/** What is checked. */
export const sentences: ReadonlyArray<string> = Object.keys(checks);

/** Runs a check on an empty store, in virtual time. */
export const runCheck = <E>(
  sentence: string,
  emptyStore: Layer.Layer<JournalStore, E>,
): Promise<unknown> =>
  Effect.gen(function* () {
    const store = yield* JournalStore;
    yield* checks[sentence](store.open("journal"), store);
  }).pipe(
    Effect.provide(emptyStore),
    Effect.provide(TestClock.layer()),
    Effect.scoped,
    Effect.runPromise,
  );
