/** What lookups say about customers, and which lookups are made. */
import {
  type Customer,
  type FoundCustomer,
  Key,
  type Lookup,
  LookupError,
  Outcome,
} from "../../../mod.ts";
import { makeBatchItem } from "../../../src/batch/item.ts";
import type { Find } from "../../../src/call/lookup.ts";
import { CurrentRun, ImportRun } from "../../../src/call/run.ts";
import { type KeyOf, Lookups } from "../../../src/policy/reconcile/lookups.ts";
import type { Verdict } from "../../../src/policy/reconcile/verdict.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as TestClock from "effect/testing/TestClock";
import { assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";

const itemsOf = (customers: ReadonlyArray<Partial<Customer>>) =>
  customers.map((fields, i) => makeBatchItem(i, { surname: "K", ...fields }));

/** Lookups by a key that are answered by `find`; records what was asked for. */
const lookupsBy = (key: KeyOf, find: Find, concurrency = 1) => {
  const asked: Array<{ readonly lookup: Lookup; readonly limit: number }> = [];
  const recording: Find = (lookup, limit) =>
    Effect.suspend(() => {
      asked.push({ lookup, limit });
      return find(lookup, limit);
    });
  return { asked, lookups: new Lookups(recording, { key, concurrency }) };
};

/** What a lookup of one customer says if it finds the given ones. */
const verdictOn = (
  key: KeyOf,
  customer: Partial<Customer>,
  found: ReadonlyArray<FoundCustomer>,
) => {
  const { lookups } = lookupsBy(key, () => Effect.succeed(found));
  return Effect.map(lookups.lookUp(itemsOf([customer])), ([verdict]) => verdict);
};

const created = Outcome.created("13");
const contradicts = (reason: string) => Outcome.unknown(`may have been created; ${reason}`);
const failed = (reason: string): Verdict => ({
  _tag: "Failed",
  message: `may have been created; ${reason}`,
});
const othersOnly = failed("the lookup found other customers only");

/** One customer of each kind of key, with values of the same key, and with values of other keys. */
const sameAndOther: ReadonlyArray<{
  readonly key: KeyOf;
  readonly sent: Partial<Customer>;
  readonly same: ReadonlyArray<Partial<FoundCustomer>>;
  readonly other: ReadonlyArray<Partial<FoundCustomer>>;
}> = [
  {
    key: Key.byIdentifier,
    sent: { identifier: "A-1" },
    same: [{ identifier: "A-1" }],
    other: [{ identifier: "a-1" }, { identifier: "A-12" }, { identifier: "" }, {}],
  },
  {
    key: Key.byPhone,
    sent: { phone_number: "600-100-200" },
    same: ["600100200", "600 100 200", "+48 600100200", "48600100200", "0048600100200"].map(
      (phone) => ({ phoneNumbers: ["700", phone] }),
    ),
    other: [
      { phoneNumbers: ["6001002001", "600"] },
      { phoneNumbers: ["+49 600100200"] },
      { phoneNumbers: [] },
      { nip: "600100200" },
    ],
  },
  {
    // A number of the town of Radom: its area code is no prefix of Poland.
    key: Key.byPhone,
    sent: { phone_number: "48 123 45 67" },
    same: [{ phoneNumbers: ["481234567"] }, { phoneNumbers: ["+48481234567"] }],
    other: [{ phoneNumbers: ["1234567"] }],
  },
  {
    key: Key.byNip,
    sent: { nip: "678-314-45-27" },
    same: [{ nip: "6783144527" }, { nip: "PL 678 314 45 27" }],
    other: [{ nip: "6783144528" }, { nip: "" }, {}],
  },
  {
    key: Key.byEmail,
    sent: { email: "Anna@Example.com" },
    same: [{ emails: ["b@x.pl", "anna@example.COM"] }],
    other: [{ emails: ["anna@example.co"] }, { emails: [] }, {}],
  },
  {
    key: Key.byCustomField("Sklep"),
    sent: { custom_fields: { Sklep: "Ab 7" } },
    same: [{ customFields: { Sklep: "Ab 7", Inne: "8" } }],
    other: [
      { customFields: { Sklep: "ab 7" } },
      { customFields: { Inne: "Ab 7" } },
      { customFields: {} },
      {},
      { identifier: "Ab 7" },
    ],
  },
];

for (const { key, other, same, sent } of sameAndOther) {
  it.effect(`a customer with ${JSON.stringify(sent)} is found by the same value, and by no other`, function* () {
    for (const fields of same) {
      assertEquals(yield* verdictOn(key, sent, [{ customerId: "13", ...fields }]), created);
    }
    for (const fields of other) {
      assertEquals(yield* verdictOn(key, sent, [{ customerId: "13", ...fields }]), othersOnly);
    }
  });
}

const a: Partial<Customer> = { identifier: "a" };
const withKey = (customerId: string, identifier: string | undefined = "a"): FoundCustomer => ({
  customerId,
  identifier,
});
const others = (count: number) => Array.from({ length: count }, (_, i) => withKey(`${i}`, `b${i}`));

it.effect("several customers with the key prove nothing", function* () {
  const verdict = yield* verdictOn(Key.byIdentifier, a, [withKey("13"), withKey("14")]);
  assertEquals(verdict, contradicts("the lookup found several customers with its key"));
});

it.effect("a customer with the key and another surname is another customer", function* () {
  const verdict = yield* verdictOn(Key.byIdentifier, a, [{ ...withKey("13"), surname: "Nowak" }]);
  assertEquals(verdict, contradicts("the customer with its key has another surname"));
  assertEquals(
    yield* verdictOn(Key.byIdentifier, a, [{ ...withKey("13"), surname: " k" }]),
    created,
  );
});

it.effect("the only customer with the key counts among others, unless more may stand behind them", function* () {
  const { asked, lookups } = lookupsBy(
    Key.byIdentifier,
    (_, limit) => Effect.succeed([...others(limit - 2), withKey("13")]),
  );
  const items = itemsOf([a]);
  assertEquals(yield* lookups.lookUp(items), [created]);
  const [{ limit }] = asked;
  assertEquals(
    yield* verdictOn(Key.byIdentifier, a, [...others(limit - 1), withKey("13")]),
    failed("the lookup found too many other customers"),
  );
});

it.effect("nobody is found: the customer is not there, if its key can only be stored as it was sent", function* () {
  const sent: ReadonlyArray<readonly [KeyOf, Partial<Customer>]> = [
    [Key.byIdentifier, { identifier: "A-1" }],
    [Key.byPhone, { phone_number: "600100200" }],
    [Key.byNip, { nip: "6783144527" }],
    [Key.byEmail, { email: "anna@example.com" }],
    [Key.byCustomField("Sklep"), { custom_fields: { Sklep: "Ab 7" } }],
  ];
  for (const [key, customer] of sent) {
    assertEquals(yield* verdictOn(key, customer, []), { _tag: "NotThere" });
  }
  const inAnotherForm = failed(
    "the lookup did not find it, but Thulium may have stored its key in another form",
  );
  const changeable: ReadonlyArray<readonly [KeyOf, Partial<Customer>]> = [
    [Key.byPhone, { phone_number: "600 100 200" }],
    [Key.byPhone, { phone_number: "48600100200" }],
    [Key.byNip, { nip: "PL6783144527" }],
    [Key.byEmail, { email: "Anna@example.com" }],
  ];
  for (const [key, customer] of changeable) {
    assertEquals(yield* verdictOn(key, customer, []), inAnotherForm);
  }
});

it.effect("a lookup that fails, dies, or gives what is no customer costs no other customer its verdict", function* () {
  const bad: { readonly [value: string]: ReturnType<Find> } = {
    fails: Effect.fail(new LookupError({ message: "no", status: 500 })),
    dies: Effect.die(new Error("a bug")),
    lies: Effect.succeed(JSON.parse("[null]")),
  };
  const { lookups } = lookupsBy(
    Key.byIdentifier,
    ({ value }) => bad[value] ?? Effect.succeed([withKey("13")]),
  );
  const values = ["fails", "dies", "lies", "a"];
  const verdicts = yield* lookups.lookUp(itemsOf(values.map((identifier) => ({ identifier }))));
  const lookupFailed = failed("the lookup failed");
  assertEquals(verdicts, [lookupFailed, lookupFailed, lookupFailed, created]);
});

it.effect("a key of one's own never looks up an empty value, and may throw", function* () {
  const keys: ReadonlyArray<KeyOf> = [
    () => ({ by: "identifier", value: "" }),
    () => ({ by: "email", value: " " }),
    () => ({ by: "phone_number", value: "+" }),
    () => ({ by: "custom_field", field: "a]", value: "7" }),
    () => {
      throw new Error("a bug");
    },
  ];
  for (const key of keys) {
    const { asked, lookups } = lookupsBy(key, () => Effect.succeed([]));
    assertEquals(yield* lookups.lookUp(itemsOf([a])), [undefined]);
    assertEquals(asked, []);
  }
});

it.effect("only lookups that are wanted are made", function* () {
  const { asked, lookups } = lookupsBy(Key.byIdentifier, () => Effect.succeed([]));
  const items = itemsOf([{}, { identifier: "a" }, { identifier: "b" }]);
  const verdicts = yield* lookups.lookUp(items, { isWanted: ({ value }) => value === "b" });
  assertEquals(verdicts, [undefined, undefined, { _tag: "NotThere" }]);
  assertEquals(asked.map(({ lookup }) => lookup.value), ["b"]);
});

it.effect("no lookup is made after the import has stopped", function* () {
  const { asked, lookups } = lookupsBy(Key.byIdentifier, () => Effect.succeed([]));
  const items = itemsOf(["a", "b", "c"].map((identifier) => ({ identifier })));
  const run = new ImportRun({ maxCalls: 2 });
  const verdicts = yield* Effect.provideService(lookups.lookUp(items), CurrentRun, run);
  assertEquals(verdicts, [{ _tag: "NotThere" }, { _tag: "NotThere" }, undefined]);
  assertEquals(asked.length, 2);
});

it.effect("so many lookups are made at a time, and no more", function* () {
  let now = 0;
  let most = 0;
  const find: Find = () =>
    Effect.sync(() => most = Math.max(most, ++now)).pipe(
      Effect.andThen(Effect.sleep("1 second")),
      Effect.andThen(Effect.sync(() => (now--, []))),
    );
  const { lookups } = lookupsBy(Key.byIdentifier, find, 3);
  const items = itemsOf(Array.from({ length: 10 }, (_, i) => ({ identifier: `${i}` })));
  const fiber = yield* Effect.forkChild(lookups.lookUp(items));
  yield* TestClock.adjust("4 seconds");
  assertEquals((yield* Fiber.join(fiber)).length, 10);
  assertEquals(most, 3);
});
