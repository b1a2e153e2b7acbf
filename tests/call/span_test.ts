/** Without a tracer there are no spans, but the trace of whoever calls still reaches Thulium. */
import { addCustomers, BatchCall } from "../../mod.ts";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import * as Tracer from "effect/Tracer";
import { assert, assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { recorder } from "../support/recorder.ts";

const traceId = "0af7651916cd43dd8448eb211c80319c";
const hidden = Context.make(Tracer.DisablePropagation, true);
const around = Tracer.externalSpan({ spanId: "b7ad6b7169203331", traceId, sampled: true });

/** Adds a customer. Returns the `traceparent` of the request. */
const parentOf = (add: <A, E, R>(adding: Effect.Effect<A, E, R>) => Effect.Effect<A, E, R>) =>
  Effect.gen(function* () {
    let parent: string | null = "no request";
    const fetch: typeof globalThis.fetch = (_, init) => {
      parent = new Headers(init?.headers).get("traceparent");
      return Promise.resolve(Response.json({ 0: { http_status: 201, customer_id: "1" } }));
    };
    const password = Redacted.make("api_pass");
    const Thulium = BatchCall.layer({ system: "acme", user: "api_user", password }).pipe(
      Layer.provide(Layer.succeed(FetchHttpClient.Fetch, fetch)),
    );
    yield* Effect.provide(add(addCustomers([{ surname: "A" }])), Thulium);
    return parent;
  });

it.effect("without a tracer and a trace around, a request names none", function* () {
  assertEquals(yield* parentOf((adding) => adding), null);
});

it.effect("without a tracer, a request continues the trace around", function* () {
  const parent = yield* parentOf(Effect.provideService(Tracer.ParentSpan, around));
  assertEquals(parent, `00-${traceId}-${around.spanId}-01`);
});

it.effect("a trace that must not be passed on is not", function* () {
  const kept = Tracer.externalSpan({ ...around, annotations: hidden });
  assertEquals(yield* parentOf(Effect.provideService(Tracer.ParentSpan, kept)), null);
});

it.effect("with a tracer, a request continues the trace below the call's own span", function* () {
  const { record, spans } = recorder();
  const parent = yield* parentOf((adding) =>
    record(Effect.provideService(adding, Tracer.ParentSpan, around))
  );
  const call = spans.find(({ name }) => name === "thulium.batch_call");
  assert(call !== undefined);
  assertEquals(parent, `00-${traceId}-${call.id}-01`);
});
