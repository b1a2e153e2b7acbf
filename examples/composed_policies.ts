/**
 * Combines policies by hand, with a policy of your own among them. The first one is next to the call.
 * `standardPolicies` and `durablePolicies` give the usual order in one call.
 *
 * Run it with: deno run examples/composed_policies.ts
 */
import {
  type BatchCall,
  Concurrency,
  importCustomers,
  Retry,
  Split,
  stack,
} from "@thulium-effect/batch-customers";
import { policy } from "@thulium-effect/batch-customers/policy";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";
import type * as Layer from "effect/Layer";
import * as Stream from "effect/Stream";

/** Records the number of customers of each call. */
const counted = (sizes: Array<number>) =>
  policy((next) =>
    Effect.succeed((batch) => {
      sizes.push(batch.items.length);
      return next(batch);
    })
  );

const sizes: Array<number> = [];
const Thulium = stack(
  Sandbox.layerBatchCall(), // `BatchCall.layerEnv()` for a real system
  Concurrency.layer({ limit: 1 }),
  counted(sizes),
  Retry.layer({ baseWait: "10 millis" }),
  Split.layer(),
) satisfies Layer.Layer<BatchCall, never, Sandbox>;

const rows = Stream.range(1, 8).pipe(Stream.map((i) => ({ surname: `K${i}` })));

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox;
  yield* sandbox.setFaults({
    script: [
      { kind: "status", status: 413, created: false },
      { kind: "status", status: 429, created: false, retryAfter: "0" },
    ],
  });
  const imported = yield* Stream.runCollect(importCustomers(rows));
  const created = imported.filter(({ outcome }) => outcome._tag === "Created").length;
  console.log(`${created} created in calls of ${sizes.join(", ")}`);
});

await Effect.runPromise(
  program.pipe(Effect.provide(Thulium), Effect.provide(Sandbox.layer())),
);
