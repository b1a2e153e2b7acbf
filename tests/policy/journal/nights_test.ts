/** Three nights of 1,000 customers: which calls are made, which fields are sent, and what Thulium holds afterwards. */
import {
  addCustomers,
  Journal,
  JournalMemory,
  Outcome,
  stack,
  syncPolicies,
} from "../../../mod.ts";
import type { Batch } from "../../../src/batch/model.ts";
import { policy } from "../../../src/policy/mod.ts";
import { type Fault, Sandbox } from "../../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as Stream from "effect/Stream";
import * as TestClock from "effect/testing/TestClock";
import { assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { type Needs, requests } from "./scenario.ts";
import { existing, held } from "./sync_scenario.ts";

interface Row {
  readonly surname: string;
  readonly identifier: string;
  readonly [field: string]: unknown;
}

const count = 1000;

const customer = (i: number): Row => ({
  surname: `K${i}`,
  identifier: `id-${i}`,
  note: "first night",
  custom_fields: { Shop: String(i) },
});
const first = Array.from({ length: count }, (_, i) => customer(i));

/** Every twentieth has another note, and another one a new field; ten are gone, thirty are new, and the order is another. */
const second = [
  ...first.slice(10).map((row, i): Row => {
    if (i % 20 === 0) return { ...row, note: "second night" };
    return i === 1 ? { ...row, email: ["a@x.pl", "b@x.pl"] } : row;
  }),
  ...Array.from({ length: 30 }, (_, i) => customer(count + i)),
].reverse();

/** Nothing has changed but the order, and one custom field. */
const third = second.toReversed().map((row): Row =>
  row.identifier === "id-500" ? { ...row, custom_fields: { Shop: "other" } } : row
);

/** A run, and the JSON of all updates that it sent. */
const run = (list: ReadonlyArray<Row>, listedAt: number) => {
  const sent: Array<{ readonly [field: string]: unknown }> = [];
  const note = ({ items, operation }: Batch) => {
    if (operation === "update") sent.push(...items.map(({ json }) => JSON.parse(json)));
  };
  const recording = policy((next) =>
    Effect.succeed((batch) => Effect.andThen(Effect.sync(() => note(batch)), next(batch)))
  );
  const through = stack(recording, syncPolicies({ journal: { name: "nights", listedAt } }));
  const started = Effect.forkChild(
    addCustomers<unknown>(list).pipe(
      Effect.provide(Layer.provide(through, Sandbox.layerBatchCall())),
    ),
  );
  const ended = Effect.gen(function* () {
    const fiber = yield* started;
    yield* TestClock.adjust("20 minutes");
    return yield* Fiber.join(fiber);
  });
  return { ended, sent, started };
};

/** The calls of each method since the last look. */
const callsSince = () => {
  let before = { POST: 0, PUT: 0, GET: 0 };
  return Effect.gen(function* () {
    const now = {
      POST: yield* requests("POST"),
      PUT: yield* requests("PUT"),
      GET: yield* requests("GET"),
    };
    const calls = {
      POST: now.POST - before.POST,
      PUT: now.PUT - before.PUT,
      GET: now.GET - before.GET,
    };
    before = now;
    return calls;
  });
};

/** What Thulium is to hold after the second night, by identifier: who is gone from the list stays. */
const afterSecond = Object.fromEntries(
  [...first, ...second].map(({ custom_fields, ...fields }) => [
    fields.identifier,
    { ...fields, ...Object(custom_fields) },
  ]),
);

const withoutIds = Effect.map(held, (all) =>
  Object.fromEntries(
    Object.entries(all).map(([identifier, one]) => {
      const { id: _, ...fields } = Object(one);
      return [identifier, fields];
    }),
  ));

const scenario = <E>(body: Effect.Effect<unknown, E, Sandbox | Needs>) =>
  Effect.provide(
    body,
    Layer.mergeAll(Layer.provideMerge(Sandbox.layerLookup(), Sandbox.layer()), JournalMemory.layer),
  );

const missing = (listedAt: number) =>
  Effect.map(Stream.runCollect(Journal.missing({ name: "nights", listedAt })), (ids) => ids.length);

it.effect("three nights make exactly the calls that they need, and send exactly what has changed", () =>
  scenario(Effect.gen(function* () {
    const calls = callsSince();
    const one = yield* run(first, 1).ended;
    assertEquals(one.created, count);
    assertEquals(yield* calls, { POST: 10, PUT: 0, GET: count });

    const two = run(second, 2);
    const report = yield* two.ended;
    assertEquals([report.created, report.updated, report.unchanged], [30, 51, 939]);
    assertEquals(yield* calls, { POST: 1, PUT: 11, GET: 30 });
    const names = two.sent.map((fields) => Object.keys(fields).sort().join());
    assertEquals(names.filter((name) => name === "customer_id,note").length, 50);
    assertEquals(names.filter((name) => name === "customer_id,email").length, 1);
    assertEquals(names.length, 51);
    assertEquals(yield* withoutIds, afterSecond);
    assertEquals(yield* missing(2), 10);

    const three = run(third, 3);
    const last = yield* three.ended;
    assertEquals([last.updated, last.unchanged], [1, 1019]);
    assertEquals(yield* calls, { POST: 0, PUT: 1, GET: 0 });
    const { "id-500": changed } = yield* held;
    const customerId = String(Object(changed).id);
    assertEquals(three.sent, [{ customer_id: customerId, custom_fields: { Shop: "other" } }]);
    assertEquals(last.outcomes[490], Outcome.updated(customerId, ["custom_fields.Shop"]));
  })));

it.effect("a night that is killed in the middle ends as if it had not been", () =>
  scenario(Effect.gen(function* () {
    yield* run(first, 1).ended;
    const stalled: Fault = { kind: "stall", at: "body", created: true };
    yield* (yield* Sandbox).setFaults({ script: [null, null, null, ...Array(4).fill(stalled)] });
    const killed = run(second, 2);
    const fiber = yield* killed.started;
    yield* TestClock.adjust("5 seconds");
    yield* Fiber.interrupt(fiber);
    const begun = killed.sent.length;
    assertEquals(begun > 10 && begun < 51, true);

    yield* (yield* Sandbox).setFaults({ script: [] });
    const again = run(second, 2);
    const report = yield* again.ended;
    assertEquals(report.created + report.updated + report.unchanged, second.length);
    assertEquals(yield* withoutIds, afterSecond);
    // Only what was on its way when the run was killed is sent a second time.
    const twice = begun + again.sent.length - 51;
    assertEquals(twice >= 0 && twice <= 20, true);
    assertEquals(again.sent.every((fields) => Object.keys(fields).length === 2), true);
    const third = yield* run(second, 3).ended;
    assertEquals(third.unchanged, second.length);
  })));

it.effect("a first night without a journal finds the half that Thulium knows, and names who is there twice", () =>
  scenario(Effect.gen(function* () {
    const known = first.filter((_, i) => i % 2 === 0);
    const [twin, ...others] = known;
    yield* existing(
      twin,
      twin,
      ...others.map((row, i) => i % 5 === 0 ? { ...row, note: "old" } : row),
    );
    const night = run(first, 1);
    const report = yield* night.ended;
    assertEquals(report.created, 500);
    assertEquals(report.rejected, 1);
    assertEquals(report.updated, 499);
    const { outcomes: [ofTwin] } = report;
    assertEquals(
      ofTwin._tag === "Rejected" && ofTwin.message,
      "several customers in Thulium have its key (2)",
    );
    // A lookup by identifier shows no notes and no custom fields: nobody knows what they hold.
    assertEquals(
      night.sent.every((fields) =>
        Object.keys(fields).sort().join() === "custom_fields,customer_id,note"
      ),
      true,
    );
    assertEquals((yield* (yield* Sandbox).customers).length, count + 1);
    const again = yield* run(first, 2).ended;
    assertEquals([again.unchanged, again.rejected], [999, 1]);
  })));
