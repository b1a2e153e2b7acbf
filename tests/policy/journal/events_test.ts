/** A journal tells what it waits for, what it settles and what its store could not do: in counts, and never in values. */
import { addCustomers, JournalStore, JournalStoreError, type Policy, stack } from "../../../mod.ts";
import { policy } from "../../../src/policy/mod.ts";
import { Sandbox } from "../../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { Machine } from "../../support/machine.ts";
import { recorder } from "../../support/recorder.ts";
import { cut, importing, journal, type Needs, people, reconciling, scenario } from "./scenario.ts";

/** The import that is recorded. */
const adding = (through: Policy<Needs>, inside?: Policy) =>
  addCustomers(people(2), { maxCustomers: 2, concurrency: 1 }).pipe(
    Effect.provide(
      (inside === undefined ? through : stack(inside, through)).pipe(
        Layer.provide([Sandbox.layerBatchCall(), Sandbox.layerLookup()]),
      ),
    ),
  );

/** What a recorder has of the journal: the events of spans, and the lines of the log. */
const told = (recorded: ReturnType<typeof recorder>) =>
  Effect.gen(function* () {
    const text = yield* recorded.text;
    // No value, and no key, which is a hash.
    assert(!/K\d|id-\d|[0-9a-f]{32}/.test(recorded.logs.join("\n")));
    assert(text.includes("thulium_journal_events"));
    const events = recorded.spans.flatMap(({ events }) => events)
      .filter(({ name }) => name === "thulium.journal")
      .map(({ attributes }) => ({ ...attributes }));
    const logs = recorded.records.filter(({ message }) => message === "thulium.journal")
      .map(({ annotations, level }) => `${level} ${annotations["thulium.event"]}`);
    return { events, logs };
  });

/** What an import told, with time for whatever it waits for. */
const tellsOf = (through: Policy<Needs>) =>
  Effect.gen(function* () {
    const recorded = recorder();
    const fiber = yield* Effect.forkChild(recorded.record(adding(through)));
    yield* TestClock.adjust("20 minutes");
    yield* Fiber.join(fiber);
    return yield* told(recorded);
  });

it.effect("customers that a cut off run created are told as found", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(2), journal(), [cut(true)]);
    const { events, logs } = yield* tellsOf(reconciling());
    assertEquals(events, [{ "thulium.event": "found", "thulium.customers": 2 }]);
    assertEquals(logs, ["Info found"]);
  })));

it.effect("customers that were proved absent are told, with the wait for the proof", () =>
  scenario(Effect.gen(function* () {
    yield* (yield* Sandbox).setFaults({ script: [cut(false)] });
    const { events, logs } = yield* tellsOf(reconciling());
    assertEquals(logs, ["Info absent", "Debug wait_for_proof"]);
    assertEquals(events[0], { "thulium.event": "absent", "thulium.customers": 2 });
    assert(Number(events[1]["thulium.wait_ms"]) >= 60_000);
  })));

it.effect("a wait for another run is told once, with its time", () =>
  scenario(Effect.gen(function* () {
    yield* (yield* Sandbox).setFaults({ script: [{ kind: "stall", at: "body", created: true }] });
    const first = yield* Effect.forkChild(adding(journal()));
    yield* TestClock.adjust("1 second");
    const { events, logs } = yield* tellsOf(journal());
    yield* Fiber.join(first);
    assertEquals(logs, ["Debug wait_for_run"]);
    assertEquals(events[0]["thulium.customers"], 2);
    assert(Number(events[0]["thulium.wait_ms"]) > 20_000);
  })));

/** The sentences that an import logs. */
const sentencesOf = (through: Policy<Needs>) =>
  Effect.gen(function* () {
    const recorded = recorder();
    const fiber = yield* Effect.forkChild(recorded.record(adding(through)));
    yield* TestClock.adjust("20 minutes");
    yield* Fiber.join(fiber);
    return recorded.records.map(({ message }) => message)
      .filter((message) => typeof message === "string" && message.includes("waiting up to "));
  });

it.effect("a long wait for another run says so, and does not speak of doubt", () =>
  scenario(Effect.gen(function* () {
    yield* (yield* Sandbox).setFaults({ script: [{ kind: "stall", at: "body", created: true }] });
    const first = yield* Effect.forkChild(adding(reconciling()));
    yield* TestClock.adjust("1 second");
    const sentences = yield* sentencesOf(reconciling());
    yield* Fiber.join(first);
    assertEquals(sentences, [
      "Another run is sending 2 customers, or was when it was cut off: waiting up to 99 seconds",
    ]);
  })));

const pausing = policy((next) =>
  Effect.succeed((batch) => Effect.andThen(Effect.sleep("5 seconds"), next(batch)))
);

it.effect("claims that another run took over are told as lost", () =>
  scenario(Effect.gen(function* () {
    const machine = new Machine();
    const recorded = recorder();
    const sleeper = yield* Effect.forkChild(
      machine.run(recorded.record(adding(reconciling(), pausing))),
    );
    yield* TestClock.adjust("1 second");
    machine.sleep();
    yield* importing(people(2), reconciling());
    machine.wake();
    yield* TestClock.adjust("20 minutes");
    yield* Fiber.join(sleeper);
    const { logs } = yield* told(recorded);
    assert(logs.includes("Info lost"), String(logs));
  })));

/** A store of which one operation fails. */
const failing = (name: string) =>
  Layer.effect(
    JournalStore,
    Effect.map(JournalStore, ({ open }) => ({
      open: (journal: string) => ({
        ...open(journal),
        [name]: () => Effect.fail(new JournalStoreError({ message: "K0 is locked" })),
      }),
    })),
  );

for (
  const [operation, event] of [
    ["claim", "claim_failed"],
    ["confirm", "confirm_failed"],
    ["create", "write_failed"],
    ["doubt", "write_failed"],
  ]
) {
  it.effect(`a store that fails to ${operation} is told as ${event}`, () =>
    scenario(Effect.gen(function* () {
      if (operation === "doubt") yield* (yield* Sandbox).setFaults({ script: [cut(false)] });
      const through = Layer.provide(
        operation === "confirm" ? stack(pausing, journal()) : journal(),
        failing(operation),
      );
      const { events, logs } = yield* tellsOf(through);
      assert(logs.includes(`Warn ${event}`), String(logs));
      assert(events.some((one) => one["thulium.event"] === event));
    })));
}
