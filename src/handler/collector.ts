/**
 * The way to a collector of telemetry that may be slow, hang, or be gone. Telemetry must not cost the handler its memory
 * or its connections, so what the collector does not take in time is dropped:
 *
 * - An export has 10 seconds, to the end of its answer. (OpenTelemetry's default.)
 * - At most 4 exports are under way. Effect's exporter begins one with every 1,000 spans, however many are unanswered.
 *
 * The log says once that exports are dropped, and how many when it is over. An export that fails in another way is
 * repeated by Effect's exporter, which then pauses for a minute; the log says so once until the collector is back.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as HttpClient from "effect/http/HttpClient";
import type { HttpClientError } from "effect/http/HttpClientError";
import type { HttpClientRequest } from "effect/http/HttpClientRequest";
import * as HttpClientResponse from "effect/http/HttpClientResponse";
import * as Layer from "effect/Layer";

const exportTime = "10 seconds";
const maxUnderWay = 4;

/** The client over which exports go. It is a function, so that the Worker does not bundle it. */
export const layerCollectorClient = (): Layer.Layer<HttpClient.HttpClient> =>
  Layer.effect(
    HttpClient.HttpClient,
    Effect.gen(function* () {
      const exports = new Exports(yield* HttpClient.HttpClient);
      yield* Effect.addFinalizer(() => exports.tell);
      return HttpClient.makeWith<never, never, HttpClientError, never>(
        Effect.flatMap((request) => exports.send(request)),
        Effect.succeed,
      );
    }),
  ).pipe(Layer.provide(FetchHttpClient.layer));

type Sent = Effect.Effect<HttpClientResponse.HttpClientResponse, HttpClientError>;

class Exports {
  readonly #client: HttpClient.HttpClient;
  #underWay = 0;
  #dropped = 0;
  #isAway = false;

  constructor(client: HttpClient.HttpClient) {
    this.#client = client;
  }

  /** Sends an export. One that is dropped looks answered, so that the exporter does not repeat it. */
  send(request: HttpClientRequest): Sent {
    return Effect.suspend(() => {
      if (this.#underWay >= maxUnderWay) return this.#drop(request);
      this.#underWay++;
      return answered(this.#client, request).pipe(
        Effect.timeoutOrElse({ duration: exportTime, orElse: () => this.#drop(request) }),
        Effect.ensuring(Effect.sync(() => this.#underWay--)),
      );
    }).pipe(
      Effect.tap(({ headers, status }) => {
        if (dropped in headers) return Effect.void;
        return status < 400 ? this.#isBack : this.#away;
      }),
      Effect.tapError(() => this.#away),
    );
  }

  /** A collector may be away for hours: the log says so once. */
  readonly #away: Effect.Effect<void> = Effect.suspend(() => {
    if (this.#isAway) return Effect.void;
    this.#isAway = true;
    return Effect.logWarning(
      "the collector can't be reached, or refuses telemetry: look at OTEL_EXPORTER_OTLP_ENDPOINT and --allow-net",
    );
  });

  readonly #isBack: Effect.Effect<void> = Effect.suspend(() => {
    this.#isAway = false;
    return this.tell;
  });

  #drop(request: HttpClientRequest): Sent {
    const answer = HttpClientResponse.fromWeb(request, new Response(null, { headers: isDropped }));
    return Effect.as(
      this.#dropped++ > 0 ? Effect.void : Effect.logWarning(
        "the collector does not take telemetry in time; what it does not take is dropped",
      ),
      answer,
    );
  }

  /** Says how many exports were dropped, if any were. */
  readonly tell: Effect.Effect<void> = Effect.suspend(() => {
    const exports = this.#dropped;
    if (exports === 0) return Effect.void;
    this.#dropped = 0;
    return Effect.annotateLogs(Effect.logWarning("exports of telemetry were dropped"), {
      dropped_exports: exports,
    });
  });
}

/** Marks the answer to an export that was dropped. */
const dropped = "x-dropped";
const isDropped = { [dropped]: "true" };

/** The answer to an export, read to its end. Whatever ends this ends the request. */
const answered = (client: HttpClient.HttpClient, request: HttpClientRequest): Sent =>
  HttpClient.withScope(client).execute(request).pipe(
    Effect.tap((response) => response.arrayBuffer),
    Effect.map(({ headers, status }) =>
      HttpClientResponse.fromWeb(
        request,
        new Response(null, { status, headers }),
      )
    ),
    Effect.scoped,
  );
