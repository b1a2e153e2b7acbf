/** A program that imports rows, with a journal in a folder. A test kills it and starts it again. */
import { BatchCall, CustomerLookup, durablePolicies, importCustomers } from "../../mod.ts";
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem";
import * as NodePath from "@effect/platform-node-shared/NodePath";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as KeyValueStore from "effect/persistence/KeyValueStore";
import * as Redacted from "effect/Redacted";
import * as Stream from "effect/Stream";

const [url, folder, count] = Deno.args;
const connection = { url, user: "api_user", password: Redacted.make("api_pass") };
const rows = Stream.fromIterable(
  Array.from({ length: Number(count) }, (_, i) => ({ surname: `K${i}`, identifier: String(i) })),
);
const durable = durablePolicies({
  journal: { name: "import", takeOverAfter: "200 millis" },
  reconcile: { settleFor: "50 millis", absentAfter: "1 second" },
}).pipe(Layer.provide([
  BatchCall.layer(connection),
  CustomerLookup.layer(connection),
  KeyValueStore.layerFileSystem(folder).pipe(
    Layer.provide([NodeFileSystem.layer, NodePath.layer]),
  ),
]));

const tags = await Effect.runPromise(
  importCustomers(rows, { maxCustomers: 7, concurrency: 3 }).pipe(
    Stream.map(({ outcome }) => outcome._tag),
    Stream.runCollect,
    Effect.provide(durable),
  ),
);
console.log(JSON.stringify(tags));
