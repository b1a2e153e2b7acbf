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
  entry?.state === "sending" || entry?.state === "doubt";

/** The entry of a key. */
const at = (entries: Entries, key: string) =>
  Effect.map(entries.read([key]), ([entry]): Entry | undefined => entry);

/** An open entry of a key. */
const openAt = (entries: Entries, key: string) =>
  Effect.map(at(entries, key), (entry) => {
    assert(isOpen(entry), "the entry is not open");
    return entry;
  });

/** What is left of an entry's time. Where there is none, a store may say any time that is over. */
const timed = <A extends Entry>({ remaining, ...entry }: A) => ({
  ...entry,
  remaining: Math.max(0, remaining),
});

/** Customers that were created with the fingerprint `p`, by the token `one`. */
const created = (entries: Entries, ...keys: ReadonlyArray<string>) =>
  Effect.gen(function* () {
    yield* entries.claim(keys.map((key) => claim(key)), "one", hold);
    yield* entries.create(keys.map((key) => ({ key, token: "one", customerId: `id of ${key}` })));
    return yield* entries.read(keys);
  });

/** An entry that exists. */
const knownAt = (entries: Entries, key: string) =>
  Effect.map(at(entries, key), (entry) => {
    assert(entry !== undefined && "customerId" in entry, "the customer does not exist");
    return timed(entry);
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
        fields: "",
        state: "created",
        customerId: "13",
        token: "one",
        until: 0,
        remaining: 0,
      } as const;
      assertEquals(yield* knownAt(entries, "a"), entry);
      yield* TestClock.adjust(10 * hold);
      assertEquals(yield* entries.claim([claim("a")], "two", hold), []);
      assertEquals(yield* entries.confirm(["a"], "one", hold), []);
      assertEquals(
        yield* entries.takeOver([{ ...claim("a"), token: "one", until: 0 }], "two", hold),
        [],
      );
      yield* entries.forget(["a"], "one");
      yield* entries.doubt(["a"], "one", hold);
      assertEquals(yield* knownAt(entries, "a"), entry);
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
  "what is known of the fields is claimed, and stays with the customer that was created": (
    entries,
  ) =>
    Effect.gen(function* () {
      yield* entries.claim([{ ...claim("a"), fields: "F" }, claim("b")], "one", hold);
      yield* entries.confirm(["a", "b"], "one", hold);
      yield* entries.doubt(["a"], "one", hold);
      assertEquals((yield* openAt(entries, "a")).fields, "F");
      yield* entries.create(["a", "b"].map((key) => ({ key, token: "one", customerId: "13" })));
      assertEquals((yield* knownAt(entries, "a")).fields, "F");
      assertEquals((yield* knownAt(entries, "b")).fields, "");
    }),
  "who takes a customer over says what will be known of its fields": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([{ ...claim("a"), fields: "F" }], "one", hold);
      const seen = yield* openAt(entries, "a");
      yield* TestClock.adjust(hold);
      yield* entries.takeOver([{ ...seen, fields: "G" }], "two", hold);
      assertEquals((yield* openAt(entries, "a")).fields, "G");
    }),
  "a customer that was found is claimed to be updated": (entries) =>
    Effect.gen(function* () {
      const found = { ...claim("a", ""), fields: "F", customerId: "13" };
      assertEquals(yield* entries.claim([found], "one", hold), ["a"]);
      assertEquals(yield* entries.claim([found], "two", hold), []);
      const entry = yield* knownAt(entries, "a");
      assertEquals([entry.state, entry.customerId, entry.fields], ["updating", "13", "F"]);
      assertEquals(entry.remaining, hold);
    }),
  "a customer is claimed to be updated, with what is still known of its fields": (entries) =>
    Effect.gen(function* () {
      const [seen] = yield* created(entries, "a");
      assertEquals(
        yield* entries.claimUpdate(
          [{ ...seen, fields: "F" }, { ...seen, key: "b", fields: "" }],
          "two",
          hold,
        ),
        ["a"],
      );
      const { until, ...entry } = yield* knownAt(entries, "a");
      assertEquals(entry, {
        key: "a",
        print: "",
        fields: "F",
        state: "updating",
        customerId: "id of a",
        token: "two",
        remaining: hold,
      });
      assert(until >= hold);
    }),
  "of many that claim an update at once, one gets it": (entries) =>
    Effect.gen(function* () {
      const [seen] = yield* created(entries, "a");
      const tokens = Array.from({ length: 20 }, (_, i) => `token${i}`);
      const won = yield* Effect.all(
        tokens.map((token) => entries.claimUpdate([{ ...seen, fields: "" }], token, hold)),
        { concurrency: "unbounded" },
      );
      assertEquals(won.flat(), ["a"]);
    }),
  "an update that was settled since the entry was seen is not claimed over": (entries) =>
    Effect.gen(function* () {
      const [seen] = yield* created(entries, "a");
      yield* entries.claimUpdate([{ ...seen, fields: "" }], "two", hold);
      const settled = { key: "a", token: "two", customerId: "13", print: "p", fields: "" };
      assertEquals(yield* entries.settle([settled], 0), ["a"]);
      assertEquals(yield* entries.claimUpdate([{ ...seen, fields: "" }], "three", hold), []);
    }),
  "an update is held, put in doubt and taken over like a creation": (entries) =>
    Effect.gen(function* () {
      const [first] = yield* created(entries, "a");
      yield* entries.claimUpdate([{ ...first, fields: "F" }], "two", hold);
      yield* TestClock.adjust(600);
      assertEquals(yield* entries.confirm(["a"], "three", hold), []);
      assertEquals(yield* entries.confirm(["a"], "two", hold), ["a"]);
      yield* entries.doubt(["a"], "two", 3 * hold);
      const seen = yield* knownAt(entries, "a");
      assertEquals([seen.state, seen.remaining, seen.fields], ["updating", 3 * hold, "F"]);
      yield* TestClock.adjust(3 * hold - 1);
      assertEquals(yield* entries.claimUpdate([{ ...seen, fields: "G" }], "three", hold), []);
      yield* TestClock.adjust(1);
      assertEquals(yield* entries.claimUpdate([{ ...seen, fields: "G" }], "three", hold), ["a"]);
      assertEquals((yield* knownAt(entries, "a")).fields, "G");
      assertEquals(yield* entries.confirm(["a"], "two", hold), []);
    }),
  "an update is settled by who holds it": (entries) =>
    Effect.gen(function* () {
      const [seen] = yield* created(entries, "a");
      yield* entries.claimUpdate([{ ...seen, fields: "" }], "two", hold);
      const settled = { key: "a", customerId: "99", print: "new", fields: "F" };
      assertEquals(yield* entries.settle([{ ...settled, token: "one" }], 0), []);
      assertEquals(yield* entries.settle([{ ...settled, token: "two" }], 0), ["a"]);
      assertEquals(yield* knownAt(entries, "a"), {
        ...settled,
        state: "created",
        token: "two",
        until: 0,
        remaining: 0,
      });
    }),
  "who settles an update may keep others from the next one for a time": (entries) =>
    Effect.gen(function* () {
      const [first] = yield* created(entries, "a");
      yield* entries.claimUpdate([{ ...first, fields: "" }], "two", hold);
      yield* entries.settle(
        [{ key: "a", token: "two", customerId: "13", print: "new", fields: "" }],
        2 * hold,
      );
      const seen = yield* knownAt(entries, "a");
      assertEquals([seen.state, seen.remaining], ["created", 2 * hold]);
      yield* TestClock.adjust(2 * hold - 1);
      assertEquals(yield* entries.claimUpdate([{ ...seen, fields: "" }], "three", hold), []);
      yield* TestClock.adjust(1);
      assertEquals(yield* entries.claimUpdate([{ ...seen, fields: "" }], "three", hold), ["a"]);
    }),
  "what is being updated is never removed, taken over to be created, or created": (entries) =>
    Effect.gen(function* () {
      const [first] = yield* created(entries, "a");
      yield* entries.claimUpdate([{ ...first, fields: "" }], "two", hold);
      const entry = yield* knownAt(entries, "a");
      yield* entries.forget(["a"], "two");
      yield* TestClock.adjust(hold);
      assertEquals(yield* entries.takeOver([entry], "three", hold), []);
      assertEquals(yield* entries.claim([claim("a")], "three", hold), []);
      assertEquals(yield* entries.create([{ key: "a", token: "two", customerId: "1" }]), []);
      assertEquals(yield* knownAt(entries, "a"), { ...entry, remaining: 0 });
    }),
  "what may have been created can't be claimed to be updated, or settled": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a")], "one", hold);
      const seen = yield* openAt(entries, "a");
      yield* TestClock.adjust(hold);
      assertEquals(yield* entries.claimUpdate([{ ...seen, fields: "" }], "two", hold), []);
      const settled = { key: "a", token: "one", customerId: "13", print: "", fields: "" };
      assertEquals(yield* entries.settle([settled], 0), []);
      assertEquals((yield* openAt(entries, "a")).state, "sending");
    }),
  "customers are recalled that exist, and that nobody is changing": (entries) =>
    Effect.gen(function* () {
      const [, seen] = yield* created(entries, "a", "b", "c");
      yield* entries.claimUpdate([{ ...seen, fields: "" }], "two", hold);
      yield* entries.claim([claim("d")], "one", hold);
      const a = { customerId: "id of a", print: claim("a").print };
      assertEquals(
        yield* entries.recall(["d", "b", "a", "x", "a"]),
        [undefined, undefined, a, undefined, a],
      );
      assertEquals(yield* entries.recall(["b"]), [undefined]);
    }),
  "an id may be any text": (entries) =>
    Effect.gen(function* () {
      yield* created(entries, "a");
      const customerId = ' 1 "2"\n\\ 3 ';
      const known = { key: "a", customerId, print: "", fields: "" };
      yield* entries.settle([{ ...known, token: "one" }], 0);
      assertEquals(yield* entries.recall(["a"]), [{ customerId, print: "" }]);
    }),
  "other fingerprints are noted only of the same content, and of customers that nobody is changing":
    (entries) =>
      Effect.gen(function* () {
        const content = "0123456789abcdef";
        const prints = (keys: ReadonlyArray<string>) =>
          Effect.map(entries.read(keys), (all) => all.map(({ print }) => print));
        const [seen] = yield* created(entries, "a", "b", "c");
        for (const key of ["a", "b", "c"]) {
          const known = { key, token: "one", customerId: "13", fields: "f" };
          yield* entries.settle([{ ...known, print: key === "c" ? "" : content }], 0);
        }
        const before = yield* entries.read(["b"]);
        yield* entries.reprint([{ key: "b", print: `${content}json` }]);
        assertEquals(
          yield* entries.read(["b"]),
          before.map((entry) => ({ ...entry, print: `${content}json` })),
        );
        yield* entries.claimUpdate([{ ...seen, fields: "" }], "two", hold);
        yield* entries.reprint(
          ["a", "c", "x"].map((key) => ({ key, print: `${content}json` })),
        );
        yield* entries.reprint([{ key: "b", print: "another content" }]);
        assertEquals(yield* prints(["a"]), [""]);
        assertEquals(yield* prints(["b"]), [`${content}json`]);
        assertEquals(yield* prints(["c"]), [""]);
        assertEquals(yield* prints(["x"]), []);
      }),
  "whose an id is can be asked": (entries, { open }) =>
    Effect.gen(function* () {
      const [seen] = yield* created(entries, "a", "b");
      yield* created(open("another"), "a");
      yield* entries.claimUpdate([{ ...seen, fields: "" }], "two", hold);
      yield* entries.claim([claim("c")], "one", hold);
      assertEquals(yield* entries.holders(["id of a", "id of c", ""]), [
        { key: "a", customerId: "id of a" },
      ]);
    }),
  "customers that no list has had since a time are missing, in pages": (entries, { open }) =>
    Effect.gen(function* () {
      const keys = ["a", "b", "c", "d", "e"];
      yield* created(entries, ...keys);
      yield* created(open("another"), "x");
      yield* entries.claim([claim("f")], "one", hold);
      yield* entries.claim([{ ...claim("g"), customerId: "7" }], "one", hold, 2000);
      yield* entries.see(["b", "f", "z"], 2000);
      yield* entries.see(["d"], 1000);
      assertEquals(yield* entries.missing(2000, "", 2), [
        { key: "a", customerId: "id of a" },
        { key: "c", customerId: "id of c" },
      ]);
      assertEquals((yield* entries.missing(2000, "c", 2)).map(({ key }) => key), ["d", "e"]);
      assertEquals(yield* entries.missing(2000, "e", 2), []);
      assertEquals((yield* entries.missing(1000, "", 9)).map(({ key }) => key), ["a", "c", "e"]);
    }),
  "a customer that was listed before it was created is not missing": (entries) =>
    Effect.gen(function* () {
      yield* entries.claim([claim("a")], "one", hold, 2000);
      yield* entries.claim([claim("b"), claim("c")], "one", hold);
      yield* entries.see(["b"], 2000);
      yield* entries.create(
        ["a", "b", "c"].map((key) => ({ key, token: "one", customerId: `id of ${key}` })),
      );
      assertEquals((yield* entries.missing(2000, "", 9)).map(({ key }) => key), ["c"]);
    }),
  "an older list takes nothing back, and a change keeps who was listed": (entries) =>
    Effect.gen(function* () {
      const [seen] = yield* created(entries, "a");
      yield* entries.see(["a"], 2000);
      yield* entries.see(["a"], 1000);
      yield* entries.claimUpdate([{ ...seen, fields: "" }], "two", hold);
      assertEquals(yield* entries.missing(2000, "", 9), []);
      assertEquals((yield* entries.missing(2001, "", 9)).length, 1);
      assertEquals((yield* knownAt(entries, "a")).state, "updating");
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
      assertEquals(yield* entries.recall([]), []);
      assertEquals(yield* entries.holders([]), []);
      assertEquals(yield* entries.claimUpdate([], "one", hold), []);
      assertEquals(yield* entries.settle([], 0), []);
      yield* entries.doubt([], "one", hold);
      yield* entries.forget([], "one");
      yield* entries.see([], 1000);
    }),
  "values stay as they are": (entries) =>
    Effect.gen(function* () {
      const odd = `'"; DROP TABLE x; -- \\ ż 𝕏 ?1 $1`;
      yield* entries.claim([claim(odd, odd)], odd, hold);
      assertEquals((yield* openAt(entries, odd)).token, odd);
      yield* entries.create([{ key: odd, token: odd, customerId: odd }]);
      yield* entries.settle([
        { key: odd, token: odd, customerId: odd, print: odd, fields: odd },
      ], 0);
      assertEquals(yield* knownAt(entries, odd), {
        key: odd,
        print: odd,
        fields: odd,
        state: "created",
        customerId: odd,
        token: odd,
        until: 0,
        remaining: 0,
      });
      assertEquals(yield* entries.missing(1, "", 9), [{ key: odd, customerId: odd }]);
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
