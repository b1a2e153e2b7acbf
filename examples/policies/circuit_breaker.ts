/**
 * CircuitBreaker: after two failures in a row no calls are made for a minute. The other customers are surely not
 * created, and do not wait.
 *
 * Run it with: deno run examples/policies/circuit_breaker.ts
 */
import { addCustomers, CircuitBreaker } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";

const people = Array.from({ length: 10 }, (_, i) => ({ surname: `K${i}` }));

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox;
  const broken = { kind: "status", status: 500, created: false } as const;
  yield* sandbox.setFaults({ script: Array.from({ length: 10 }, () => broken) });
  const { notSent, unknown } = yield* addCustomers(people, { maxCustomers: 1, concurrency: 1 });
  const calls = (yield* sandbox.requests).length;
  console.log(`${calls} calls: ${unknown} in doubt, ${notSent} not sent`);
});

const Thulium = CircuitBreaker.layer({ opensAt: { failures: 2 }, openFor: "1 minute" });
await Effect.runPromise(program.pipe(Effect.provide(Thulium), Effect.provide(Sandbox.layerTest())));
