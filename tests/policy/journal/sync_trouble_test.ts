/** Updates that are refused, lost or given up, runs that are cut off or meet each other, and ids that are gone. */
import { CustomerLookup, Outcome, Retry, stack } from "../../../mod.ts";
import { type Fault, Sandbox } from "../../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as TestClock from "effect/testing/TestClock";
import { assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import {
  cut,
  importing,
  late,
  people,
  person,
  posts,
  scenario,
  starting,
  tags,
} from "./scenario.ts";
import { existing, held, puts, recorded, syncing } from "./sync_scenario.ts";

const unavailable: Fault = { kind: "status", status: 503, created: false };

it.effect("a customer whose update was refused is as it was, and tried again", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(2), syncing());
    const { sent, through } = recorded();
    const edited = [{ ...person(0), group: "nie ma" }, { ...person(1), note: "new" }];
    assertEquals(tags(yield* importing(edited, through)), "Rejected Updated");
    assertEquals(tags(yield* importing(edited, through)), "Rejected Unchanged");
    assertEquals(tags(yield* importing([{ ...person(0), group: "VIP" }], through)), "Updated");
    assertEquals(sent.at(-1), ["update", { customer_id: "13", group: "VIP" }]);
    assertEquals(tags(yield* importing([person(0)], through)), "Unchanged");
  })));

it.effect("an update that was not sent is sent by the next run", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(1), syncing());
    const edited = [{ ...person(0), note: "new" }];
    const fiber = yield* starting(edited, syncing());
    yield* (yield* Sandbox).setFaults({ script: [unavailable] });
    yield* TestClock.adjust("1 minute");
    assertEquals(String(yield* Effect.flip(Fiber.join(fiber))).includes("503"), true);
    assertEquals(tags(yield* importing(edited, syncing())), "Updated");
  })));

it.effect("an update in doubt is sent again, after its time, in the same run", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(1), syncing());
    const { sent, through } = recorded();
    const edited = [{ ...person(0), note: "new" }];
    assertEquals(tags(yield* importing(edited, through, [cut(false)])), "Updated");
    const update = ["update", { customer_id: "13", note: "new" }];
    assertEquals(sent, [update, update]);
  })));

it.effect("an update that stays in doubt is unknown, and the next run sends it again", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(1), syncing());
    const edited = [{ ...person(0), note: "new" }];
    assertEquals(tags(yield* importing(edited, syncing({ resends: 0 }), [cut(true)])), "Unknown");
    assertEquals(tags(yield* importing(edited, syncing())), "Updated");
  })));

it.effect("a refusal after an update in doubt does not say that nothing was changed", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(1), syncing());
    const edited = [{ ...person(0), note: "new" }];
    const faults = [cut(true), ...Array<Fault>(5).fill(unavailable)];
    assertEquals(tags(yield* importing(edited, syncing(), faults)), "Unknown");
    assertEquals((yield* held)["id-0"], { ...person(0), note: "new", id: 13 });
    assertEquals(tags(yield* importing(edited, syncing())), "Updated");
  })));

it.effect("after a crash the fields that were on their way are sent again, also if the row is as before", () =>
  scenario(Effect.gen(function* () {
    yield* importing([{ ...person(0), note: "old" }], syncing());
    const fiber = yield* starting([{ ...person(0), note: "new" }], syncing());
    yield* (yield* Sandbox).setFaults({ script: [late(50)] });
    yield* TestClock.adjust("10 seconds");
    yield* Fiber.interrupt(fiber);
    const { sent, through } = recorded();
    const report = yield* importing([{ ...person(0), note: "old" }], through);
    assertEquals(report.outcomes, [Outcome.updated("13", ["note"])]);
    assertEquals(sent, [["update", { customer_id: "13", note: "old" }]]);
    yield* TestClock.adjust("10 minutes");
    assertEquals((yield* held)["id-0"], { ...person(0), note: "old", id: 13 });
  })));

it.effect("a field that was being cleared when a run was cut off is cleared by the next one", () =>
  scenario(Effect.gen(function* () {
    const clearing = { whenEmpty: "clear" } as const;
    yield* importing([{ ...person(0), note: "old" }], syncing(clearing));
    const fiber = yield* starting([person(0)], syncing(clearing));
    yield* (yield* Sandbox).setFaults({ script: [{ kind: "stall", at: "body", created: false }] });
    yield* TestClock.adjust("10 seconds");
    yield* Fiber.interrupt(fiber);
    assertEquals(tags(yield* importing([person(0)], syncing(clearing))), "Updated");
    assertEquals((yield* held)["id-0"], { ...person(0), note: "", id: 13 });
  })));

