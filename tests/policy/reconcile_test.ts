import {
  addCustomers,
  type Customer,
  CustomerLookup,
  type FoundCustomer,
  Key,
  LookupError,
  Outcome,
  Reconcile,
  stack,
} from "../../mod.ts";
import { batchErrorOf, makeBatch } from "../../src/policy/mod.ts";
import { makeBatchItem } from "../../src/batch/item.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as TestClock from "effect/testing/TestClock";
import { assertEquals, assertStringIncludes, assertThrows } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { type Answer, failing, scripted, send, well } from "../support/scripted_call.ts";

const batch = (...customers: ReadonlyArray<Customer>) => {
  const [first, ...rest] = customers.map((customer, i) => makeBatchItem(i, customer));
  return makeBatch([first, ...rest]);
};

/** Sends customers through the policy, over a lookup that finds the given customers by identifier. */
const run = (
  customers: ReadonlyArray<Customer>,
  answer: Answer,
  found: { readonly [identifier: string]: ReadonlyArray<FoundCustomer> | "error" },
  options?: Reconcile.ReconcileOptions,
) =>
  Effect.gen(function* () {
    const lookups: Array<string> = [];
    const lookup = Layer.succeed(CustomerLookup, {
      find: ({ by, value }) =>
        Effect.suspend(() => {
          lookups.push(`${by}=${value}`);
          const customers = found[value] ?? [];
          return customers === "error"
            ? Effect.fail(new LookupError({ message: "no" }))
            : Effect.succeed(customers);
        }),
    });
    const { layer } = scripted(answer);
    const policies = Layer.provide(
      stack(layer, Reconcile.layer({ resends: 0, checkPermission: false, ...options })),
      lookup,
    );
    const fiber = yield* Effect.forkChild(
      Effect.result(Effect.provide(send(batch(...customers)), policies)),
    );
    yield* TestClock.adjust("10 minutes");
    const result = yield* Fiber.join(fiber);
    const outcomes = result._tag === "Success" ? result.success : [];
    return { result, outcomes, lookups, tags: outcomes.map(({ _tag }) => _tag).join(" ") };
  });

const lost: Answer = () => Effect.fail(batchErrorOf({ at: "connection-lost" }));
const person = (identifier: string, surname = "K"): Customer => ({ surname, identifier });
const exists = (identifier: string, customerId: string, surname = "K") => [
  { customerId, surname, identifier },
];

it.effect("customers of a lost answer are looked up: one match means created, no match means not created", function* () {
  const { lookups, outcomes } = yield* run([person("a"), person("b")], lost, {
    a: exists("a", "13"),
  });
  assertEquals(outcomes[0], Outcome.created("13"));
  assertEquals(outcomes[1], Outcome.notSent("was not created: the lookup found no such customer"));
  assertEquals(lookups, ["identifier=a", "identifier=b", "identifier=b"]);
});

it.effect("several matches, another surname and a failed lookup leave the doubt, with the reason", function* () {
  const { outcomes } = yield* run([person("a"), person("b"), person("c")], lost, {
    a: [...exists("a", "1"), ...exists("a", "2")],
    b: exists("b", "3", "Nowak"),
    c: "error",
  });
  assertEquals(outcomes.map(({ _tag }) => _tag), ["Unknown", "Unknown", "Unknown"]);
  const reasons = outcomes.map((outcome) => "message" in outcome ? outcome.message : "");
  assertStringIncludes(reasons[0], "several customers");
  assertStringIncludes(reasons[1], "another surname");
  assertStringIncludes(reasons[2], "the lookup failed");
});

it.effect("customers without a key, or with the key of another customer, are not looked up and stay in doubt", function* () {
  const customers = [{ surname: "K" }, person(" "), person("twice"), person("twice"), person("a")];
  const { lookups, tags } = yield* run(customers, lost, {
    a: exists("a", "13"),
    twice: exists("twice", "14"),
  });
  assertEquals(tags, "Unknown Unknown Unknown Unknown Created");
  assertEquals(lookups, ["identifier=a"]);
});

it.effect("only customers in doubt are looked up, under their own places", function* () {
  const answer: Answer = () =>
    Effect.succeed([Outcome.created("1"), Outcome.unknown("?"), Outcome.rejected(400, "no")]);
  const { lookups, outcomes } = yield* run([person("a"), person("b"), person("c")], answer, {
    b: exists("b", "2"),
  });
  assertEquals(outcomes, [Outcome.created("1"), Outcome.created("2"), Outcome.rejected(400, "no")]);
  assertEquals(lookups, ["identifier=b"]);
});

it.effect("a failure that proves something is handed on without a lookup", function* () {
  const { lookups, result } = yield* run([person("a")], () => failing(503), {});
  assertEquals(result._tag, "Failure");
  assertEquals(lookups, []);
});

