/**
 * {@linkcode BatchCall}, the service at the centre: everything in this module makes a batch call, wraps one,
 * or feeds one.
 *
 * @module
 */
import type * as Config from "effect/Config";
import type * as Context from "effect/Context";
import type * as Layer from "effect/Layer";
import {
  BareBatchCall,
  type BatchCallOptions,
  type CallLimits,
  checkCallLimits,
  makeBatchCall,
} from "./bare.ts";
import { type ConnectedLayers, connectedLayers } from "./layers.ts";
import type { Send } from "./send.ts";

export type { BatchCallOptions, CallLimits } from "./bare.ts";

const BatchCallBase: Context.ServiceClass<
  BatchCall,
  "@thulium-effect/batch-customers/BatchCall",
  { readonly send: Send }
> = BareBatchCall;

const layers: ConnectedLayers<BatchCall, CallLimits> = /* @__PURE__ */ connectedLayers(
  BatchCallBase,
  checkCallLimits,
  makeBatchCall,
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
