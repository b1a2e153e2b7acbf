/**
 * Reconcile: an answer is lost. The customers are looked up by their identifiers, and not created a second time.
 *
 * Run it with: deno run examples/policies/reconcile.ts
 */
import { addCustomers, Reconcile } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";

const people = [
  { surname: "Kowalska", identifier: "A-1" },
  { surname: "Nowak", identifier: "A-2" },
];

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox;
  yield* sandbox.setFaults({ script: [{ kind: "cut", at: "body", created: true }] });
  const { created } = yield* addCustomers(people);
  const stored = (yield* sandbox.customers).length;
  console.log(`${created} created, ${stored} stored`);
});

const Thulium = Reconcile.layer({ settleFor: "10 millis" }).pipe(
  Layer.provide(Sandbox.layerLookup()),
  Layer.provideMerge(Sandbox.layerTest()),
);
await Effect.runPromise(Effect.provide(program, Thulium));
