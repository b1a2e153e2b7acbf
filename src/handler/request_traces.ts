/**
 * Traces for platforms where nothing outlives a request, such as Cloudflare Workers: when a request is over, one POST
 * sends its spans to the collector (OTLP over HTTP with JSON, https://opentelemetry.io/docs/specs/otlp/). Effect's own
 * exporter sends spans periodically, which needs a long-lived process, and it is a quarter of the Worker's size.
 *
 * @module
 */
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as Option from "effect/Option";
import * as Tracer from "effect/Tracer";
import { monotonicMillis } from "../internal/monotonic.ts";

const exportTimeout = "3 seconds";
/** After a failure no request tries the collector for so long, so that a collector that hangs costs few connections. */
const pauseMillis = 60_000;
/** How many spans of one request are kept. */
const maxSpans = 1_000;

/** A tracer that sends its spans to `/v1/traces` below the URL when the layer's scope closes. */
export const layerRequestTraces = (otlpUrl: string, serviceName: string): Layer.Layer<never> => {
  const collector = new Collector(`${otlpUrl.replace(/\/+$/, "")}/v1/traces`, serviceName);
  return Layer.effect(
    Tracer.Tracer,
    Effect.gen(function* () {
      const fetch = yield* FetchHttpClient.Fetch;
      const spans = new EndedSpans();
      yield* Effect.addFinalizer(() => collector.send(fetch, spans));
      return Tracer.make({ span: (options) => new CollectedSpan(options, spans) });
    }),
  );
};

/** The collector, as the requests of one Worker know it. They share two numbers, and wait for nothing of each other. */
class Collector {
  readonly #url: string;
  readonly #serviceName: string;
  #pausedUntil = -Infinity;
  /** How many spans were dropped since the log said so. */
  #dropped = 0;

  constructor(url: string, serviceName: string) {
    this.#url = url;
    this.#serviceName = serviceName;
  }

  /** Sends the spans of a request. If the collector does not answer, they are lost and nothing else. */
  send(fetch: typeof globalThis.fetch, spans: EndedSpans): Effect.Effect<void> {
    return Effect.flatMap(monotonicMillis, (now) => {
      this.#dropped += spans.dropped;
      if (spans.kept.length === 0) return Effect.void;
      if (now < this.#pausedUntil) {
        this.#dropped += spans.kept.length;
        return Effect.void;
      }
      // After a pause one request tries, and the others wait for what it finds.
      if (this.#pausedUntil !== -Infinity) this.#pausedUntil = now + pauseMillis;
      return post(fetch, this.#url, traceData(spans.kept, this.#serviceName)).pipe(
        Effect.matchCauseEffect({
          onSuccess: () => {
            this.#pausedUntil = -Infinity;
            return Effect.void;
          },
          onFailure: () => {
            this.#pausedUntil = now + pauseMillis;
            this.#dropped += spans.kept.length;
            return this.#tell("the collector did not take the traces; the next try is in a minute");
          },
        }),
        Effect.andThen(this.#tell("spans were dropped")),
      );
    });
  }

  #tell(what: string): Effect.Effect<void> {
    return Effect.suspend(() => {
      const spans = this.#dropped;
      this.#dropped = 0;
      return spans === 0
        ? Effect.void
        : Effect.annotateLogs(Effect.logWarning(what), { dropped_spans: spans });
    });
  }
}

const post = (
  fetch: typeof globalThis.fetch,
  url: string,
  data: object,
): Effect.Effect<void, unknown> =>
  Effect.tryPromise(async (signal) => {
    const { body, ok, status } = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(data),
      signal,
    });
    await body?.cancel();
    if (!ok) throw new Error(`status ${status}`);
  }).pipe(Effect.timeout(exportTimeout));

type SpanOptions = ConstructorParameters<typeof Tracer.NativeSpan>[0];
type EndArguments = Parameters<Tracer.NativeSpan["end"]>;

interface EndedSpan {
  readonly span: Tracer.NativeSpan;
  readonly endTime: bigint;
  readonly exit: EndArguments[1];
}

/** The spans of one request. */
class EndedSpans {
  readonly kept: Array<EndedSpan> = [];
  dropped = 0;

  add(ended: EndedSpan): void {
    if (this.kept.length < maxSpans) this.kept.push(ended);
    else this.dropped++;
  }
}

class CollectedSpan extends Tracer.NativeSpan {
  readonly #ended: EndedSpans;

  constructor(options: SpanOptions, ended: EndedSpans) {
    super(options);
    this.#ended = ended;
  }

  override end(endTime: bigint, exit: EndArguments[1]): void {
    if (this.status._tag === "Ended") return;
    super.end(endTime, exit);
    if (this.sampled) this.#ended.add({ span: this, endTime, exit });
  }
}

const traceData = (spans: ReadonlyArray<EndedSpan>, serviceName: string) => ({
  resourceSpans: [{
    resource: { attributes: attributesOf([["service.name", serviceName]]) },
    scopeSpans: [{ scope: { name: serviceName }, spans: spans.map(otlpSpan) }],
  }],
});

const kinds = { internal: 1, server: 2, client: 3, producer: 4, consumer: 5 };

const otlpSpan = ({ endTime, exit, span }: EndedSpan) => ({
  traceId: span.traceId.padStart(32, "0"),
  spanId: span.spanId,
  parentSpanId: Option.getOrUndefined(span.parent)?.spanId,
  name: span.name,
  kind: kinds[span.kind],
  startTimeUnixNano: String(span.startTime),
  endTimeUnixNano: String(endTime),
  attributes: attributesOf(span.attributes),
  events: span.events.map(([name, time, attributes]) => ({
    name,
    timeUnixNano: String(time),
    attributes: attributesOf(Object.entries(attributes)),
  })),
  links: span.links.map(({ attributes, span: { spanId, traceId } }) => ({
    traceId: traceId.padStart(32, "0"),
    spanId,
    attributes: attributesOf(Object.entries(attributes)),
  })),
  status: statusOf(exit),
});

/** Ok; unset if it was interrupted; or an error with its message, which holds no data of customers. */
const statusOf = (exit: EndArguments[1]) => {
  if (exit._tag === "Success") return { code: 1 };
  if (Cause.hasInterruptsOnly(exit.cause)) return { code: 0 };
  const error = Option.getOrUndefined(Cause.findErrorOption(exit.cause));
  return { code: 2, message: error instanceof Error ? error.message : "a defect" };
};

const attributesOf = (attributes: Iterable<readonly [string, unknown]>) =>
  Array.from(attributes, ([key, value]) => ({ key, value: valueOf(value) }));

const valueOf = (value: unknown): object => {
  if (Array.isArray(value)) return { arrayValue: { values: value.map(valueOf) } };
  if (typeof value === "boolean") return { boolValue: value };
  if (Number.isInteger(value)) return { intValue: String(value) };
  return typeof value === "number" ? { doubleValue: value } : { stringValue: String(value) };
};
