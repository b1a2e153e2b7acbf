// Measures one import through the library, after a first import that warms the process up. Prints customers per
// second and the peak memory. Linux only, because it reads `/proc`.
// timed_import.ts URL_OF_FIRST_IMPORT URL COUNT CONCURRENCY BATCH_SIZE
import "../../../src/internal/no_async_context.ts";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import * as Stream from "effect/Stream";
import { BatchCall, importCustomers, standardPolicies } from "../../../mod.ts";
import { customerAt } from "../customers.ts";

const [warmUpUrl, url] = Deno.args;
const [count, concurrency, maxCustomers] = Deno.args.slice(2).map(Number);

function* rows(count: number) {
  for (let i = 0; i < count; i++) yield customerAt(i);
}

const importing = (url: string, count: number, concurrency: number, maxCustomers: number) =>
  importCustomers(Stream.fromIterable(rows(count)), { concurrency, maxCustomers }).pipe(
    Stream.runFold(() => 0, (sum, { outcome }) => outcome._tag === "Created" ? sum + 1 : sum),
    Effect.provide(
      standardPolicies({ concurrency: { limit: concurrency } }).pipe(
        Layer.provide(
          BatchCall.layer({ url, user: "api_user", password: Redacted.make("api_pass") }),
        ),
      ),
    ),
  );

await Effect.runPromise(importing(warmUpUrl, 20_000, 4, 100));
Deno.writeTextFileSync("/proc/self/clear_refs", "5"); // resets the peak
const start = performance.now();
const created = await Effect.runPromise(importing(url, count, concurrency, maxCustomers));
if (created !== count) throw new Error(`${created} of ${count} created`);
const seconds = (performance.now() - start) / 1000;
const peak = /VmHWM:\s+(\d+) kB/.exec(Deno.readTextFileSync("/proc/self/status"))?.[1];
console.log(JSON.stringify({ perSecond: count / seconds, megabytes: Number(peak) / 1024 }));