it.effect("a failure in doubt is handed on if no customer has a key", function* () {
  const { lookups, result } = yield* run([{ surname: "K" }], lost, {});
  assertEquals(result._tag, "Failure");
  assertEquals(lookups, []);
});

it.effect("another key may be named", function* () {
  const { lookups } = yield* run([{ surname: "K", email: "a@b.pl" }], lost, {}, {
    key: ({ email }) => typeof email === "string" ? { by: "email", value: email } : undefined,
  });
  assertEquals(lookups, ["email=a@b.pl", "email=a@b.pl"]);
});

it.effect("a server that matches parts of an identifier is not believed", function* () {
  const partly = exists("abc", "1");
  const { tags } = yield* run([person("a")], lost, { a: partly });
  assertEquals(tags, "Unknown");
});

it.effect("an identifier with white space at its ends is not looked up", function* () {
  const { lookups, tags } = yield* run([person(" a "), person("b")], lost, { b: exists("b", "2") });
  assertEquals(tags, "Unknown Created");
  assertEquals(lookups, ["identifier=b"]);
});

it.effect("one customer is not reported as two", function* () {
  const answer: Answer = () => Effect.succeed([Outcome.created("1"), Outcome.unknown("?")]);
  const same = yield* run([person("a"), person("a")], answer, { a: exists("a", "1") });
  assertEquals(same.tags, "Created Unknown");
  const other = yield* run([{ surname: "K" }, person("a")], answer, { a: exists("a", "1") });
  assertEquals(other.tags, "Created Unknown");
});

it.effect("a key that throws counts as no key, and costs no customer its outcome", function* () {
  const answer: Answer = () => Effect.succeed([Outcome.created("1"), Outcome.unknown("?")]);
  const { tags } = yield* run([person("a"), person("b")], answer, {}, {
    key: () => {
      throw new Error("a bug");
    },
  });
  assertEquals(tags, "Created Unknown");
});

it.effect("two customers with one phone number in two forms are not looked up", function* () {
  const { lookups, tags } = yield* run(
    ["600100200", "+48 600-100-200", "601"].map((phone_number) => ({ surname: "K", phone_number })),
    lost,
    {},
    { key: Key.byPhone },
  );
  assertEquals(tags, "Unknown Unknown NotSent");
  assertEquals(lookups, ["phone_number=601", "phone_number=601"]);
});

it.effect("a customer that is not found is in doubt until Thulium can't be working on it any more", function* () {
  const answers: Answer = (batch, nth) => nth === 0 ? lost(batch, nth) : well(batch, nth);
  const find = () => Effect.succeed([]);
  const { calls, layer } = scripted(answers);
  const policies = stack(layer, Reconcile.layer({ absentAfter: "1 minute" })).pipe(
    Layer.provide(Layer.succeed(CustomerLookup, { find })),
  );
  const fiber = yield* addCustomers([person("a")], { deadline: "50 seconds" }).pipe(
    Effect.provide(policies),
    Effect.forkChild,
  );
  yield* TestClock.adjust("10 minutes");
  const { outcomes } = yield* Fiber.join(fiber);
  assertEquals(outcomes.map(({ _tag }) => _tag), ["Unknown"]);
  assertEquals(calls.length, 1);
});

it.effect("a customer is sent again as often as allowed, and is then not sent", function* () {
  const { layer, calls } = scripted(lost);
  const policies = stack(layer, Reconcile.layer({ resends: 2 })).pipe(
    Layer.provide(Layer.succeed(CustomerLookup, { find: () => Effect.succeed([]) })),
  );
  const fiber = yield* Effect.forkChild(
    Effect.provide(addCustomers([person("a"), person("b")]), policies),
  );
  yield* TestClock.adjust("10 minutes");
  const { outcomes } = yield* Fiber.join(fiber);
  assertEquals(outcomes.map(({ _tag }) => _tag), ["NotSent", "NotSent"]);
  assertEquals(calls.map(({ indices }) => indices), [[0, 1], [0, 1], [0, 1]]);
});

it.effect("a lookup that failed at first may settle the doubt later", function* () {
  let lookups = 0;
  const find = () =>
    Effect.suspend(() =>
      lookups++ === 0
        ? Effect.fail(new LookupError({ message: "no" }))
        : Effect.succeed(exists("a", "13"))
    );
  const policies = stack(scripted(lost).layer, Reconcile.layer({ checkPermission: false })).pipe(
    Layer.provide(Layer.succeed(CustomerLookup, { find })),
  );
  const fiber = yield* Effect.forkChild(Effect.provide(addCustomers([person("a")]), policies));
  yield* TestClock.adjust("10 minutes");
  assertEquals((yield* Fiber.join(fiber)).outcomes, [Outcome.created("13")]);
});

