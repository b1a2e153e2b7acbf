/**
 * RateLimit: five batches at ten requests a second. The first two go out at once; each of the others waits for its
 * turn.
 *
 * Run it with: deno run examples/policies/rate_limit.ts
 */
import { addCustomers, RateLimit } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";

const people = Array.from({ length: 5 }, (_, i) => ({ surname: `K${i}` }));

const program = Effect.gen(function* () {
  const start = performance.now();
  const { created } = yield* addCustomers(people, { maxCustomers: 1 });
  const isPaced = performance.now() - start >= 290;
  console.log(`${created} created, ${isPaced ? "not faster than" : "faster than"} ten a second`);
});

const Thulium = RateLimit.layer({ requests: { limit: 2, per: "200 millis" } });
await Effect.runPromise(program.pipe(Effect.provide(Thulium), Effect.provide(Sandbox.layerTest())));
