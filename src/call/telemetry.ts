/**
 * Spans and metrics: a span per import, in it a span `thulium.batch_call` per call (`span.ts`: if a tracer was provided), and
 * the metrics below. They hold counts, statuses and error tags only. Nothing in this file may receive a customer, a credential or a body. What
 * happens between an import and its calls is told by `events.ts`.
 *
 * | span                       | is                                                | `thulium.feed` |
 * |----------------------------|---------------------------------------------------|----------------|
 * | `thulium.add_customers`    | an import of a list                               | `list`         |
 * | `thulium.update_customers` | updates of a list                                 | `list`         |
 * | `thulium.import_customers` | an import of a stream                             | `stream`       |
 * | `thulium.add_customer`     | one add; linked with the batch that it shares     | `single`       |
 * | `thulium.shared_batch`     | a batch that adds share; linked with their spans  | `single`       |
 * | `thulium.batch_call`       | one POST, or one PUT with updates                 |                |
 *
 * | metric                        | kind              | attribute                                  |
 * |-------------------------------|-------------------|--------------------------------------------|
 * | `thulium_customers`           | counter           | `outcome`: created, updated, unchanged, rejected, unknown, not_sent |
 * | `thulium_batch_calls`         | counter           | `result`: answered, interrupted, defect, or the tag of the error or of its reason |
 * | `thulium_batch_call_duration` | histogram, s      |                                            |
 *
 * @module
 */
import { monotonicMillisOf } from "../internal/monotonic.ts";
import * as Cause from "effect/Cause";
import * as Clock from "effect/Clock";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Metric from "effect/Metric";
import * as Option from "effect/Option";
import type * as Tracer from "effect/Tracer";
import type { Batch } from "../batch/model.ts";
import type { BatchError } from "../outcome/error.ts";
import type { Outcome } from "../outcome/model.ts";
import { countOutcomes, namedCounts, type OutcomeCounts, totalOf } from "../outcome/report.ts";
import { addTo, secondBounds } from "./events.ts";
import { type CurrentFiber, type MaybeSpan, useSpan } from "./span.ts";

/** The number of the attempt at these customers, from 1. Every policy that sends again provides it. */
export const Attempt: Context.Reference<number> = Context.Reference<number>(
  "@thulium-effect/batch-customers/Attempt",
  { defaultValue: () => 1 },
);

const duration = Metric.histogram("thulium_batch_call_duration", {
  description: "Duration of batch calls in seconds",
  boundaries: secondBounds,
  attributes: { unit: "s" },
});

/** Counts customers by outcome. */
export const countCustomers = (counts: OutcomeCounts, { context }: CurrentFiber): void => {
  for (const [outcome, customers] of Object.entries(namedCounts(counts))) {
    addTo("thulium_customers", { outcome }, customers, context);
  }
};

const writeCounts = (span: Tracer.Span, counts: OutcomeCounts): void => {
  for (const [outcome, count] of Object.entries(namedCounts(counts))) {
    span.attribute(`thulium.${outcome}`, count);
  }
};

/** Writes on the span of an import what became of its customers, and why it stopped. */
export const describeImport = (
  span: MaybeSpan,
  counts: OutcomeCounts,
  stoppedBy?: BatchError | undefined,
): void => {
  if (span === undefined) return;
  span.attribute("thulium.customers", totalOf(counts));
  writeCounts(span, counts);
  if (stoppedBy !== undefined) span.attribute("thulium.stopped_by", resultOfError(stoppedBy));
};

type CallExit = Exit.Exit<ReadonlyArray<Outcome>, BatchError>;

/** The result of a call, in a word that is safe to record. */
const resultOf = (exit: CallExit): string => {
  if (Exit.isSuccess(exit)) return "answered";
  const error = Option.getOrUndefined(Cause.findErrorOption(exit.cause));
  if (error === undefined) return Cause.hasInterrupts(exit.cause) ? "interrupted" : "defect";
  return resultOfError(error);
};

/** The tag of an error or of its reason. */
export const resultOfError = (error: BatchError): string =>
  error._tag === "TransportError" ? error.reason._tag : error._tag;

/** Records the status of an answer on the span of its call. */
export const observeStatus = (span: MaybeSpan, status: number): void =>
  span?.attribute("http.response.status_code", status);

const describeCall = (span: Tracer.Span, exit: CallExit, result: string): void => {
  span.attribute("thulium.result", result);
  if (Exit.isSuccess(exit)) return writeCounts(span, countOutcomes(exit.value));
  span.attribute("error.type", result);
  const thulium = Option.getOrUndefined(Cause.findErrorOption(exit.cause))?.thulium;
  if (thulium !== undefined) {
    span.attribute("thulium.answer_request_id", thulium.requestId);
    span.attribute("thulium.error_codes", thulium.codes);
  }
};

type Call = (
  span: MaybeSpan,
  fiber: CurrentFiber,
) => Effect.Effect<ReadonlyArray<Outcome>, BatchError>;

/** Makes one batch call, in a span of its own where somebody collects spans, and counts it. */
export const observeCall = (
  batch: Batch,
  requestId: string,
  method: "POST" | "PUT",
  call: Call,
): Effect.Effect<ReadonlyArray<Outcome>, BatchError> =>
  useSpan(
    "thulium.batch_call",
    (fiber) => ({
      kind: "client",
      attributes: {
        "http.request.method": method,
        "thulium.customers": batch.items.length,
        "thulium.bytes": batch.bytes,
        "thulium.request_id": requestId,
        "thulium.attempt": fiber.getRef(Attempt),
      },
    }),
    (span, fiber) => {
      const { context } = fiber;
      const clock = fiber.getRef(Clock.Clock);
      const started = monotonicMillisOf(clock);
      return Effect.onExitPrimitive(call(span, fiber), (exit) => {
        const result = resultOf(exit);
        if (span !== undefined) describeCall(span, exit, result);
        addTo("thulium_batch_calls", { result }, 1, context);
        duration.updateUnsafe((monotonicMillisOf(clock) - started) / 1000, context);
        return undefined;
      });
    },
  );
