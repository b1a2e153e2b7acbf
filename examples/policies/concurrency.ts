/**
 * Concurrency: two imports at the same time share one limit, because they share the layer.
 *
 * Run it with: deno run examples/policies/concurrency.ts
 */
import { addCustomers, Concurrency } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";

const people = (name: string) =>
  Array.from({ length: 50 }, (_, i) => ({ surname: `${name}-${i}` }));

const program = Effect.gen(function* () {
  const reports = yield* Effect.all(
    [
      addCustomers(people("A"), { maxCustomers: 5 }),
      addCustomers(people("B"), { maxCustomers: 5 }),
    ],
    { concurrency: "unbounded" },
  );
  console.log(
    `${reports.map(({ created }) => created).join(" and ")} created, two calls at a time`,
  );
});

const Thulium = Concurrency.layer({ limit: 2 });
await Effect.runPromise(program.pipe(Effect.provide(Thulium), Effect.provide(Sandbox.layerTest())));
