import {
  addCustomer,
  AddCustomerError,
  type Customer,
  makeAddCustomer,
  Outcome,
} from "../../mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertInstanceOf } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { type Answer, failing, known, scripted, well } from "../support/scripted_call.ts";

const people = (count: number): ReadonlyArray<Customer> =>
  Array.from({ length: count }, (_, i) => ({ surname: `K${i}` }));

const adding = (answer: Answer, options?: Parameters<typeof makeAddCustomer>[0]) =>
  Effect.gen(function* () {
    const { calls, layer } = scripted(answer);
    const addCustomer = yield* Effect.provide(makeAddCustomer(options), layer);
    return { addCustomer, calls };
  });

const all = <A, E, R>(effects: ReadonlyArray<Effect.Effect<A, E, R>>) =>
  Effect.all(effects, { concurrency: "unbounded" });

it.effect("adds at the same time share one POST, and each has its own id", function* () {
  const { addCustomer, calls } = yield* adding(well);
  const fiber = yield* Effect.forkChild(all(people(5).map(addCustomer)));
  yield* TestClock.adjust("9 millis");
  assertEquals(calls.length, 0);
  yield* TestClock.adjust("1 millis");
  assertEquals(yield* Fiber.join(fiber), ["id-0", "id-1", "id-2", "id-3", "id-4"]);
  assertEquals(calls.length, 1);
});

it.effect("adds from unrelated places in the program share one POST", function* () {
  const { addCustomer, calls } = yield* adding(well);
  const fibers = yield* Effect.forEach(
    people(3),
    (customer) => Effect.forkDetach(addCustomer(customer)),
  );
  yield* TestClock.adjust("10 millis");
  yield* Effect.forEach(fibers, Fiber.join);
  assertEquals(calls.length, 1);
});

it.effect("addCustomer() shares POSTs between all that share the BatchCall", function* () {
  const { calls, layer } = scripted(well);
  const program = all(people(3).map((customer) => addCustomer(customer)));
  const fiber = yield* Effect.forkChild(Effect.provide(program, layer));
  yield* TestClock.adjust("10 millis");
  assertEquals(yield* Fiber.join(fiber), ["id-0", "id-1", "id-2"]);
  assertEquals(calls.length, 1);
});

it.effect("a full batch does not wait for the window", function* () {
  const { addCustomer, calls } = yield* adding(well, { maxCustomers: 2, window: "1 hour" });
  yield* all(people(4).map(addCustomer));
  assertEquals(calls.map(({ indices }) => indices.length), [2, 2]);
});

it.effect("a shared POST keeps to the limit of bytes", function* () {
  const { addCustomer, calls } = yield* adding(well, { maxBytes: 200 });
  const customers = people(3).map((customer) => ({ ...customer, note: "x".repeat(100) }));
  const fiber = yield* Effect.forkChild(all(customers.map(addCustomer)));
  yield* TestClock.adjust("10 millis");
  yield* Fiber.join(fiber);
  assertEquals(calls.map(({ indices }) => indices.length), [1, 1, 1]);
});

it.effect("a bad customer fails at once and costs the others nothing", function* () {
  const { addCustomer, calls } = yield* adding(well);
  const error = yield* Effect.flip(addCustomer({ surname: "" }));
  assertInstanceOf(error, AddCustomerError);
  assertEquals(error.message, "The customer was rejected: surname: must not be blank");
  assertEquals(calls.length, 0);
});

it.effect("an add of a customer that another run created returns its id", function* () {
  const { addCustomer } = yield* adding(known);
  const fiber = yield* Effect.forkChild(all(people(2).map(addCustomer)));
  yield* TestClock.adjust("10 millis");
  assertEquals(yield* Fiber.join(fiber), ["id-0", "id-1"]);
});

it.effect("each add fails with its own reason, caught by tag", function* () {
  const { addCustomer } = yield* adding(() =>
    Effect.succeed([
      Outcome.rejected(400, "Kowalska exists"),
      Outcome.unknown("no status"),
      Outcome.notSent("later", 429),
    ])
  );
  const told = (customer: Customer) =>
    addCustomer(customer).pipe(
      Effect.catchReasons("AddCustomerError", {
        Rejected: ({ message }) => Effect.succeed(message),
        Unknown: () => Effect.succeed("unknown"),
        NotSent: ({ status }) => Effect.succeed(String(status)),
      }),
    );
  const fiber = yield* Effect.forkChild(all(people(3).map(told)));
  yield* TestClock.adjust("10 millis");
  assertEquals(yield* Fiber.join(fiber), ["Kowalska exists", "unknown", "429"]);
});

it.effect("the error itself does not repeat what Thulium said of the customer", function* () {
  const { addCustomer } = yield* adding(() =>
    Effect.succeed([Outcome.rejected(400, "Kowalska exists")])
  );
  const fiber = yield* Effect.forkChild(Effect.flip(addCustomer({ surname: "K" })));
  yield* TestClock.adjust("10 millis");
  const error = yield* Fiber.join(fiber);
  assert(!`${JSON.stringify(error)} ${error}`.includes("Kowalska"));
});

