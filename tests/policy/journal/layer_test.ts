import {
  addCustomer,
  addCustomers,
  BatchCall,
  Journal,
  JournalMemory,
  JournalStore,
  JournalStoreError,
  Outcome,
  type Policy,
  type Report,
  stack,
} from "../../../mod.ts";
import { policy } from "../../../src/policy/mod.ts";
import { type Fault, Sandbox } from "../../../src/sandbox/mod.ts";
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { Machine } from "../../support/machine.ts";
import {
  cut,
  importing,
  journal,
  type Needs,
  people,
  person,
  posts,
  reconciling,
  requests,
  scenario,
  starting,
  stored,
  tags,
} from "./scenario.ts";

const unavailable: Fault = { kind: "status", status: 503, created: false };

it.effect("the same import, started again, sends nothing that was created", () =>
  scenario(Effect.gen(function* () {
    const first = yield* importing(people(3));
    const second = yield* importing(people(3));
    assertEquals(tags(second), "Unchanged Unchanged Unchanged");
    const ids = ({ outcomes }: Report) =>
      outcomes.map((outcome) => "customerId" in outcome && outcome.customerId);
    assertEquals(ids(second), ids(first));
    assertEquals(yield* posts, 2);
  })));

it.effect("rows may be inserted, removed and moved", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(6));
    const moved = [person(9), person(5), person(0), person(3), person(8)];
    const report = yield* importing(moved);
    assertEquals(tags(report), "Created Unchanged Unchanged Unchanged Created");
    assertEquals(yield* stored, ["K0", "K1", "K2", "K3", "K4", "K5", "K8", "K9"]);
  })));

it.effect("a customer that was surely not created is sent again", () =>
  scenario(Effect.gen(function* () {
    const first = yield* importing(people(4), journal(), [null, unavailable]);
    assertEquals(tags(first), "Created Created NotSent NotSent");
    assertEquals(tags(yield* importing(people(4))), "Unchanged Unchanged Created Created");
    assertEquals(yield* stored, ["K0", "K1", "K2", "K3"]);
  })));

it.effect("a rejected customer is sent again, because Thulium may accept it now", () =>
  scenario(Effect.gen(function* () {
    const rows = [{ ...person(0), group: "nie ma" }, person(1)];
    assertEquals(tags(yield* importing(rows)), "Rejected Created");
    assertEquals(tags(yield* importing(rows)), "Rejected Unchanged");
    assertEquals(yield* posts, 2);
    assertEquals(tags(yield* importing([{ ...person(0), group: "VIP" }])), "Created");
  })));

it.effect("a customer that was edited after it was created is not sent, and said apart", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(2));
    const report = yield* importing([{ ...person(0), note: "new" }, person(1), person(2)]);
    assertEquals(report.outcomes.map((outcome) => "differs" in outcome && outcome.differs), [
      true,
      false,
      false,
    ]);
    assertEquals(tags(report), "Unchanged Unchanged Created");
    assertEquals(yield* stored, ["K0", "K1", "K2"]);
  })));

it.effect("without an identifier an edited customer is another one", () =>
  scenario(Effect.gen(function* () {
    yield* importing([{ surname: "K" }]);
    assertEquals(tags(yield* importing([{ surname: "K" }])), "Unchanged");
    assertEquals(tags(yield* importing([{ surname: "K", note: "new" }])), "Created");
    assertEquals(yield* stored, ["K", "K"]);
  })));

it.effect("the order of a customer's fields does not matter", () =>
  scenario(Effect.gen(function* () {
    yield* importing([{ surname: "K", address: { city: "Łódź", street: "Piotrkowska" } }]);
    const other = [{ address: { street: "Piotrkowska", city: "Łódź" }, surname: "K" }];
    assertEquals(tags(yield* importing(other)), "Unchanged");
  })));

