/**
 * {@linkcode BatchCall}, the service at the centre: everything in this module makes a batch call,
 * wraps one, or feeds one.
 *
 * @module
 */
import * as Context from "effect/Context";
import type * as Config from "effect/Config";
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import type { Batch } from "../batch/model.ts";
import type { BatchError } from "../outcome/error.ts";
import { checkDuration, checkInteger } from "../internal/check_option.ts";
import { type Connection, type ConnectionOptions, makeConnection } from "./connection.ts";
import { connectionConfig } from "./connection_config.ts";
import { type ExchangeLimits, makeExchange } from "./exchange.ts";
import type { Outcome } from "../outcome/model.ts";
import { layerThuliumApi, ThuliumApi } from "./api.ts";

/**
 * A batch on its way: one outcome per customer, `outcomes[i]` for `batch.items[i]`, or a
 * {@linkcode BatchError} that says what became of all of them.
 */
export type Call = Effect.Effect<ReadonlyArray<Outcome>, BatchError>;

/** Sends a batch. */
export type Send = (batch: Batch) => Call;

/** Limits of the HTTP call. */
export interface CallLimits {
  /**
   * Longest time for one call, from the request to the answer's last byte. When it is over the
   * request is aborted and its customers are `Unknown`. The vendor's own sample waits as long.
   *
   * @default "30 seconds"
   */
  readonly timeout?: Duration.Input | undefined;
  /**
   * Most bytes of an answer. One that is larger is not read, and its customers are `Unknown`.
   *
   * @default 4_194_304
   */
  readonly maxAnswerBytes?: number | undefined;
}

/** Options of {@linkcode BatchCall.layer}. */
export interface BatchCallOptions extends ConnectionOptions, CallLimits {}

/** @internal Fills in the defaults. */
export const checkCallLimits = (limits: CallLimits = {}): ExchangeLimits => {
  const { timeout = "30 seconds", maxAnswerBytes = 4_194_304 } = limits;
  checkInteger("maxAnswerBytes", maxAnswerBytes);
  return { timeout: checkDuration("timeout", timeout), maxAnswerBytes };
};

const BatchCallBase: Context.ServiceClass<
  BatchCall,
  "@thulium-effect/batch-customers/BatchCall",
  { readonly send: Send }
> = Context.Service<BatchCall, { readonly send: Send }>()(
  "@thulium-effect/batch-customers/BatchCall",
);

/**
 * The call that adds a batch of customers. A policy is a layer that needs a `BatchCall` and provides
 * one.
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
   * Calls Thulium over `fetch`. Give a `FetchHttpClient.Fetch` to this layer to use another `fetch`
   * (a test's), or a `FetchHttpClient.RequestInit` to add options to it (a Deno `client`). Its `redirect` and
   * `keepalive` are not used: neither may lead to a second POST.
   *
   * @throws {TypeError} If the connection's options are missing or wrong.
   * @throws {RangeError} If a limit is not positive and finite.
   */
  static readonly layer = (options: BatchCallOptions): Layer.Layer<BatchCall> =>
    overFetch(Effect.succeed(makeConnection(options)), checkCallLimits(options));

  /**
   * The same with the connection from the environment: `THULIUM_URL` (`https://acme.thulium.com`) or
   * `THULIUM_SYSTEM` (`acme`), `THULIUM_USER`, `THULIUM_PASSWORD`, and `THULIUM_ALLOW_INSECURE_HTTP`
   * (default `false`). Fails with a `ConfigError` that names the variable, not its value.
   *
   * @throws {RangeError} If a limit is not positive and finite.
   */
  static readonly layerConfig = (
    limits?: CallLimits,
  ): Layer.Layer<BatchCall, Config.ConfigError> =>
    overFetch(connectionConfig, checkCallLimits(limits));
}

const overFetch = <E>(
  connection: Effect.Effect<Connection, E>,
  limits: ExchangeLimits,
): Layer.Layer<BatchCall, E> =>
  Layer.effect(
    BatchCall,
    Effect.gen(function* () {
      const { ask } = yield* ThuliumApi;
      return { send: makeExchange(ask, yield* connection, limits) };
    }),
  ).pipe(Layer.provide(layerThuliumApi));
