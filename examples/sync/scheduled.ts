/**
 * A service that syncs at three every night, with a schedule of Effect in place of `Deno.cron`. Here two nights pass in no
 * time, because the clock is that of tests.
 *
 * Run it with: deno run examples/sync/scheduled.ts
 */
import { addCustomers, JournalMemory, syncPolicies } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Schedule from "effect/Schedule";
import * as TestClock from "effect/testing/TestClock";

const lists = [
  [{ identifier: "1", surname: "Kowalska" }, { identifier: "2", surname: "Nowak" }],
  [{ identifier: "2", surname: "Nowak-Zielińska" }, { identifier: "1", surname: "Kowalska" }],
];

const night = Effect.gen(function* () {
  const { created, unchanged, updated } = yield* addCustomers(lists.shift() ?? []);
  console.log(`${created} created, ${updated} updated, ${unchanged} unchanged`);
}).pipe(
  // A night that fails must not end the service.
  Effect.catchCause(() => Effect.logError("the sync failed; the next night goes on")),
);

const service = Effect.schedule(night, Schedule.cron("0 3 * * *"));

const Thulium = syncPolicies({ journal: { name: "customers" } }).pipe(
  Layer.provide([Sandbox.layerBatchCall(), Sandbox.layerLookup(), JournalMemory.layer]),
  Layer.provideMerge(Sandbox.layer()),
);

await Effect.runPromise(
  Effect.gen(function* () {
    yield* Effect.forkScoped(service);
    yield* TestClock.adjust("2 days");
  }).pipe(Effect.scoped, Effect.provide(Thulium), Effect.provide(TestClock.layer())),
);
