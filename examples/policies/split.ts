/**
 * Split: the system takes at most four customers in a call, and the program does not know it. Batches are halved
 * until they fit.
 *
 * Run it with: deno run examples/policies/split.ts
 */
import { addCustomers, Split } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";

const people = Array.from({ length: 20 }, (_, i) => ({ surname: `K${i}` }));

const program = Effect.gen(function* () {
  const { created } = yield* addCustomers(people);
  console.log(`${created} created`);
});

const Thulium = Split.layer();
await Effect.runPromise(
  program.pipe(Effect.provide(Thulium), Effect.provide(Sandbox.layerTest({ maxCustomers: 4 }))),
);