it.effect("an update that was given up can't come after that of another run", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(1), syncing());
    yield* (yield* Sandbox).setFaults({ script: [late(80)] });
    const first = yield* starting([{ ...person(0), note: "first" }], syncing({ resends: 0 }), {}, {
      timeout: "30 seconds",
    });
    yield* TestClock.adjust("31 seconds");
    assertEquals(tags(yield* Fiber.join(first)), "Unknown");
    const report = yield* importing([{ ...person(0), note: "second" }], syncing());
    assertEquals(tags(report), "Updated");
    yield* TestClock.adjust("10 minutes");
    assertEquals((yield* held)["id-0"], { ...person(0), note: "second", id: 13 });
  })));

it.effect("after an attempt that was given up another run waits, although the next attempt succeeded", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(1), syncing());
    yield* (yield* Sandbox).setFaults({ script: [late(80)] });
    const retrying = stack(Retry.layer({ baseWait: "1 second" }), syncing());
    const first = yield* starting([{ ...person(0), note: "first" }], retrying, {}, {
      timeout: "30 seconds",
    });
    yield* TestClock.adjust("35 seconds");
    assertEquals(tags(yield* Fiber.join(first)), "Updated");
    const second = yield* starting([{ ...person(0), note: "second" }], syncing());
    yield* TestClock.adjust("50 seconds");
    assertEquals(second.pollUnsafe(), undefined);
    yield* TestClock.adjust("20 seconds");
    assertEquals(tags(yield* Fiber.join(second)), "Updated");
    yield* TestClock.adjust("10 minutes");
    assertEquals((yield* held)["id-0"], { ...person(0), note: "second", id: 13 });
  })));

it.effect("two runs with the same list update each customer once", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(6), syncing());
    const edited = people(6).map((row) => ({ ...row, note: "new" }));
    const runs = yield* Effect.forEach([1, 2], () => starting(edited, syncing()));
    yield* TestClock.adjust("10 minutes");
    const reports = yield* Effect.forEach(runs, (run) => Fiber.join(run));
    assertEquals(reports.reduce((sum, { updated }) => sum + updated, 0), 6);
    assertEquals(reports.reduce((sum, { unchanged }) => sum + unchanged, 0), 6);
    assertEquals(yield* puts, 3);
  })));

it.effect("a customer that another run creates during its lookup is its own row's", () =>
  scenario(Effect.gen(function* () {
    const { find } = yield* CustomerLookup;
    const looking = yield* starting(people(1), syncing()).pipe(
      Effect.provideService(CustomerLookup, {
        find: (lookup, limit) => Effect.delay(find(lookup, limit), "5 seconds"),
      }),
    );
    yield* TestClock.adjust("1 second");
    const other = yield* starting(people(1), syncing());
    yield* TestClock.adjust("10 minutes");
    assertEquals(tags(yield* Fiber.join(other)), "Created");
    assertEquals(tags(yield* Fiber.join(looking)), "Unchanged");
  })));

it.effect("nobody is created whom a lookup could not rule out", () =>
  scenario(Effect.gen(function* () {
    const blind = Layer.provideMerge(
      Sandbox.layerLookup(),
      Sandbox.layer({ mayLookUp: false }),
    );
    const report = yield* Effect.provide(
      importing(people(2), syncing()).pipe(Effect.result, Effect.map((result) => result._tag)),
      blind,
    );
    assertEquals(report, "Success");
    assertEquals(yield* posts, 0);
  })));

it.effect("a customer whose id is gone is looked up by its key, once, and never created", () =>
  scenario(Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* importing(people(3), syncing());
    yield* sandbox.reset;
    yield* existing({ surname: "other" }, { surname: "other" }, person(9), person(1));
    const { sent, through } = recorded();
    const report = yield* importing(
      people(2).map((row) => ({ ...row, note: "new" })),
      through,
    );
    // The id of the first one is another customer's now: an update can't tell. The second one's is gone.
    assertEquals(tags(report), "Updated Updated");
    yield* sandbox.reset;
    yield* existing({ surname: "other" });
    const gone = yield* importing([{ ...person(1), note: "newer" }], through);
    assertEquals(tags(gone), "Rejected");
    assertEquals(yield* posts, 1);
    assertEquals(sent.at(-1), ["update", { customer_id: "14", note: "newer" }]);
  })));

it.effect("a customer that is gone is not unchanged when its row is as before", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(2), syncing());
    yield* (yield* Sandbox).reset;
    yield* existing({ surname: "other" });
    const edited = [{ ...person(1), note: "new" }];
    assertEquals(tags(yield* importing(edited, syncing())), "Rejected");
    assertEquals(tags(yield* importing([person(1)], syncing())), "Rejected");
    yield* existing({ ...person(1), note: "old" });
    assertEquals(tags(yield* importing(edited, syncing())), "Updated");
    assertEquals((yield* held)["id-1"], { ...person(1), note: "new", id: 14 });
  })));
