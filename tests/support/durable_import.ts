/**
 * A program that imports customers, with a journal in a file. A test kills it and starts it again. It ends with status
 * 0 if all of them exist.
 */
import { BatchCall, CustomerLookup, durablePolicies, importCustomers } from "../../mod.ts";
import * as JournalFile from "../../src/policy/journal/sqlite_file.ts";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import * as Stream from "effect/Stream";

const [url, file, count] = Deno.args;
const connection = { url, user: "api_user", password: Redacted.make("api_pass") };
const rows = Stream.fromIterable(
  Array.from({ length: Number(count) }, (_, i) => ({ surname: `K${i}`, identifier: String(i) })),
);
const durable = durablePolicies({
  journal: { name: "import", settleFor: "50 millis", absentAfter: "1 second" },
}).pipe(Layer.provide([
  BatchCall.layer({ ...connection, timeout: "2 seconds" }),
  CustomerLookup.layer(connection),
  JournalFile.layer(file),
]));

const tags = await Effect.runPromise(
  importCustomers(rows, { maxCustomers: 7, concurrency: 3 }).pipe(
    Stream.map(({ outcome }) => outcome._tag),
    Stream.runCollect,
    Effect.provide(durable),
  ),
);
const missing = tags.filter((tag) => tag !== "Created" && tag !== "Unchanged");
console.log(`${tags.length} customers; not created: ${missing.join(" ") || "none"}`);
if (tags.length !== Number(count) || missing.length > 0) Deno.exit(1);