it.effect("equal rows are one customer, in one batch or in several", () =>
  scenario(Effect.gen(function* () {
    const rows = Array(5).fill({ surname: "K" });
    assertEquals(tags(yield* importing(rows)), "Created Unchanged Unchanged Unchanged Unchanged");
    assertEquals(yield* stored, ["K"]);
    assertEquals(yield* posts, 1);
  })));

it.effect("of two rows with one identifier the first one is created", () =>
  scenario(Effect.gen(function* () {
    const report = yield* importing([person(0), { ...person(0), surname: "Other" }]);
    assertEquals(tags(report), "Created Unchanged");
    assertEquals(report.outcomes[1], Outcome.unchanged("13", true));
    assertEquals(yield* stored, ["K0"]);
  })));

it.effect("if the first of two rows with one identifier is rejected, the second one is sent", () =>
  scenario(Effect.gen(function* () {
    const report = yield* importing([{ ...person(0), group: "nie ma" }, person(0)]);
    assertEquals(tags(report), "Rejected Created");
  })));

it.effect("equal rows share a doubt, and a failure", () =>
  scenario(Effect.gen(function* () {
    const rows = [{ surname: "K" }, { surname: "K" }];
    assertEquals(tags(yield* importing(rows, journal(), [cut(true)])), "Unknown Unknown");
    const others = [{ surname: "L" }, { surname: "L" }, { surname: "M" }];
    assertEquals(
      tags(yield* importing(others, journal(), [unavailable])),
      "NotSent NotSent Created",
    );
    assertEquals(yield* stored, ["K", "M"]);
  })));

it.effect("without lookups a customer in doubt is not sent again, in any run", () =>
  scenario(Effect.gen(function* () {
    assertEquals(
      tags(yield* importing(people(3), journal(), [cut(true)])),
      "Unknown Unknown Created",
    );
    assertEquals(tags(yield* importing(people(3))), "Unknown Unknown Unchanged");
    assertEquals(tags(yield* importing(people(3))), "Unknown Unknown Unchanged");
    assertEquals(yield* posts, 2);
    assertEquals(yield* requests("GET"), 0);
  })));

it.effect("with lookups the doubts of a run are settled within the run", () =>
  scenario(Effect.gen(function* () {
    const report = yield* importing(people(4), reconciling(), [cut(true), cut(false)]);
    assertEquals(tags(report), "Created Created Created Created");
    assertEquals(yield* stored, ["K0", "K1", "K2", "K3"]);
    assertEquals(yield* posts, 3);
  })));

it.effect("with lookups the doubts of an earlier run are settled", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(4), journal(), [cut(true), cut(false)]);
    const report = yield* importing(people(4), reconciling());
    // What the earlier run created is not new.
    assertEquals(tags(report), "Unchanged Unchanged Created Created");
    assertEquals(yield* stored, ["K0", "K1", "K2", "K3"]);
  })));

it.effect("a customer that is found is settled at once; one that is not, when that is proof", () =>
  scenario(Effect.gen(function* () {
    const fiber = yield* starting(people(4), journal());
    yield* TestClock.adjust("1 second");
    yield* Fiber.join(fiber);
    yield* (yield* Sandbox).setFaults({ script: [cut(true), { kind: "late", seconds: 50 }] });
    const second = yield* starting(people(4, 10), reconciling());
    yield* TestClock.adjust("3 seconds");
    assertEquals(yield* posts, 4);
    // The second request is given up after 30 seconds, and its customers appear 20 seconds later.
    yield* TestClock.adjust("3 minutes");
    assertEquals(tags(yield* Fiber.join(second)), "Created Created Created Created");
    assertEquals(yield* posts, 4);
    assertEquals((yield* stored).length, 8);
  })));

it.effect("a proved absence is sent again within limits, and then not sent", () =>
  scenario(Effect.gen(function* () {
    const lost = [cut(false), cut(false), cut(false), cut(false)];
    assertEquals(tags(yield* importing([person(0)], reconciling(), lost)), "NotSent");
    assertEquals(yield* posts, 3);
    assertEquals(tags(yield* importing([person(0)], reconciling())), "Created");
  })));

