/**
 * A sync from a stream in an app of Effect: the list comes from a service of the app, and who is not in it any more is told
 * at the end.
 *
 * Run it with: deno run examples/sync/stream.ts
 */
import {
  type Customer,
  importCustomers,
  Journal,
  JournalMemory,
  makeImportProgress,
  syncPolicies,
} from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Stream from "effect/Stream";
import * as SubscriptionRef from "effect/SubscriptionRef";

/** Where the app has its customers. */
class Crm extends Context.Service<Crm, { readonly customers: Stream.Stream<Customer> }>()("Crm") {}

const customer = (i: number): Customer => ({ identifier: `${i}`, surname: `K${i}` });
const listOf = (...numbers: ReadonlyArray<number>) =>
  Layer.succeed(Crm, { customers: Stream.fromIterable(numbers.map(customer)) });

const sync = Effect.fnUntraced(function* (listedAt: number) {
  const { customers } = yield* Crm;
  const progress = yield* makeImportProgress();
  const journal = { name: "crm", listedAt };
  yield* importCustomers(customers, { progress }).pipe(
    Stream.runDrain,
    Effect.provide(syncPolicies({ journal })),
  );
  const { created, unchanged } = yield* SubscriptionRef.get(progress);
  const missing = yield* Stream.runCollect(Journal.missing(journal));
  console.log(`${created} created, ${unchanged} unchanged, ${missing.length} not in the list`);
});

// In a program the time of a list is `Date.now()`.
const program = Effect.andThen(
  Effect.provide(sync(1), listOf(1, 2, 3)),
  Effect.provide(sync(2), listOf(4, 3, 2)),
);

await Effect.runPromise(program.pipe(Effect.provide(
  Layer.mergeAll(Sandbox.layerBatchCall(), Sandbox.layerLookup(), JournalMemory.layer).pipe(
    Layer.provideMerge(Sandbox.layer()),
  ),
)));
