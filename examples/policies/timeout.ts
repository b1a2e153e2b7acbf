/**
 * Timeout: Thulium creates the customer and never answers. The outcome says that the customer may exist.
 *
 * Run it with: deno run examples/policies/timeout.ts
 */
import { addCustomers, Timeout } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox;
  yield* sandbox.setFaults({ script: [{ kind: "stall", at: "before-headers", created: true }] });
  const { outcomes } = yield* addCustomers([{ surname: "Kowalska" }]);
  const stored = (yield* sandbox.customers).length;
  console.log(`${outcomes[0]._tag}, and ${stored} stored`);
});

const Thulium = Timeout.layer({ duration: "50 millis" });
await Effect.runPromise(program.pipe(Effect.provide(Thulium), Effect.provide(Sandbox.layerTest())));