Deno.test("an invalid option is refused with its name and value", () => {
  assertThrows(() => Reconcile.layer({ concurrency: 0 }), RangeError, "concurrency");
  assertThrows(() => Reconcile.layer({ settleFor: "Infinity" }), RangeError, "settleFor");
});

it.effect("if two batches have the same key, the id that is found goes to one row only", function* () {
  const find = () => Effect.succeed(exists("1", "13"));
  const { layer } = scripted(lost);
  const policies = stack(layer, Reconcile.layer()).pipe(
    Layer.provide(Layer.succeed(CustomerLookup, { find })),
  );
  const fiber = yield* addCustomers([person("1"), person("1")], {
    maxCustomers: 1,
    concurrency: 1,
  }).pipe(Effect.provide(policies), Effect.forkChild);
  yield* TestClock.adjust("10 minutes");
  const { outcomes } = yield* Fiber.join(fiber);
  assertEquals(outcomes.map(({ _tag }) => _tag), ["Created", "Unknown"]);
});

it.effect("lookups count as calls of the import", function* () {
  let lookups = 0;
  const find = () => Effect.sync(() => (lookups++, []));
  const { layer } = scripted(lost);
  const policies = stack(layer, Reconcile.layer()).pipe(
    Layer.provide(Layer.succeed(CustomerLookup, { find })),
  );
  const fiber = yield* addCustomers(["1", "2", "3"].map((id) => person(id)), { maxCalls: 2 }).pipe(
    Effect.provide(policies),
    Effect.forkChild,
  );
  yield* TestClock.adjust("10 minutes");
  const { outcomes } = yield* Fiber.join(fiber);
  // The scripted call is no HTTP request, so it does not count.
  assertEquals(outcomes.map(({ _tag }) => _tag), ["Unknown", "Unknown", "Unknown"]);
  assertEquals(lookups, 2);
});

it.effect("a customer gets no id while another customer with its key is being sent", function* () {
  const answers: Answer = (_, nth) =>
    nth === 0 ? failing(500) : Effect.delay(Effect.succeed([Outcome.created("77")]), "10 seconds");
  const policies = stack(scripted(answers).layer, Reconcile.layer()).pipe(
    Layer.provide(Layer.succeed(CustomerLookup, { find: () => Effect.succeed(exists("x", "77")) })),
  );
  const fiber = yield* addCustomers([person("x"), person("x")], { maxCustomers: 1 }).pipe(
    Effect.provide(policies),
    Effect.forkChild,
  );
  yield* TestClock.adjust("10 minutes");
  const { outcomes } = yield* Fiber.join(fiber);
  assertEquals(outcomes.map(({ _tag }) => _tag), ["Unknown", "Created"]);
});

it.effect("after a 401 to a lookup nothing more is sent or looked up", function* () {
  let lookups = 0;
  const find = () =>
    Effect.suspend(() => {
      lookups++;
      return Effect.fail(new LookupError({ message: "no", status: 401 }));
    });
  const { calls, layer } = scripted(lost);
  const policies = stack(layer, Reconcile.layer({ concurrency: 1, checkPermission: false })).pipe(
    Layer.provide(Layer.succeed(CustomerLookup, { find })),
  );
  const rows = ["1", "2", "3", "4"].map((id) => person(id));
  const fiber = yield* addCustomers(rows, { maxCustomers: 2, concurrency: 1 }).pipe(
    Effect.provide(policies),
    Effect.forkChild,
  );
  yield* TestClock.adjust("10 minutes");
  const { outcomes } = yield* Fiber.join(fiber);
  assertEquals(outcomes.map(({ _tag }) => _tag), ["Unknown", "Unknown", "NotSent", "NotSent"]);
  assertEquals([calls.length, lookups], [1, 1]);
});

it.effect("a later import may find a customer that an earlier import created, at any row", function* () {
  const answers: Answer = (batch, nth) =>
    nth === 0 ? Effect.succeed([Outcome.created("12"), Outcome.created("13")]) : lost(batch, nth);
  const policies = stack(scripted(answers).layer, Reconcile.layer()).pipe(
    Layer.provide(Layer.succeed(CustomerLookup, { find: () => Effect.succeed(exists("2", "13")) })),
  );
  const imports = Effect.andThen(
    addCustomers([person("1"), person("2")]),
    addCustomers([person("2")]),
  );
  const fiber = yield* Effect.forkChild(Effect.provide(imports, policies));
  yield* TestClock.adjust("10 minutes");
  assertEquals((yield* Fiber.join(fiber)).outcomes, [Outcome.created("13")]);
});