it.effect("a customer without a key to look up stays in doubt, and waits for nothing", () =>
  scenario(Effect.gen(function* () {
    yield* (yield* Sandbox).setFaults({ script: [cut(true)] });
    const fiber = yield* starting([{ surname: "K" }], reconciling());
    yield* TestClock.adjust("3 seconds");
    assertEquals(tags(yield* Fiber.join(fiber)), "Unknown");
  })));

it.effect("the key may be another field", () =>
  scenario(Effect.gen(function* () {
    const byEmail = Journal.layer({
      name: "by e-mail",
      key: ({ email }) => typeof email === "string" ? { by: "email", value: email } : undefined,
    });
    const anna = { surname: "Kowalska", email: "anna@example.com" };
    assertEquals(tags(yield* importing([anna], byEmail)), "Created");
    assertEquals(tags(yield* importing([{ ...anna, identifier: "7" }], byEmail)), "Unchanged");
    assertEquals(tags(yield* importing([{ surname: "Kowalska" }], byEmail)), "Created");
  })));

it.effect("a customer whose key throws is known by its content", () =>
  scenario(Effect.gen(function* () {
    const hostile = Journal.layer({
      name: "hostile",
      key: () => {
        throw new Error("no key");
      },
    });
    assertEquals(tags(yield* importing(people(2), hostile)), "Created Created");
    assertEquals(tags(yield* importing(people(2), hostile)), "Unchanged Unchanged");
  })));

it.effect("two imports that begin in the same instant create everybody once, and both tell the truth", () =>
  scenario(Effect.gen(function* () {
    const fibers = [yield* starting(people(20)), yield* starting(people(20).toReversed())];
    yield* TestClock.adjust("20 minutes");
    const reports = yield* Effect.all(fibers.map((fiber) => Fiber.join(fiber)));
    assertEquals(reports.map(({ created, unchanged }) => created + unchanged), [20, 20]);
    assertEquals(reports[0].created + reports[1].created, 20);
    assertEquals((yield* stored).length, 20);
  })));

it.effect("an import waits for another one that is sending the same customers", () =>
  scenario(Effect.gen(function* () {
    yield* (yield* Sandbox).setFaults({ script: [{ kind: "stall", at: "body", created: true }] });
    const first = yield* starting(people(2));
    yield* TestClock.adjust("1 second");
    const second = yield* starting(people(2));
    yield* TestClock.adjust("25 seconds");
    assertEquals(second.pollUnsafe(), undefined);
    yield* TestClock.adjust("10 seconds");
    assertEquals(tags(yield* Fiber.join(first)), "Unknown Unknown");
    assertEquals(tags(yield* Fiber.join(second)), "Unknown Unknown");
    assertEquals(yield* posts, 1);
  })));

/** A policy that holds calls back until it is woken: what a run does that was put to sleep while it waits. */
const asleep = () => {
  const awake = Deferred.makeUnsafe<void>();
  return {
    layer: policy((next) =>
      Effect.succeed((batch) => Effect.andThen(Deferred.await(awake), next(batch)))
    ),
    wake: Deferred.succeed(awake, undefined),
  };
};

/** An import on a machine, which waits before its call and may fall asleep meanwhile. */
const onMachine = (machine: Machine, through: Policy<Needs>, inside: Policy = pausing) =>
  Effect.forkChild(machine.run(
    addCustomers(people(2), { maxCustomers: 2, concurrency: 1 }).pipe(
      Effect.provide(
        stack(inside, through).pipe(
          Layer.provide([Sandbox.layerBatchCall(), Sandbox.layerLookup()]),
        ),
      ),
    ),
  ));

const pausing = policy((next) =>
  Effect.succeed((batch) => Effect.andThen(Effect.sleep("5 seconds"), next(batch)))
);

