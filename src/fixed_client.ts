/**
 * The HTTP client under all calls to Thulium, over `fetch`. What `fetch` does is fixed when the layer is
 * built: whoever calls later, and whichever other `fetch` runs in the program, can't change where
 * customers and password go. Redirects are never followed.
 *
 * `keepalive: false` is the standard's default and changes nothing elsewhere, but on Bun it means a
 * connection per request: Bun up to 1.2 sends a POST again, unasked and whatever its body, when a kept-alive
 * connection is closed under it, and then calls it refused if the second connection is. Measured with 1.1.45
 * and 1.2.23; 1.3.14 and 1.4.5 don't. It costs Bun a TLS handshake per POST.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as HttpClient from "effect/http/HttpClient";
import * as Layer from "effect/Layer";
import * as Option from "effect/Option";

/** Provides the client that is fixed to the `Fetch` and `RequestInit` around the layer. */
export const layerFixedClient: Layer.Layer<HttpClient.HttpClient> = Layer.fresh(
  Layer.effect(
    HttpClient.HttpClient,
    Effect.gen(function* () {
      const client = yield* HttpClient.HttpClient;
      const fetch = yield* FetchHttpClient.Fetch;
      const given = yield* Effect.serviceOption(FetchHttpClient.RequestInit);
      const init: RequestInit = {
        ...Option.getOrUndefined(given),
        redirect: "manual",
        keepalive: false,
      };
      return HttpClient.transform(client, (response) =>
        response.pipe(
          Effect.provideService(FetchHttpClient.Fetch, fetch),
          Effect.provideService(FetchHttpClient.RequestInit, init),
          Effect.provideService(HttpClient.TracerDisabledWhen, () => true),
        ));
    }),
  ).pipe(Layer.provide(Layer.fresh(FetchHttpClient.layer))),
);
