// One streaming import for memory.ts, after one that warms the process up: prints its peak memory in MB
// and its rate in customers a second.
// deno run -A stream_import.ts URL COUNT

// Deno keeps some bytes for each suspension of a fiber until the fiber ends, because Effect asks it for
// async context there. A program that has one long fiber does without, before it loads Effect.
// deno-lint-ignore no-explicit-any
const { process } = globalThis as any;
const original = process.getBuiltinModule;
process.getBuiltinModule = (id: string) =>
  id === "node:async_hooks" ? undefined : original.call(process, id);
const Effect = await import("effect/Effect");
process.getBuiltinModule = original;

const { BatchCall, importCustomers, standardPolicies } = await import("../../mod.ts");
const Layer = await import("effect/Layer");
const Redacted = await import("effect/Redacted");
const Stream = await import("effect/Stream");

const [url, count] = [Deno.args[0], Number(Deno.args[1])];
const warmUp = 100_000;

function* rows(count: number) {
  for (let i = 0; i < count; i++) {
    yield {
      surname: `Kowalski-${i}`,
      name: "Łucja",
      email: `jan${i}@foo.bar`,
      phone_number: "600 100 200",
      address: { street: "Długa", city: "Łódź", postcode: "90-001" },
      custom_fields: { Kampania: "FB" },
    };
  }
}

const Thulium = standardPolicies().pipe(Layer.provide(
  BatchCall.layer({ url, user: "api_user", password: Redacted.make("api_pass") }),
));
const importing = (count: number) =>
  importCustomers(Stream.fromIterable(rows(count))).pipe(
    Stream.runFold(() => 0, (sum, { outcome }) => outcome._tag === "Created" ? sum + 1 : sum),
    Effect.provide(Thulium),
  );

await Effect.runPromise(importing(warmUp));
Deno.writeTextFileSync("/proc/self/clear_refs", "5"); // forgets the peak so far
const start = performance.now();
const created = await Effect.runPromise(importing(count));
if (created !== count) throw new Error(`${created} of ${count} created`);
const seconds = (performance.now() - start) / 1000;
const peak = /VmHWM:\s+(\d+)/.exec(Deno.readTextFileSync("/proc/self/status"))?.[1];
console.log(JSON.stringify({ megabytes: Number(peak) / 1024, perSecond: count / seconds }));