it.effect("a run that slept while another one took over sends nothing when it wakes", () =>
  scenario(Effect.gen(function* () {
    const machine = new Machine();
    const sleeper = yield* onMachine(machine, reconciling());
    yield* TestClock.adjust("1 second");
    machine.sleep();
    assertEquals(tags(yield* importing(people(2), reconciling())), "Created Created");
    machine.wake();
    yield* TestClock.adjust("20 minutes");
    assertEquals(tags(yield* Fiber.join(sleeper)), "Unchanged Unchanged");
    assertEquals(yield* stored, ["K0", "K1"]);
    assertEquals(yield* posts, 1);
  })));

it.effect("a run that waits for its turn keeps its claims, and another one waits for it", () =>
  scenario(Effect.gen(function* () {
    const { layer, wake } = asleep();
    const first = yield* starting(people(2), stack(layer, journal()));
    yield* TestClock.adjust("1 second");
    const second = yield* starting(people(2), reconciling());
    yield* TestClock.adjust("9 minutes");
    assertEquals([yield* posts, second.pollUnsafe()], [0, undefined]);
    yield* wake;
    yield* TestClock.adjust("1 minute");
    assertEquals(tags(yield* Fiber.join(first)), "Created Created");
    assertEquals(tags(yield* Fiber.join(second)), "Unchanged Unchanged");
  })));

it.effect("a run that slept alone sends what it had claimed", () =>
  scenario(Effect.gen(function* () {
    const { layer, wake } = asleep();
    const sleeper = yield* starting(people(2), stack(layer, journal()));
    yield* TestClock.adjust("3 hours");
    yield* wake;
    yield* TestClock.adjust("1 second");
    assertEquals(tags(yield* Fiber.join(sleeper)), "Created Created");
  })));

it.effect("a run that slept after its answer came changes nothing of what another run found", () =>
  scenario(Effect.gen(function* () {
    const awake = Deferred.makeUnsafe<void>();
    const slowToHear = policy((next) =>
      Effect.succeed((batch) => Effect.tap(next(batch), Deferred.await(awake)))
    );
    const sleeper = yield* starting(people(2), stack(slowToHear, journal()));
    yield* TestClock.adjust("1 second");
    assertEquals(tags(yield* importing(people(2), reconciling())), "Unchanged Unchanged");
    yield* Deferred.succeed(awake, undefined);
    yield* TestClock.adjust("1 second");
    assertEquals(tags(yield* Fiber.join(sleeper)), "Created Created");
    assertEquals(tags(yield* importing(people(2))), "Unchanged Unchanged");
    assertEquals(yield* posts, 1);
  })));

it.effect("a customer that a policy inside found, and another run created, is Created in one report", () =>
  scenario(Effect.gen(function* () {
    const machine = new Machine();
    const finds = policy(() =>
      Effect.succeed(({ items }) =>
        Effect.as(
          Effect.sleep("5 seconds"),
          items.map((_, place) => Outcome.created(String(13 + place))),
        )
      )
    );
    const sleeper = yield* onMachine(machine, journal(), finds);
    yield* TestClock.adjust("1 second");
    machine.sleep();
    assertEquals(tags(yield* importing(people(2), reconciling())), "Created Created");
    machine.wake();
    yield* TestClock.adjust("1 second");
    assertEquals((yield* Fiber.join(sleeper)).outcomes, [
      Outcome.unchanged("13"),
      Outcome.unchanged("14"),
    ]);
  })));

it.effect("an import that is cut off in a call leaves its customers in doubt, and gives back the others", () =>
  scenario(Effect.gen(function* () {
    yield* (yield* Sandbox).setFaults({ script: [{ kind: "stall", at: "body", created: true }] });
    const { layer } = asleep();
    const inCall = yield* starting(people(2));
    const before = yield* starting(people(2, 5), stack(journal(), layer));
    yield* TestClock.adjust("1 second");
    yield* Fiber.interrupt(inCall);
    yield* Fiber.interrupt(before);
    assertEquals(
      tags(yield* importing([...people(2), ...people(2, 5)])),
      "Unknown Unknown Created Created",
    );
  })));

