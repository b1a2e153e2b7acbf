/**
 * `BatchCall` without the layers that find their own way to Thulium: its key, the limits of a call, and the layer over a
 * transport that is provided.
 *
 * What needs a call but makes no connection uses this at run time and not `service.ts`, which loads Effect's `Config` and
 * `HttpClient`, and with them all of Schema: so the importer starts faster.
 *
 * @module
 */
import * as Context from "effect/Context";
import type * as Duration from "effect/Duration";
import type * as Layer from "effect/Layer";
import { checkDuration, checkInteger } from "../internal/check_option.ts";
import type { Ask, ThuliumApi } from "./api.ts";
import type { Connection, ConnectionOptions } from "./connection.ts";
import { type ExchangeLimits, makeExchange } from "./exchange.ts";
import { layerOver } from "./over.ts";
import type { Send } from "./send.ts";

/** Limits of one HTTP call, and what its answer counts for. */
export interface CallLimits {
  /**
   * Longest time for one call, from the request to the last byte of the answer. After it the request is
   * aborted and its customers are `Unknown`. The vendor's own sample waits as long.
   *
   * @default "30 seconds"
   */
  readonly timeout?: Duration.Input | undefined;
  /**
   * Maximum length of an answer, in bytes. A longer answer is not read, and its customers are `Unknown`.
   *
   * @default 4_194_304
   */
  readonly maxAnswerBytes?: number | undefined;
  /**
   * Believe every 503 that answers a whole request: no customer of the batch was created, and `Retry` sends them
   * again. Without it a 503 counts only in Thulium's own error form, and leaves the customers `Unknown` otherwise.
   *
   * A proxy, gateway or CDN before Thulium also says 503 when Thulium created the customers and its answer was lost
   * or late. If there is one, this option creates customers TWICE.
   *
   * @default false
   */
  readonly trustAny503?: boolean | undefined;
}

/**
 * Options of `BatchCall.layer`.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `url` | the URL of `system` | Address of the system, such as `https://acme.thulium.com`; a path in it is kept. |
 * | `system` | none: `url` is given | Name of the system: `acme` stands for `https://acme.thulium.com`. |
 * | `user` | required | The API user. |
 * | `password` | required | The API user's password. |
 * | `allowInsecureHttp` | false | Allow `http:` to other machines. |
 * | `language` | none is asked for | The language of Thulium's messages, such as the reasons of a `Rejected`: sent as `Accept-Language`. |
 * | `timeout` | "30 seconds" | Longest time for one call, from the request to the last byte of the answer. |
 * | `maxAnswerBytes` | 4_194_304 | Maximum length of an answer, in bytes. |
 * | `trustAny503` | false | Believe every 503 that answers a whole request: no customer of the batch was created, and `Retry` sends them again. |
 */
export interface BatchCallOptions extends ConnectionOptions, CallLimits {}

/** @internal Fills in the defaults. */
export const checkCallLimits = (limits: CallLimits = {}): ExchangeLimits => {
  const { timeout = "30 seconds", maxAnswerBytes = 4_194_304, trustAny503 } = limits;
  checkInteger("maxAnswerBytes", maxAnswerBytes);
  return { timeout: checkDuration("timeout", timeout), maxAnswerBytes, trustAny503 };
};

const name = "@thulium-effect/batch-customers/BatchCall";

/** @internal What `BatchCall` is as a type. */
export interface BareBatchCall
  extends Context.ServiceClass.Shape<typeof name, { readonly send: Send }> {}

/** @internal The key of the service. `BatchCall` is this key with more layers. */
export const BareBatchCall: Context.ServiceClass<
  BareBatchCall,
  typeof name,
  { readonly send: Send }
> = Context.Service<BareBatchCall, { readonly send: Send }>()(name);

/** @internal Makes the service. */
export const makeBatchCall = (
  ask: Ask,
  connection: Connection,
  limits: ExchangeLimits,
): { readonly send: Send } => ({ send: makeExchange(ask, connection, limits) });

/** @internal The call over the transport that is provided. */
export const layerBatchCall: (
  options: BatchCallOptions,
) => Layer.Layer<BareBatchCall, never, ThuliumApi> = /* @__PURE__ */ layerOver(
  BareBatchCall,
  checkCallLimits,
  makeBatchCall,
);
