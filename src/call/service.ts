/**
 * {@linkcode BatchCall}, the service at the centre: everything in this module makes a batch call, wraps one,
 * or feeds one.
 *
 * @module
 */
import type * as Config from "effect/Config";
import * as Context from "effect/Context";
import type * as Duration from "effect/Duration";
import type * as Layer from "effect/Layer";
import { checkDuration, checkInteger } from "../internal/check_option.ts";
import type { ThuliumApi } from "./api.ts";
import type { ConnectionOptions } from "./connection.ts";
import { type ExchangeLimits, makeExchange } from "./exchange.ts";
import { type ConnectedLayers, connectedLayers } from "./layers.ts";
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
 * Options of {@linkcode BatchCall.layer}.
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

const BatchCallBase: Context.ServiceClass<
  BatchCall,
  "@thulium-effect/batch-customers/BatchCall",
  { readonly send: Send }
> = Context.Service<BatchCall, { readonly send: Send }>()(
  "@thulium-effect/batch-customers/BatchCall",
);

const layers: ConnectedLayers<BatchCall, CallLimits> = /* @__PURE__ */ connectedLayers(
  BatchCallBase,
  checkCallLimits,
  (ask, connection, limits) => ({ send: makeExchange(ask, connection, limits) }),
);

/**
 * The call that adds, or updates, a batch of customers. A policy is a layer that needs a `BatchCall` and provides one.
 *
 * @example
 * ```ts
 * import * as Redacted from "effect/Redacted";
 * import { BatchCall } from "@thulium-effect/batch-customers";
 *
 * const Thulium = BatchCall.layer({
 *   system: "acme",
 *   user: "api_user",
 *   password: Redacted.make("api_pass"),
 * });
 * ```
 */
export class BatchCall extends BatchCallBase {
  /**
   * Calls Thulium over `fetch`. Provide a `FetchHttpClient.Fetch` to this layer to use another `fetch` (a
   * test's), or a `FetchHttpClient.RequestInit` to add options to it (a Deno `client`). Its `redirect` and
   * `keepalive` are ignored, because either could lead to a second POST.
   *
   * @throws {TypeError} If the connection's options are missing or wrong.
   * @throws {RangeError} If a limit is not positive and finite.
   */
  static readonly layer = (options: BatchCallOptions): Layer.Layer<BatchCall> =>
    layers.layer(options);

  /**
   * The same with options from a `Config`: one for all options, or one for each. It fails if an option is
   * missing or wrong.
   *
   * @example
   * ```ts
   * import * as Config from "effect/Config";
   * import { BatchCall } from "@thulium-effect/batch-customers";
   *
   * const Thulium = BatchCall.layerConfig({
   *   system: Config.String("CRM_SYSTEM"),
   *   user: Config.String("CRM_USER"),
   *   password: Config.Redacted("CRM_PASSWORD"),
   *   timeout: Config.succeed("1 minute"),
   * });
   * ```
   */
  static readonly layerConfig = (
    options: Config.Wrap<BatchCallOptions>,
  ): Layer.Layer<BatchCall, Config.ConfigError> => layers.layerConfig(options);

  /**
   * The same with the connection from the environment: `THULIUM_URL` (`https://acme.thulium.com`) or
   * `THULIUM_SYSTEM` (`acme`), `THULIUM_USER`, `THULIUM_PASSWORD`, and `THULIUM_ALLOW_INSECURE_HTTP` (default
   * `false`). It fails if a variable is missing or wrong; the error names the variable and holds no value.
   *
   * @throws {RangeError} If a limit is not positive and finite.
   */
  static readonly layerEnv = (limits?: CallLimits): Layer.Layer<BatchCall, Config.ConfigError> =>
    layers.layerEnv(limits);
}

/** @internal The call over the transport that is provided. */
export const layerBatchCall = (
  options: BatchCallOptions,
): Layer.Layer<BatchCall, never, ThuliumApi> => layers.over(options);