it.effect("a stopped import gives its claims back, and says nothing false of what others are sending", () =>
  scenario(Effect.gen(function* () {
    const { layer } = asleep();
    yield* starting(people(1), stack(layer, journal()));
    yield* TestClock.adjust("1 second");
    const stopped = yield* starting(people(2), journal(), { deadline: "10 seconds" });
    yield* TestClock.adjust("20 seconds");
    const report = yield* Fiber.join(stopped);
    assertEquals(tags(report), "Unknown Created");
    const [outcome] = report.outcomes;
    assertStringIncludes("message" in outcome ? outcome.message : "", "another run is sending it");
  })));

it.effect("after a refused user nothing is claimed", () =>
  scenario(Effect.gen(function* () {
    const refused: Fault = { kind: "status", status: 401, created: false };
    yield* (yield* Sandbox).setFaults({ script: [refused] });
    const fiber = yield* starting(people(6));
    yield* TestClock.adjust("1 second");
    const error = yield* Effect.flip(Fiber.join(fiber));
    assertEquals(error._tag, "AuthError");
    assertEquals(yield* posts, 1);
    assertEquals((yield* importing(people(6))).created, 6);
  })));

it.effect("a failed call of a whole batch fails as it does without a journal", () =>
  scenario(Effect.gen(function* () {
    yield* (yield* Sandbox).setFaults({ script: [unavailable] });
    const fiber = yield* starting(people(2));
    yield* TestClock.adjust("1 second");
    assertEquals((yield* Effect.flip(Fiber.join(fiber)))._tag, "TransportError");
  })));

it.effect("single adds go through a journal like rows", () =>
  scenario(Effect.gen(function* () {
    const add = addCustomer(person(0)).pipe(
      Effect.provide(Layer.provide(journal(), Sandbox.layerBatchCall())),
    );
    const twice = yield* Effect.forkChild(Effect.all([add, add], { concurrency: "unbounded" }));
    yield* TestClock.adjust("1 minute");
    const [one, other] = yield* Fiber.join(twice);
    assertEquals(one, other);
    assertEquals(yield* stored, ["K0"]);
  })));

it.effect("a journal that is put on twice is one, and two journals must both agree", () =>
  scenario(Effect.gen(function* () {
    const other = Journal.layer({ name: "other" });
    assertEquals(tags(yield* importing(people(2), stack(journal(), journal()))), "Created Created");
    assertEquals(
      tags(yield* importing(people(4), stack(journal(), other))),
      "Unchanged Unchanged Created Created",
    );
    assertEquals(
      tags(yield* importing(people(4), other)),
      "Unchanged Unchanged Unchanged Unchanged",
    );
    assertEquals(yield* posts, 2);
  })));

/** A store that fails or hangs in some operations. */
const broken = (
  names: ReadonlyArray<keyof ReturnType<JournalStore["Service"]["open"]>>,
  failure: Effect.Effect<never, JournalStoreError> = Effect.fail(
    new JournalStoreError({ message: "disk full" }),
  ),
): Layer.Layer<JournalStore> =>
  Layer.effect(
    JournalStore,
    Effect.map(JournalStore, ({ open }) => ({
      open: (name: string) => ({
        ...open(name),
        ...Object.fromEntries(names.map((operation) => [operation, () => failure])),
      }),
    })),
  ).pipe(Layer.provide(JournalMemory.layer));

