/** Records what an effect emits besides its result: spans, logs and metrics. */
import * as Effect from "effect/Effect";
import type * as Exit from "effect/Exit";
import * as Logger from "effect/Logger";
import * as Metric from "effect/Metric";
import * as References from "effect/References";
import * as Tracer from "effect/Tracer";

export interface RecordedSpan {
  readonly name: string;
  readonly parent: string | undefined;
  readonly attributes: { readonly [key: string]: unknown };
  readonly exit: Exit.Exit<unknown, unknown>;
  readonly events: ReadonlyArray<RecordedEvent>;
  /** The ids of the spans that it is linked with, and its own. */
  readonly links: ReadonlyArray<string>;
  readonly id: string;
}

export interface RecordedEvent {
  readonly name: string;
  readonly attributes: { readonly [key: string]: unknown };
}

export interface RecordedLog {
  readonly level: string;
  readonly message: unknown;
  readonly annotations: { readonly [key: string]: unknown };
}

class Span extends Tracer.NativeSpan {
  readonly #onEnd: (span: RecordedSpan) => void;

  constructor(
    options: ConstructorParameters<typeof Tracer.NativeSpan>[0],
    onEnd: (span: RecordedSpan) => void,
  ) {
    super(options);
    this.#onEnd = onEnd;
  }

  override end(endTime: bigint, exit: Exit.Exit<unknown, unknown>): void {
    super.end(endTime, exit);
    const parent = this.parent._tag === "Some" && this.parent.value._tag === "Span"
      ? this.parent.value.name
      : undefined;
    this.#onEnd({
      name: this.name,
      parent,
      attributes: Object.fromEntries(this.attributes),
      exit,
      events: this.events.map(([name, , attributes]) => ({ name, attributes })),
      links: this.links.map(({ span }) => span.spanId),
      id: this.spanId,
    });
  }
}

const attributesOf = ({ attributes }: RecordedEvent) => attributes;

export const recorder = () => {
  const spans: Array<RecordedSpan> = [];
  const logs: Array<string> = [];
  const tracer = Tracer.make({
    span: (options) => new Span(options, (span) => spans.push(span)),
  });
  const records: Array<RecordedLog> = [];
  const logger = Logger.make(({ cause, fiber, logLevel, message }) => {
    const annotations = fiber.getRef(References.CurrentLogAnnotations);
    records.push({
      level: logLevel,
      message: Array.isArray(message) && message.length === 1 ? message[0] : message,
      annotations,
    });
    logs.push(JSON.stringify([message, cause, annotations]));
  });
  const metrics = new Map();
  return {
    spans,
    logs,
    records,
    /** Runs an effect and records it. */
    record: <A, E, R>(effect: Effect.Effect<A, E, R>): Effect.Effect<A, E, R> =>
      effect.pipe(
        Effect.withTracer(tracer),
        Effect.provide(Logger.layer([logger])),
        Effect.provideService(Metric.MetricRegistry, metrics),
        Effect.provideService(References.MinimumLogLevel, "All"),
      ),
    metrics: Effect.provideService(Metric.snapshot, Metric.MetricRegistry, metrics),
    /** The value of each attribute of spans, of their events, and of metrics. */
    values: Effect.map(
      Effect.provideService(Metric.snapshot, Metric.MetricRegistry, metrics),
      (snapshot): ReadonlyArray<unknown> =>
        [
          ...spans.flatMap(({ attributes, events }) => [attributes, ...events.map(attributesOf)]),
          ...snapshot.map(({ attributes = {} }) => attributes),
        ].flatMap((attributes) => Object.values(attributes).flat()),
    ),
    /** Everything that was recorded, as text. */
    text: Effect.map(
      Effect.provideService(Metric.dump, Metric.MetricRegistry, metrics),
      (dump) =>
        [
          dump,
          ...logs,
          ...spans.map(({ exit, ...span }) =>
            `${JSON.stringify(span)} ${Deno.inspect(exit, { depth: 10 })} ${JSON.stringify(exit)}`
          ),
        ].join("\n"),
    ),
  };
};
