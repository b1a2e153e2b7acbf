/**
 * Attacks on what a journal promises: nobody is created twice, nobody is lost, every report is true. Each of them
 * succeeded once.
 */
import { addCustomers, JournalMemory, JournalStore, Outcome, stack } from "../../../mod.ts";
import { makeBatch, policy } from "../../../src/policy/mod.ts";
import { Sandbox } from "../../../src/sandbox/mod.ts";
import * as Clock from "effect/Clock";
import * as Deferred from "effect/Deferred";
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as TestClock from "effect/testing/TestClock";
import { assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { layerSqliteInMemory } from "../../support/journal_file.ts";
import {
  cut,
  importing,
  journal,
  late,
  type Needs,
  people,
  person,
  reconciling,
  scenario,
  starting,
  stored,
  tags,
} from "./scenario.ts";

type Entries = ReturnType<JournalStore["Service"]["open"]>;

/** A store in memory, with some operations replaced. */
const storeWith = (
  change: (entries: Entries) => Partial<Entries>,
  store: Layer.Layer<JournalStore> = JournalMemory.layer,
): Layer.Layer<JournalStore> =>
  Layer.effect(
    JournalStore,
    Effect.map(JournalStore, ({ open }) => ({
      open: (name: string) => {
        const entries = open(name);
        return { ...entries, ...change(entries) };
      },
    })),
  ).pipe(Layer.provide(store));

const operations = ["claim", "read", "confirm", "takeOver", "create", "doubt", "forget"] as const;

/** Each operation takes this long until it is done, and as long until its answer is heard. */
const slowly = (duration: Duration.Input) =>
  storeWith((entries) =>
    Object.fromEntries(operations.map((name) => {
      const operation = entries[name] as (
        ...given: ReadonlyArray<unknown>
      ) => Effect.Effect<unknown>;
      return [
        name,
        (...given: ReadonlyArray<unknown>) =>
          operation(...given).pipe(Effect.delay(duration), Effect.tap(Effect.sleep(duration))),
      ];
    }))
  );

it.effect("a claim covers a longer timeout that the journal learned from another batch", () =>
  scenario(
    Effect.gen(function* () {
      yield* (yield* Sandbox).setFaults({ script: [late(340), late(340)] });
      const call = Sandbox.layerBatchCall({ timeout: "5 minutes" });
      const shared = yield* Layer.build(Layer.provide(reconciling(), call));
      const both = yield* Effect.forEach(
        people(2),
        (one) => Effect.forkChild(Effect.provide(addCustomers([one]), shared)),
      );
      yield* TestClock.adjust("2 seconds");
      const other = yield* starting(people(2), reconciling());
      yield* TestClock.adjust("30 minutes");
      const reports = yield* Effect.forEach(both, (fiber) => Fiber.join(fiber));
      assertEquals(reports.map(tags), ["Created", "Created"]);
      assertEquals(tags(yield* Fiber.join(other)), "Unchanged Unchanged");
      assertEquals(yield* stored, ["K0", "K1"]);
    }).pipe(Effect.scoped),
    // Both have claimed before one of them is sent.
    storeWith(({ claim }) => ({ claim: (...given) => Effect.delay(claim(...given), "1 second") })),
  ));

it.effect("a policy that gives outcomes before its call has ended sends nothing afterwards", () =>
  scenario(Effect.gen(function* () {
    const go = Deferred.makeUnsafe<void>();
    const hasty = policy((next) =>
      Effect.succeed((batch) =>
        Effect.as(
          Effect.forkDetach(Effect.andThen(Deferred.await(go), next(batch))),
          batch.items.map(() => Outcome.notSent("not now")),
        )
      )
    );
    const first = yield* starting(people(1), stack(hasty, journal()));
    yield* TestClock.adjust("1 second");
    assertEquals(tags(yield* Fiber.join(first)), "NotSent");
    const second = yield* starting(people(1), journal());
    yield* TestClock.adjust("1 second");
    yield* Deferred.succeed(go, undefined);
    yield* TestClock.adjust("1 minute");
    assertEquals(tags(yield* Fiber.join(second)), "Created");
    assertEquals(yield* stored, ["K0"]);
  })));

it.effect("a policy that puts a customer into a request twice creates it once", () =>
  scenario(Effect.gen(function* () {
    const doubling = policy((next) =>
      Effect.succeed((batch) =>
        Effect.map(
          next(batch.operation === "add" ? makeBatch([batch.items[0], batch.items[0]]) : batch),
          ([outcome]) => [outcome],
        )
      )
    );
    assertEquals(tags(yield* importing(people(1), stack(doubling, journal()))), "Created");
    assertEquals(yield* stored, ["K0"]);
  })));

/** A program under a system clock that can be set, with a store that reads this clock. */
const underClock = <E>(
  body: (setClock: (by: number) => void) => Effect.Effect<unknown, E, Sandbox | Needs>,
) =>
  Effect.flatMap(Clock.clockWith(Effect.succeed), (test) => {
    let offset = 24 * hour;
    const system: Clock.Clock = {
      ...test,
      currentTimeMillisUnsafe: () => test.currentTimeMillisUnsafe() + offset,
      currentTimeMillis: Effect.sync(() => test.currentTimeMillisUnsafe() + offset),
    };
    const underIt = Effect.provideService(
      Effect.suspend(() => body((by) => offset += by)),
      Clock.Clock,
      system,
    );
    return scenario(underIt, layerSqliteInMemory);
  });

const hour = 3_600_000;

it.effect("a clock that is set forward proves no absence of what this run sent", () =>
  underClock((setClock) =>
    Effect.gen(function* () {
      yield* (yield* Sandbox).setFaults({ script: [late(50)] });
      const fiber = yield* starting(people(1), reconciling());
      yield* TestClock.adjust("31 seconds");
      setClock(hour);
      yield* TestClock.adjust("10 minutes");
      assertEquals(tags(yield* Fiber.join(fiber)), "Created");
      assertEquals(yield* stored, ["K0"]);
    })
  ));

it.effect("a clock that is set forward proves no absence of what another run is sending", () =>
  underClock((setClock) =>
    Effect.gen(function* () {
      yield* (yield* Sandbox).setFaults({ script: [late(29)] });
      const first = yield* starting(people(1), reconciling());
      yield* TestClock.adjust("1 second");
      const second = yield* starting(people(1), reconciling());
      yield* TestClock.adjust("1 second");
      setClock(hour);
      yield* TestClock.adjust("10 minutes");
      assertEquals(tags(yield* Fiber.join(first)), "Created");
      assertEquals(tags(yield* Fiber.join(second)), "Unchanged");
      assertEquals(yield* stored, ["K0"]);
    })
  ));

it.effect("a clock that is set back makes no run wait for long", () =>
  underClock((setClock) =>
    Effect.gen(function* () {
      yield* (yield* Sandbox).setFaults({ script: [cut(false)] });
      const first = yield* starting(people(1), reconciling());
      yield* TestClock.adjust("1 second");
      setClock(-20 * hour);
      yield* TestClock.adjust("5 minutes");
      assertEquals(tags(yield* Fiber.join(first)), "Unknown");
      const second = yield* starting(people(2), reconciling());
      yield* TestClock.adjust("5 minutes");
      assertEquals(tags(yield* Fiber.join(second)), "Unknown Created");
      setClock(20 * hour);
      assertEquals(tags(yield* importing(people(2), reconciling())), "Created Unchanged");
    })
  ));

it.effect("a key that changes its mind proves no absence of somebody else", () =>
  scenario(Effect.gen(function* () {
    let asked = 0;
    const key = () => ({ by: "identifier" as const, value: asked++ === 0 ? "id-0" : "id-1" });
    assertEquals(tags(yield* importing(people(1), reconciling({ key }), [cut(true)])), "Created");
    assertEquals(yield* stored, ["K0"]);
  })));

it.effect("customers with a key that can't be looked up are known by their content", () =>
  scenario(Effect.gen(function* () {
    const blank = reconciling({ key: () => ({ by: "identifier", value: " " }) });
    assertEquals(tags(yield* importing(people(2), blank)), "Created Created");
    const halfPairs = ["x\ud800", "x\ud801"].map((identifier) => ({ surname: "L", identifier }));
    assertEquals(tags(yield* importing(halfPairs, reconciling())), "Created Created");
    assertEquals(yield* stored, ["K0", "K1", "L", "L"]);
  })));

it.effect("a key that Thulium may have trimmed proves no absence", () =>
  scenario(Effect.gen(function* () {
    const key = () => ({ by: "identifier" as const, value: " id-0" });
    assertEquals(tags(yield* importing(people(1), reconciling({ key }), [cut(true)])), "Unknown");
    assertEquals(yield* stored, ["K0"]);
  })));

it.effect("what an answer said is written down, whenever the run is interrupted", function* () {
  for (let seconds = 1; seconds <= 14; seconds++) {
    yield* scenario(
      Effect.gen(function* () {
        const rows = [person(0), { ...person(1), group: "nie ma" }, person(2)];
        const options = { maxCustomers: 3 };
        const fiber = yield* starting(rows, journal(), options);
        yield* TestClock.adjust(seconds * 1000);
        const sent = (yield* stored).length > 0;
        yield* Effect.forkChild(Fiber.interrupt(fiber));
        yield* TestClock.adjust("1 minute");
        const expected = sent ? "Unchanged Rejected Unchanged" : "Created Rejected Created";
        assertEquals(tags(yield* importing(rows, journal())), expected, `after ${seconds} s`);
      }),
      Layer.fresh(slowly("1 second")),
    );
  }
});

it.effect("what a run sent is not sent again because the store has lost its entry", () =>
  scenario(
    Effect.gen(function* () {
      assertEquals(tags(yield* importing(people(1), reconciling(), [late(50)])), "Unknown");
      assertEquals(yield* stored, ["K0"]);
    }),
    storeWith(({ forget }) => ({ doubt: (keys, token) => forget(keys, token) })),
  ));

it.effect("journals of one name in two stores are two journals", () =>
  scenario(
    Effect.gen(function* () {
      const other = yield* Layer.build(Layer.fresh(JournalMemory.layer));
      const inner = Layer.provide(journal(), Layer.succeedContext(other));
      assertEquals(tags(yield* importing(people(2), inner)), "Created Created");
      const both = stack(inner, journal());
      assertEquals(tags(yield* importing(people(2), both)), "Unchanged Unchanged");
      assertEquals(yield* stored, ["K0", "K1"]);
    }).pipe(Effect.scoped),
  ));

it.effect("an import that is made inside of a journal goes through its own", () =>
  scenario(Effect.gen(function* () {
    const context = yield* Effect.context<Sandbox | Needs>();
    const welcoming = policy((next) =>
      Effect.succeed((batch) =>
        Effect.tap(
          next(batch),
          addCustomers(people(2, 7)).pipe(
            Effect.provide(Layer.provide(journal(), Sandbox.layerBatchCall())),
            Effect.provideContext(context),
            Effect.orDie,
          ),
        )
      )
    );
    for (const row of people(2)) {
      assertEquals(tags(yield* importing([row], stack(welcoming, journal()))), "Created");
    }
    assertEquals(yield* stored, ["K0", "K1", "K7", "K8"]);
  })));