for (const [how, failure] of [["fails", undefined], ["hangs", Effect.never]] as const) {
  it.effect(`nothing is sent when the store ${how} before a call`, () =>
    scenario(
      Effect.gen(function* () {
        assertEquals(tags(yield* importing(people(2))), "NotSent NotSent");
        assertEquals(yield* posts, 0);
      }),
      broken(["claim"], failure),
    ));

  it.effect(`nothing is sent when the store ${how} after a wait`, () =>
    scenario(
      Effect.gen(function* () {
        const { layer, wake } = asleep();
        const fiber = yield* starting(people(2), stack(layer, journal()));
        yield* TestClock.adjust("10 seconds");
        yield* wake;
        yield* TestClock.adjust("1 minute");
        assertEquals(tags(yield* Fiber.join(fiber)), "NotSent NotSent");
        assertEquals(yield* posts, 0);
      }),
      broken(["confirm"], failure),
    ));

  it.effect(`the report is true when the store ${how} after a call`, () =>
    scenario(
      Effect.gen(function* () {
        assertEquals(tags(yield* importing(people(2))), "Created Created");
        // The claim is left, so the customers are in doubt.
        assertEquals(tags(yield* importing(people(2))), "Unknown Unknown");
        assertEquals(tags(yield* importing(people(2), reconciling())), "Unchanged Unchanged");
        assertEquals(yield* posts, 1);
      }),
      broken(["create", "doubt", "forget"], failure),
    ));

  it.effect(`what is claimed by others stays Unknown when the store ${how} to be read`, () =>
    scenario(
      Effect.gen(function* () {
        yield* importing(people(2));
        assertEquals(tags(yield* importing(people(2))), "Unknown Unknown");
      }),
      broken(["read"], failure),
    ));
}

it.effect("a store that answers too late for a claim to count is asked again, and then nothing is sent", () =>
  scenario(
    Effect.gen(function* () {
      const { layer, wake } = asleep();
      const fiber = yield* starting(people(2), stack(layer, journal()));
      yield* TestClock.adjust("10 seconds");
      yield* wake;
      yield* TestClock.adjust("2 minutes");
      assertEquals(tags(yield* Fiber.join(fiber)), "NotSent NotSent");
      assertEquals(yield* posts, 0);
    }),
    Layer.effect(
      JournalStore,
      Effect.map(JournalStore, ({ open }) => ({
        open: (name: string) => {
          const entries = open(name);
          return {
            ...entries,
            confirm: (...args: Parameters<typeof entries.confirm>) =>
              Effect.delay(entries.confirm(...args), "8 seconds"),
          };
        },
      })),
    ).pipe(Layer.provide(JournalMemory.layer)),
  ));

it.effect("a journal around a long timeout holds its claims as long", () =>
  scenario(Effect.gen(function* () {
    yield* (yield* Sandbox).setFaults({ script: [{ kind: "late", seconds: 340 }] });
    const slow = yield* Effect.forkChild(
      addCustomers(people(1)).pipe(Effect.provide(
        Layer.provide(reconciling(), Sandbox.layerBatchCall({ timeout: "5 minutes" })),
      )),
    );
    yield* TestClock.adjust("1 second");
    const other = yield* starting(people(1), reconciling());
    yield* TestClock.adjust("30 minutes");
    assertEquals(tags(yield* Fiber.join(slow)), "Created");
    assertEquals(tags(yield* Fiber.join(other)), "Unchanged");
    assertEquals(yield* posts, 1);
  })));

it.effect("a BatchCall of one's own, without a confirmation, is still sent once per run", () =>
  Effect.gen(function* () {
    let calls = 0;
    const own = Layer.succeed(BatchCall, {
      send: ({ items }) =>
        Effect.sync(() => {
          calls++;
          return items.map(({ index }) => Outcome.created(`${index}`));
        }),
    });
    const once = addCustomers(people(2)).pipe(
      Effect.provide(Layer.provide(Journal.layer({ name: "own" }), own)),
    );
    yield* Effect.provide(Effect.andThen(once, once), JournalMemory.layer);
    assertEquals(calls, 1);
  }));

Deno.test("options are checked", () => {
  assertThrows(() => Journal.layer({ name: "" }), RangeError, "name must not be empty");
  assertThrows(() => Journal.layer({ name: "x", absentAfter: 0 }), RangeError, "absentAfter");
  assertThrows(() => Journal.layerReconcile({ name: "x", resends: -1 }), RangeError, "resends");
  assertThrows(() => Journal.layerReconcile({ name: "x", settleFor: 0 }), RangeError, "settleFor");
  assert(Journal.layer({ name: "x" }));
});
