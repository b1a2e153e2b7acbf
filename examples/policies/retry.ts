/**
 * Retry: Thulium answers 503 twice, and the third attempt creates the customer. It is created only once, because a
 * 503 of Thulium's own proves that nothing was created.
 *
 * Run it with: deno run examples/policies/retry.ts
 */
import { addCustomers, Retry } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox;
  const busy = { kind: "status", status: 503, created: false } as const;
  yield* sandbox.setFaults({ script: [busy, busy] });
  const report = yield* addCustomers([{ surname: "Kowalska" }]);
  const attempts = (yield* sandbox.requests).length;
  console.log(`${report.created} created in ${attempts} attempts`);
});

const Thulium = Retry.layer({ attempts: 5, baseWait: "10 millis" });
await Effect.runPromise(program.pipe(Effect.provide(Thulium), Effect.provide(Sandbox.layerTest())));
