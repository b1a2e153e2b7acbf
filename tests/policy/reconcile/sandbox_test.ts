/** Doubts about customers of the sandbox, which the lookups find there or not. */
import { addCustomers, type Customer, Key, Outcome, Reconcile } from "../../../mod.ts";
import { type Fault, Sandbox } from "../../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertMatch } from "../../support/assert.ts";
import { it } from "../../support/it.ts";

const person = (identifier: string, surname = "K"): Customer => ({ surname, identifier });

const settleAgainstSandbox = (
  fault: Fault,
  customers: ReadonlyArray<Customer> = [person("a"), person("b", "Żółć")],
  options?: Reconcile.ReconcileOptions,
) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* sandbox.setFaults({ script: [fault] });
    const fiber = yield* Effect.forkChild(addCustomers(customers));
    yield* TestClock.adjust("10 minutes");
    const { outcomes } = yield* Fiber.join(fiber);
    return { outcomes, stored: yield* sandbox.customers };
  }).pipe(Effect.provide(
    Reconcile.layer(options).pipe(
      Layer.provide(Sandbox.layerLookup()),
      Layer.provideMerge(Sandbox.layerTest()),
    ),
  ));

it.effect("a customer that was stored before the answer was cut is found by GET /api/customers", function* () {
  const { outcomes, stored } = yield* settleAgainstSandbox({
    kind: "cut",
    at: "body",
    created: true,
  });
  assertEquals(outcomes, [Outcome.created("13"), Outcome.created("14")]);
  assertEquals(stored.length, 2);
});

it.effect("a customer that was proved absent is sent again by the same import", function* () {
  const { outcomes, stored } = yield* settleAgainstSandbox({
    kind: "stall",
    at: "before-headers",
    created: false,
  });
  assertEquals(outcomes, [Outcome.created("13"), Outcome.created("14")]);
  assertEquals(stored.length, 2);
});

it.effect("a customer that is stored after the first lookup is not sent again", function* () {
  for (const seconds of [31, 45, 85]) {
    const { outcomes, stored } = yield* settleAgainstSandbox({ kind: "late", seconds });
    assertEquals(outcomes, [Outcome.created("13"), Outcome.created("14")]);
    assertEquals(stored.length, 2);
  }
});

it.effect("a server that ignores the filter and finds everybody is not believed", function* () {
  const shopId = "Nr w sklepie";
  const inShop: Customer = { surname: "K", custom_fields: { [shopId]: "7" } };
  const { outcomes, stored } = yield* Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* addCustomers([{ surname: "K" }]);
    // The custom field does not exist yet, so that the sandbox ignores a filter by it.
    yield* sandbox.setFaults({ script: [{ kind: "cut", at: "before-headers", created: false }] });
    const fiber = yield* Effect.forkChild(addCustomers([inShop]));
    yield* TestClock.adjust("10 minutes");
    const { outcomes } = yield* Fiber.join(fiber);
    return { outcomes, stored: yield* sandbox.customers };
  }).pipe(Effect.provide(
    Reconcile.layer({ key: Key.byCustomField(shopId) }).pipe(
      Layer.provide(Sandbox.layerLookup()),
      Layer.provideMerge(Sandbox.layerTest()),
    ),
  ));
  const [outcome] = outcomes;
  assert(outcome._tag === "Unknown");
  assertEquals(outcome.message, "may have been created; the lookup found other customers only");
  assertMatch(outcome.requestId ?? "", /^[\da-f-]{36}$/);
  assertEquals(stored.length, 1);
});

it.effect("a customer is found by a custom field among others", function* () {
  const people = ["7", "8", "9"].map((ID): Customer => ({ surname: "K", custom_fields: { ID } }));
  const { outcomes, stored } = yield* settleAgainstSandbox(
    { kind: "cut", at: "body", created: true },
    people,
    { key: Key.byCustomField("ID") },
  );
  assertEquals(outcomes, ["13", "14", "15"].map(Outcome.created));
  assertEquals(stored.length, 3);
});
