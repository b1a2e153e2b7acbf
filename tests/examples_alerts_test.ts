/** The example's alerts ask for metrics and labels that the library has: a rule with a wrong name would be silent. */
import {
  addCustomers,
  CircuitBreaker,
  Journal,
  JournalMemory,
  JournalStore,
  JournalStoreError,
  RateLimit,
} from "../mod.ts";
import { Sandbox } from "../src/sandbox/mod.ts";
import type { Fault } from "../src/sandbox/fault.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as Metric from "effect/Metric";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals } from "./support/assert.ts";
import { it } from "./support/it.ts";

const text = await Deno.readTextFile(new URL("../examples/alerts.yml", import.meta.url));
const rules = text.split("- alert: ").slice(1).map((rule) => ({
  name: /^\w+/.exec(rule)?.[0] ?? "",
  selectors: [...rule.matchAll(/(thulium_\w+)(?:\{(\w+)(=~?)"([^"]+)"\})?/g)],
}));

/** Adds two customers while Thulium has a fault, and opens a circuit at the first failure. */
const addUnder = (fault: Fault) =>
  Effect.gen(function* () {
    yield* (yield* Sandbox).setFaults({ script: [fault] });
    yield* Effect.ignore(addCustomers<unknown>([{ surname: "K" }, { surname: "" }]));
    yield* Effect.ignore(addCustomers([{ surname: "K" }]));
  }).pipe(
    Effect.provide(CircuitBreaker.layer({ opensAt: { failures: 1 } })),
    Effect.provide(Sandbox.layerTest()),
  );

const failing = Effect.fail(new JournalStoreError({ message: "the disk is full" }));
/** A store that answers until something is claimed. */
const FullStore = Layer.effect(
  JournalStore,
  Effect.map(JournalStore, ({ open }) => ({
    open: (name: string) => ({ ...open(name), claim: () => failing }),
  })),
).pipe(Layer.provide(JournalMemory.layer));

/** A metric as Prometheus names it when it came over OTLP. */
const inPrometheus = ({ attributes, id, type }: Metric.Metric.Snapshot) => ({
  name: type === "Counter"
    ? `${id}_total`
    : `${id}_${attributes?.unit === "s" ? "seconds_" : ""}bucket`,
  labels: attributes ?? {},
});

it.effect("every metric and label of the alerts is one that the library counts", function* () {
  yield* addUnder({ kind: "cut", at: "before-headers", created: true });
  yield* addUnder({ kind: "status", status: 401, created: false });
  yield* Effect.ignore(addCustomers([{ surname: "K" }])).pipe(
    Effect.provide(Journal.layer({ name: "full" })),
    Effect.provide(Layer.merge(FullStore, Sandbox.layerTest())),
  );
  const waiting = yield* Effect.forkChild(
    addCustomers(Array.from({ length: 3 }, (_, i) => ({ surname: `K${i}` })), { maxCustomers: 1 })
      .pipe(
        Effect.provide(RateLimit.layer({ requests: { limit: 1, per: "1 second" } })),
        Effect.provide(Sandbox.layerTest()),
      ),
  );
  yield* TestClock.adjust("1 minute");
  yield* Fiber.join(waiting);
  const metrics = (yield* Metric.snapshot).map(inPrometheus);
  const isCounted = ([, name, label, match, value]: ReadonlyArray<string>) =>
    metrics.some((metric) => {
      const found = String(Object(metric.labels)[label]);
      return metric.name === name &&
        (label === undefined ||
          (match === "=" ? found === value : RegExp(`^${value}$`).test(found)));
    });
  for (const { name, selectors } of rules) {
    assert(selectors.length > 0, name);
    const silent = selectors.filter((selector) => !isCounted(selector));
    assertEquals(silent.map(([selector]) => selector), [], name);
  }
  assertEquals(rules.length, text.match(/^ +expr:/gm)?.length);
});
