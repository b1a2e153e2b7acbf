/**
 * Spans and metrics: a span `thulium.add_customers` per import of a list, in it a span `thulium.batch_call`
 * per call, and the metrics below. They hold counts, statuses and error tags only. Nothing in this file may
 * receive a customer, a credential or a body.
 *
 * | metric                        | kind              | attribute                                  |
 * |-------------------------------|-------------------|--------------------------------------------|
 * | `thulium_customers`           | counter           | `outcome`: created, unchanged, rejected, unknown, not_sent |
 * | `thulium_batch_calls`         | counter           | `result`: answered, interrupted, defect, or the tag of the error or of its reason |
 * | `thulium_batch_call_duration` | histogram, ms     |                                            |
 *
 * @module
 */
import { monotonicMillis } from "../internal/monotonic.ts";
import * as Cause from "effect/Cause";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Metric from "effect/Metric";
import * as Option from "effect/Option";
import type * as Tracer from "effect/Tracer";
import type { Batch } from "../batch/model.ts";
import type { BatchError } from "../outcome/error.ts";
import type { Outcome } from "../outcome/model.ts";
import { countOutcomes, namedCounts, type OutcomeCounts } from "../outcome/report.ts";

/** The number of the attempt at these customers, from 1. Every policy that sends again provides it. */
export const Attempt: Context.Reference<number> = Context.Reference<number>(
  "@thulium-effect/batch-customers/Attempt",
  { defaultValue: () => 1 },
);

const customers = Metric.counter("thulium_customers", {
  description: "Customers by outcome",
  incremental: true,
});

const callsByResult = new Map<string, Metric.Counter<number>>();

/** Kept, because Effect looks a metric up again for each new set of attributes. */
const callsWith = (result: string): Metric.Counter<number> => {
  const known = callsByResult.get(result);
  if (known !== undefined) return known;
  const calls = Metric.counter("thulium_batch_calls", {
    description: "Batch calls by result",
    incremental: true,
    attributes: { result },
  });
  callsByResult.set(result, calls);
  return calls;
};

const duration = Metric.histogram("thulium_batch_call_duration", {
  description: "Duration of batch calls in milliseconds",
  boundaries: Metric.exponentialBoundaries({ start: 5, factor: 2, count: 14 }),
});

const customersBy = Object.keys(namedCounts(countOutcomes([]))).map((outcome) => ({
  outcome,
  metric: Metric.withAttributes(customers, { outcome }),
}));

/** Counts customers by outcome. */
export const countCustomers = (counts: OutcomeCounts): Effect.Effect<void> => {
  const named: { readonly [outcome: string]: number } = namedCounts(counts);
  return Effect.forEach(
    customersBy.filter(({ outcome }) => named[outcome] > 0),
    ({ metric, outcome }) => Metric.update(metric, named[outcome]),
    { discard: true },
  );
};

type CallExit = Exit.Exit<ReadonlyArray<Outcome>, BatchError>;

/** The result of a call, in a word that is safe to record. */
const resultOf = (exit: CallExit): string => {
  if (Exit.isSuccess(exit)) return "answered";
  const error = Option.getOrUndefined(Cause.findErrorOption(exit.cause));
  if (error === undefined) return Cause.hasInterrupts(exit.cause) ? "interrupted" : "defect";
  return error._tag === "TransportError" ? error.reason._tag : error._tag;
};

/** Records the status of an answer on the span of its call. */
export const observeStatus = (span: Tracer.Span, status: number): void =>
  span.attribute("http.response.status_code", status);

const record = Effect.fnUntraced(function* (span: Tracer.Span, exit: CallExit, started: number) {
  const result = resultOf(exit);
  span.attribute("thulium.result", result);
  if (Exit.isSuccess(exit)) {
    for (const [outcome, count] of Object.entries(namedCounts(countOutcomes(exit.value)))) {
      span.attribute(`thulium.${outcome}`, count);
    }
  }
  yield* Metric.update(callsWith(result), 1);
  yield* Metric.update(duration, (yield* monotonicMillis) - started);
});

type Call = (span: Tracer.Span) => Effect.Effect<ReadonlyArray<Outcome>, BatchError>;

/** Makes one batch call in a span of its own, and counts it. */
export const observeCall = (
  batch: Batch,
  requestId: string,
  call: Call,
): Effect.Effect<ReadonlyArray<Outcome>, BatchError> =>
  Effect.flatMap(Attempt, (attempt) => {
    const attributes = {
      "thulium.customers": batch.items.length,
      "thulium.bytes": batch.bytes,
      "thulium.request_id": requestId,
      "thulium.attempt": attempt,
    };
    return Effect.useSpan(
      "thulium.batch_call",
      { kind: "client", attributes },
      (span) =>
        Effect.flatMap(
          monotonicMillis,
          (started) => Effect.onExit(call(span), (exit) => record(span, exit, started)),
        ),
    );
  });
