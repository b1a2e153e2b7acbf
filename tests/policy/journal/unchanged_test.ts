/** Rows that are as they were: how they are known, and what becomes of the other rows of their batch. */
import { BatchCall, JournalStore } from "../../../mod.ts";
import { type BatchItem, makeBatchItem } from "../../../src/batch/item.ts";
import { makeBatch } from "../../../src/batch/model.ts";
import { keyOfLookup } from "../../../src/policy/journal/identity.ts";
import { type Fault, Sandbox } from "../../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { importing, people, person, posts, scenario, starting, tags } from "./scenario.ts";
import { puts, recorded, syncing } from "./sync_scenario.ts";

const row = { ...person(0), note: "n", address: { city: "Łódź", street: "Zielona" } };
/** The same row with its fields in another order. */
const turned = { address: { street: "Zielona", city: "Łódź" }, note: "n", ...person(0) };

/** The fingerprints of the customer in the journal. */
const print = Effect.gen(function* () {
  const entries = (yield* JournalStore).open("spring");
  const key = keyOfLookup({ by: "identifier", value: row.identifier });
  const [known] = yield* entries.recall([key]);
  return known?.print ?? "";
});

/** Imports all customers in one batch. */
const together = (
  customers: ReadonlyArray<object>,
  through = syncing({ maxSent: 2 }),
  faults: ReadonlyArray<Fault | null> = [],
) =>
  Effect.gen(function* () {
    yield* (yield* Sandbox).setFaults({ script: faults });
    const fiber = yield* starting(customers, through, { maxCustomers: 100 });
    yield* TestClock.adjust("20 minutes");
    return yield* Fiber.join(fiber);
  });

it.effect("a row that is written in another way is unchanged, and is known as it is written now", () =>
  scenario(Effect.gen(function* () {
    yield* importing([row], syncing());
    const first = yield* print;
    assertEquals(first.length, 48);
    assertEquals(tags(yield* importing([turned], syncing())), "Unchanged");
    const second = yield* print;
    assertEquals(second.slice(0, 16), first.slice(0, 16));
    assert(second.slice(16) !== first.slice(16));
    assertEquals(tags(yield* importing([row], syncing())), "Unchanged");
    assertEquals(yield* print, first);
    assertEquals([yield* posts, yield* puts], [1, 0]);
  })));

it.effect("a journal of creations learns how rows are written", () =>
  scenario(Effect.gen(function* () {
    yield* importing([row]);
    const before = yield* print;
    assertEquals(before.length, 16);
    assertEquals(tags(yield* importing([row], syncing())), "Unchanged");
    const after = yield* print;
    assertEquals([after.slice(0, 16), after.length], [before, 48]);
  })));

it.effect("a row that was not sent as it is now is not known by how it is written", () =>
  scenario(Effect.gen(function* () {
    yield* importing([row], syncing());
    const refused: Fault = { kind: "status", status: 400, created: false };
    const edited = { ...row, note: "new" };
    const known = yield* print;
    const failure = yield* Effect.flip(importing([edited], syncing(), [refused]));
    assertEquals(failure._tag, "RefusedError");
    assertEquals(yield* print, known);
    assertEquals(tags(yield* importing([edited], syncing())), "Updated");
    assert((yield* print) !== known);
    assertEquals(tags(yield* importing([edited], syncing())), "Unchanged");
  })));

it.effect("a row that is as it was is not parsed", () =>
  scenario(Effect.gen(function* () {
    yield* importing([row], syncing());
    let parsed = 0;
    const { bytes, customer, json } = makeBatchItem(0, row);
    const item: BatchItem = {
      ...{ index: 0, bytes, json },
      get customer() {
        parsed++;
        return customer;
      },
    };
    const sending = BatchCall.use(({ send }) => send(makeBatch([item])));
    const outcomes = yield* Effect.provide(
      sending,
      Layer.provide(syncing(), Sandbox.layerBatchCall()),
    );
    assertEquals(outcomes.map(({ _tag }) => _tag), ["Unchanged"]);
    assertEquals(parsed, 0);
  })));

it.effect("what has changed in a large batch is sent together, in parts that are not too large", () =>
  scenario(Effect.gen(function* () {
    yield* together(people(7));
    assertEquals(yield* posts, 4);
    const edited = people(7).map((one, i) => i % 2 === 0 ? { ...one, note: "new" } : one);
    const { sent, through } = recorded({ maxSent: 3 });
    assertEquals(
      tags(yield* together(edited, through)),
      "Updated Unchanged Updated Unchanged Updated Unchanged Updated",
    );
    assertEquals(sent.map((each) => Array.isArray(each) && each.length - 1), [3, 1]);
  })));

it.effect("the failure of a part is that of its customers alone", () =>
  scenario(Effect.gen(function* () {
    const refused: Fault = { kind: "status", status: 400, created: false };
    const report = yield* together(people(4), syncing({ maxSent: 2 }), [refused]);
    assertEquals(tags(report), "NotSent NotSent Created Created");
    assertEquals(tags(yield* together(people(4))), "Created Created Unchanged Unchanged");
  })));

it.effect("after a part whose user was refused nothing more is sent", () =>
  scenario(Effect.gen(function* () {
    yield* together(people(6));
    const before = yield* puts;
    const refused: Fault = { kind: "status", status: 401, created: false };
    const edited = people(6).map((one) => ({ ...one, note: "new" }));
    const failure = yield* Effect.flip(together(edited, syncing({ maxSent: 2 }), [refused]));
    assertEquals(failure._tag, "AuthError");
    assertEquals(yield* puts, before + 1);
  })));
