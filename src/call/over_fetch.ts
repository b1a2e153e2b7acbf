/**
 * The way to Thulium's API over the `fetch` that Effect's programs are given. It stands apart from `api.ts`, because
 * Effect's `FetchHttpClient` loads all of Schema.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as Option from "effect/Option";
import { makeAsk, ThuliumApi } from "./api.ts";

/**
 * Over the `Fetch` and `RequestInit` around the layer. They are fixed when the layer is built: no later
 * caller, and no other `fetch` in the program, can change where customers and password go.
 */
export const layerThuliumApi: Layer.Layer<ThuliumApi> = Layer.fresh(
  Layer.effect(
    ThuliumApi,
    Effect.gen(function* () {
      const fetch = yield* FetchHttpClient.Fetch;
      const given = yield* Effect.serviceOption(FetchHttpClient.RequestInit);
      return { ask: makeAsk(fetch, Option.getOrElse(given, () => ({}))) };
    }),
  ),
);
