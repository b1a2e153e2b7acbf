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

const exportTimeout = "3 seconds";

/** A tracer that sends its spans to `/v1/traces` below the URL when the layer's scope closes. */
export const layerRequestTraces = (otlpUrl: string, serviceName: string): Layer.Layer<never> =>
  Layer.effect(
    Tracer.Tracer,
    Effect.gen(function* () {
      const fetch = yield* FetchHttpClient.Fetch;
      const spans: Array<EndedSpan> = [];
      const url = `${otlpUrl.replace(/\/+$/, "")}/v1/traces`;
      yield* Effect.addFinalizer(() =>
        spans.length === 0 ? Effect.void : post(fetch, url, traceData(spans, serviceName))
      );
      return Tracer.make({ span: (options) => new CollectedSpan(options, spans) });
    }),
  );

/** If the collector does not answer, the request loses its traces and nothing else. */
const post = (fetch: typeof globalThis.fetch, url: string, data: object): Effect.Effect<void> =>
  Effect.tryPromise((signal) =>
    fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify(data),
      signal,
    }).then((response) => response.body?.cancel())
  ).pipe(
    Effect.timeout(exportTimeout),
    Effect.catchCause(() => Effect.logWarning("the collector did not take the traces")),
  );

type SpanOptions = ConstructorParameters<typeof Tracer.NativeSpan>[0];
type EndArguments = Parameters<Tracer.NativeSpan["end"]>;

interface EndedSpan {
  readonly span: Tracer.NativeSpan;
  readonly endTime: bigint;
  readonly exit: EndArguments[1];
}

class CollectedSpan extends Tracer.NativeSpan {
  readonly #ended: Array<EndedSpan>;

  constructor(options: SpanOptions, ended: Array<EndedSpan>) {
    super(options);
    this.#ended = ended;
  }

  override end(endTime: bigint, exit: EndArguments[1]): void {
    if (this.status._tag === "Ended") return;
    super.end(endTime, exit);
    if (this.sampled) this.#ended.push({ span: this, endTime, exit });
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

const valueOf = (value: unknown) => {
  if (typeof value === "boolean") return { boolValue: value };
  if (Number.isInteger(value)) return { intValue: String(value) };
  return typeof value === "number" ? { doubleValue: value } : { stringValue: String(value) };
};
