/** A customer that Thulium refuses after a doubt, perhaps because it exists already. */
import {
  addCustomers,
  type Customer,
  CustomerLookup,
  Key,
  Outcome,
  Reconcile,
  stack,
} from "../../../mod.ts";
import type { Find } from "../../../src/call/lookup.ts";
import { batchErrorOf } from "../../../src/policy/mod.ts";
import { Sandbox } from "../../../src/sandbox/mod.ts";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as TestClock from "effect/testing/TestClock";
import { assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { type Answer, scripted } from "../../support/scripted_call.ts";

const customer: Customer = { surname: "K", identifier: "a" };
const lost = Effect.fail(batchErrorOf({ at: "connection-lost" }));
const refusal = Outcome.rejected(400, "Customer already exists.");
const thereIs = [{ customerId: "13", surname: "K", identifier: "a" }];

/** Adds one customer. The lookups find nobody before the given one, which finds the customer. */
const addThrough = Effect.fnUntraced(
  function* (answer: Answer, foundAt: number) {
    let lookups = 0;
    const find: Find = () => Effect.sync(() => ++lookups < foundAt ? [] : thereIs);
    const { calls, layer } = scripted(answer);
    const policies = stack(layer, Reconcile.layer({ checkPermission: false })).pipe(
      Layer.provide(Layer.succeed(CustomerLookup, { find })),
    );
    const fiber = yield* Effect.forkChild(
      Effect.timed(Effect.provide(addCustomers([customer]), policies)),
    );
    yield* TestClock.adjust("1 hour");
    const [duration, { outcomes: [outcome] }] = yield* Fiber.join(fiber);
    const seconds = Duration.toSeconds(duration);
    return { outcome, calls: calls.length, lookups, seconds };
  },
);

/** The first answer is lost, the second one refuses the customer. */
const lostThenRefused: Answer = (_, nth) => nth === 0 ? lost : Effect.succeed([refusal]);

it.effect("a customer that is refused after it was in doubt, and is there, was created", function* () {
  const added = yield* addThrough(lostThenRefused, 3);
  assertEquals(added, {
    outcome: Outcome.created("13"),
    calls: 2,
    lookups: 3,
    seconds: 60,
  });
});

it.effect("a customer that is refused after it was in doubt, and is not there, is rejected", function* () {
  const added = yield* addThrough(lostThenRefused, Infinity);
  assertEquals(added, { outcome: refusal, calls: 2, lookups: 3, seconds: 60 });
});

it.effect("it is looked up once, after whichever resend it was refused", function* () {
  const answer: Answer = (_, nth) => nth < 2 ? lost : Effect.succeed([refusal]);
  assertEquals(yield* addThrough(answer, 5), {
    outcome: Outcome.created("13"),
    calls: 3,
    lookups: 5,
    seconds: 120,
  });
  assertEquals(yield* addThrough(answer, 6), {
    outcome: refusal,
    calls: 3,
    lookups: 5,
    seconds: 120,
  });
});

it.effect("a customer that was never in doubt is rejected without a lookup", function* () {
  const added = yield* addThrough(() => Effect.succeed([refusal]), 1);
  assertEquals(added, { outcome: refusal, calls: 1, lookups: 0, seconds: 0 });
});

it.effect("a refused customer and one in doubt of the same batch are both looked up", function* () {
  const other: Customer = { surname: "N", identifier: "b" };
  const answer: Answer = (_, nth) =>
    nth === 0 ? lost : Effect.succeed([refusal, Outcome.unknown("?")]);
  let lookups = 0;
  const find: Find = ({ value }) =>
    Effect.sync(() => ++lookups <= 4 ? [] : [{ customerId: `id-${value}`, identifier: value }]);
  const policies = stack(scripted(answer).layer, Reconcile.layer({ checkPermission: false })).pipe(
    Layer.provide(Layer.succeed(CustomerLookup, { find })),
  );
  const fiber = yield* Effect.forkChild(Effect.provide(addCustomers([customer, other]), policies));
  yield* TestClock.adjust("1 hour");
  const { outcomes } = yield* Fiber.join(fiber);
  assertEquals(outcomes, [Outcome.created("id-a"), Outcome.created("id-b")]);
  assertEquals(lookups, 6);
});

/** Adds a customer to a sandbox that creates it late, through lookups that see it late, too. */
const addToLate = (key: NonNullable<Reconcile.ReconcileOptions["key"]>, one: Customer) => {
  let lookups = 0;
  const lagging = Layer.effect(
    CustomerLookup,
    Effect.map(CustomerLookup, ({ find }) => ({
      find: (lookup, limit) =>
        Effect.suspend(() => ++lookups <= 2 ? Effect.succeed([]) : find(lookup, limit)),
    })),
  );
  return Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* sandbox.setFaults({ script: [{ kind: "late", seconds: 45 }] });
    const fiber = yield* Effect.forkChild(addCustomers([one]));
    yield* TestClock.adjust("1 hour");
    const { outcomes } = yield* Fiber.join(fiber);
    return { outcomes, stored: (yield* sandbox.customers).length };
  }).pipe(Effect.provide(
    Reconcile.layer({ checkPermission: false, key }).pipe(
      Layer.provide(Layer.provide(lagging, Sandbox.layerLookup())),
      Layer.provideMerge(Sandbox.layerTest({ uniqueIdentifiers: true })),
    ),
  ));
};

it.effect("a customer that is sent twice to a system with unique identifiers is created once, and known as created", function* () {
  const byIdentifier = yield* addToLate(Key.byIdentifier, customer);
  assertEquals(byIdentifier, { outcomes: [Outcome.created("13")], stored: 1 });
  const inShop = { ...customer, custom_fields: { "Nr w sklepie": "7" } };
  const byField = yield* addToLate(Key.byCustomField("Nr w sklepie"), inShop);
  assertEquals(byField, { outcomes: [Outcome.created("13")], stored: 1 });
});
