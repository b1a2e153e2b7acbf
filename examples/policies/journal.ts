/**
 * Journal: the same list is imported twice and creates each customer once. Here the journal is in memory; the store of
 * `@thulium-effect/batch-customers/sqlite` or a database lasts longer than the program.
 *
 * Run it with: deno run examples/policies/journal.ts
 */
import { addCustomers, Journal, JournalMemory } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";

const people = Array.from({ length: 10 }, (_, i) => ({ surname: `K${i}` }));

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox;
  const first = yield* addCustomers(people);
  const second = yield* addCustomers(people);
  const stored = (yield* sandbox.customers).length;
  console.log(
    `${first.created} created, then ${second.unchanged} known as created, ${stored} stored`,
  );
});

const Thulium = Journal.layer({ name: "customers" }).pipe(
  Layer.provide(JournalMemory.layer),
  Layer.provideMerge(Sandbox.layerTest()),
);
await Effect.runPromise(Effect.provide(program, Thulium));
