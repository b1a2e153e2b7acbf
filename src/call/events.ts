/**
 * What happens to customers on their way to a call: an event of the span around it, a metric, and a record in the log.
 * They hold counts, times and words of this module only. Nothing in this file may receive a customer's value; details are
 * numbers for that reason.
 *
 * | event             | metric                                    | label                                         | log |
 * |-------------------|-------------------------------------------|-----------------------------------------------|-----|
 * | `thulium.retry`   | `thulium_retries`, `thulium_wait_duration` | `result`: why; `put_off`, `unknown`, or a tag | debug |
 * | `thulium.wait`    | `thulium_wait_duration`                   | `reason`: `rate_limit`, `concurrency`, `circuit` | debug |
 * | `thulium.split`   | `thulium_splits`                          | `reason`: `refused`, or `learnt`              | debug |
 * | `thulium.lookup`  | `thulium_lookups`                         | `result`: `found`, `not_found`, `failed`      | debug |
 * | `thulium.circuit` | `thulium_circuit_changes`                 | `state`: `open`, `half_open`, `closed`        | warning if it opens, info if it closes |
 * | `thulium.journal` | `thulium_journal_events`                  | `event`: `policy/journal/events.ts` has them  | as that file says |
 *
 * `thulium_wait_duration` is a histogram in seconds by `reason`: those of waits, `retry` and `journal`. The others are counters.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import type * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Metric from "effect/Metric";
import type * as Tracer from "effect/Tracer";

/** Something that happened. */
export interface CallEvent {
  readonly name: keyof typeof counters;
  /** The label of the metric, one of few words; it is an attribute of the span event, too. */
  readonly label?: Label | undefined;
  /** Counts and times. `wait_ms` is also recorded as the duration of a wait. */
  readonly details?: { readonly [detail: string]: number } | undefined;
  /** @default "Debug" */
  readonly level?: "Debug" | "Info" | "Warn" | undefined;
}

/** A label of a metric, with its value. */
export type Label = { readonly [label: string]: string };

/** The counter of each event; `undefined` for one that is counted otherwise. */
const counters = {
  retry: "thulium_retries",
  wait: undefined,
  split: "thulium_splits",
  lookup: undefined,
  circuit: "thulium_circuit_changes",
  journal: "thulium_journal_events",
};

/** Tells that something happened. It never fails, whatever a logger or a tracer does. */
export const recordEvent = (
  { details = {}, label = {}, level = "Debug", name }: CallEvent,
): Effect.Effect<void> =>
  Effect.gen(function* () {
    const attributes = Object.fromEntries(
      Object.entries({ ...label, ...details }).map(([key, value]) => [`thulium.${key}`, value]),
    );
    yield* addToSpan(`thulium.${name}`, attributes);
    const counter = counters[name];
    if (counter !== undefined) yield* count(counter, label);
    if ("wait_ms" in details) {
      const reason = label.reason ?? name;
      yield* Metric.update(waitsFor(reason), details.wait_ms / 1000);
    }
    yield* Effect.annotateLogs(Effect.logWithLevel(level)(`thulium.${name}`), attributes);
  }).pipe(Effect.ignoreCause);

/** Tells that a call waited, in milliseconds of the monotonic clock. A call that need not wait is no event. */
export const recordWait = (
  reason: "rate_limit" | "concurrency" | "circuit",
  wait_ms: number,
): Effect.Effect<void> =>
  wait_ms > 0
    ? recordEvent({ name: "wait", label: { reason }, details: { wait_ms } })
    : Effect.void;

/** Adds to a counter. */
export const count = (id: string, label: Label, by = 1): Effect.Effect<void> =>
  Effect.withFiber(({ context }) => {
    addTo(id, label, by, context);
    return Effect.void;
  });

/** Adds to a counter at once, with the services of the fiber that counts. */
export const addTo = (
  id: string,
  label: Label,
  by: number,
  context: Context.Context<never>,
): void => {
  if (by > 0) counterOf(id, label).updateUnsafe(by, context);
};

/** Metrics are kept, because Effect looks a metric up again for each new set of attributes. */
const known = new Map<string, Metric.Metric<number, unknown>>();

const kept = (
  key: string,
  make: () => Metric.Metric<number, unknown>,
): Metric.Metric<number, unknown> => {
  const metric = known.get(key) ?? make();
  known.set(key, metric);
  return metric;
};

const descriptions: Label = {
  thulium_customers: "Customers by outcome",
  thulium_batch_calls: "Batch calls by result",
  thulium_retries: "Attempts that were made again, by the reason",
  thulium_splits: "Batches that were split, by the reason",
  thulium_lookups: "Customers that were looked up, by result",
  thulium_circuit_changes: "Changes of a circuit breaker, by its new state",
  thulium_journal_events: "Events of a journal",
};

const counterOf = (id: string, label: Label): Metric.Metric<number, unknown> =>
  kept(
    `${id} ${Object.values(label)}`,
    () =>
      Metric.counter(id, { description: descriptions[id], incremental: true, attributes: label }),
  );

/** Bounds of histograms in seconds: those of OpenTelemetry's conventions for HTTP, up to the longest waits. */
export const secondBounds: ReadonlyArray<number> = [
  ...[0.005, 0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10],
  ...[15, 30, 60, 120],
];

const waitsFor = (reason: string): Metric.Metric<number, unknown> =>
  kept(`waits ${reason}`, () =>
    Metric.histogram("thulium_wait_duration", {
      description: "Waits before a call in seconds, by the reason",
      boundaries: secondBounds,
      attributes: { reason, unit: "s" },
    }));

/** A span holds so many events, as OpenTelemetry's limit is; an import may have any number of calls. */
const maxEvents = 128;
const eventCounts: WeakMap<Tracer.Span, number> = /* @__PURE__ */ new WeakMap();

const addToSpan = (
  name: string,
  attributes: { readonly [key: string]: unknown },
): Effect.Effect<void> =>
  Effect.matchEffect(Effect.currentSpan, {
    onFailure: () => Effect.void,
    onSuccess: (span) =>
      Effect.map(Clock.currentTimeNanos, (now) => {
        const events = (eventCounts.get(span) ?? 0) + 1;
        eventCounts.set(span, events);
        if (events <= maxEvents) span.event(name, now, attributes);
        else span.attribute("thulium.dropped_events", events - maxEvents);
      }),
  });