it.effect("a call that fails fails all of its adds, with its own error", function* () {
  const { addCustomer } = yield* adding(() => failing(401));
  const fiber = yield* Effect.forkChild(
    all(people(2).map((customer) => Effect.flip(addCustomer(customer)))),
  );
  yield* TestClock.adjust("10 millis");
  assertEquals((yield* Fiber.join(fiber)).map(({ _tag }) => _tag), ["AuthError", "AuthError"]);
});

it.effect("an add that is interrupted while it waits is not sent", function* () {
  const { addCustomer, calls } = yield* adding(well);
  const [first, second] = yield* Effect.forEach(
    people(2),
    (customer) => Effect.forkChild(addCustomer(customer)),
  );
  yield* TestClock.adjust("5 millis");
  yield* Fiber.interrupt(first);
  yield* TestClock.adjust("5 millis");
  yield* Fiber.join(second);
  assertEquals(calls.map(({ indices }) => indices.length), [1]);
});

it.effect("the others of its POST keep their own ids", function* () {
  const { addCustomer, calls } = yield* adding(well);
  const [first, second, third] = yield* Effect.forEach(
    people(3),
    (customer) => Effect.forkChild(addCustomer(customer)),
  );
  yield* TestClock.adjust("5 millis");
  yield* Fiber.interrupt(second);
  yield* TestClock.adjust("5 millis");
  assertEquals([yield* Fiber.join(first), yield* Fiber.join(third)], ["id-0", "id-2"]);
  assertEquals(calls.map(({ indices }) => indices), [[0, 2]]);
});

it.effect("where all were interrupted, nothing is sent, and the next add has a window of its own", function* () {
  const { addCustomer, calls } = yield* adding(well);
  const first = yield* Effect.forkChild(addCustomer({ surname: "K" }));
  yield* TestClock.adjust("5 millis");
  yield* Fiber.interrupt(first);
  yield* TestClock.adjust("5 millis");
  assertEquals(calls.length, 0);
  const second = yield* Effect.forkChild(addCustomer({ surname: "L" }));
  yield* TestClock.adjust("10 millis");
  assertEquals(yield* Fiber.join(second), "id-0");
});

it.effect("an add that is interrupted while its POST waits for its turn is not sent", function* () {
  const { addCustomer, calls } = yield* adding(
    (batch, nth) => Effect.delay(well(batch, nth), "1 second"),
    { maxCustomers: 1, concurrency: 1 },
  );
  const [, second] = yield* Effect.forEach(
    people(2),
    (customer) => Effect.forkChild(addCustomer(customer)),
  );
  yield* TestClock.adjust("500 millis");
  yield* Fiber.interrupt(second);
  yield* TestClock.adjust("5 seconds");
  assertEquals(calls.length, 1);
});

it.effect("after a 401 nothing is sent for a minute, whoever adds", function* () {
  const { addCustomer, calls } = yield* adding((batch, nth) =>
    nth === 0 ? failing(401) : well(batch, nth)
  );
  const addNow = Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(Effect.result(addCustomer({ surname: "K" })));
    yield* TestClock.adjust("10 millis");
    const result = yield* Fiber.join(fiber);
    return result._tag === "Failure" ? result.failure._tag : result.success;
  });
  const seen = [yield* addNow, yield* addNow];
  yield* TestClock.adjust("59 seconds");
  seen.push(yield* addNow);
  yield* TestClock.adjust("1 second");
  seen.push(yield* addNow);
  assertEquals(seen, ["AuthError", "AuthError", "AuthError", "id-0"]);
  assertEquals(calls.length, 2);
});

it.effect("no more POSTs than the limit are on their way", function* () {
  const { addCustomer, calls } = yield* adding(
    (batch, nth) => Effect.delay(well(batch, nth), "1 second"),
    { maxCustomers: 1, concurrency: 2 },
  );
  const fiber = yield* Effect.forkChild(all(people(5).map(addCustomer)));
  yield* TestClock.adjust("10 seconds");
  yield* Fiber.join(fiber);
  assertEquals(calls.map(({ at }) => Math.floor(at / 1000)), [0, 0, 1, 1, 2]);
});

it.effect("a refusal that comes late counts, too", function* () {
  const late: Answer = (batch, nth) =>
    nth === 0
      ? Effect.delay(failing(401), "1 second")
      : nth === 1
      ? Effect.delay(failing(401), "20 seconds")
      : well(batch, nth);
  const { addCustomer, calls } = yield* adding(late, { maxCustomers: 1, refusedFor: "10 seconds" });
  const add = Effect.forkChild(Effect.exit(addCustomer({ surname: "K" })));
  yield* Effect.andThen(add, add);
  for (const wait of ["2 seconds", "13 seconds", "6 seconds"] as const) {
    yield* TestClock.adjust(wait);
    yield* add;
  }
  yield* TestClock.adjust("1 second");
  assertEquals(calls.map(({ at }) => at), [0, 0, 15_000]);
});
