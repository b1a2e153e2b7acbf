/**
 * {@linkcode CustomerLookup}: finds customers in Thulium by `GET /api/customers`. It is the only way to find
 * out whether a POST whose answer was lost created a customer.
 *
 * @module
 */
import type * as Config from "effect/Config";
import * as Context from "effect/Context";
import * as Data from "effect/Data";
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import type * as Layer from "effect/Layer";
import { checkDuration } from "../internal/check_option.ts";
import { type Connection, type ConnectionOptions, requestTo } from "./connection.ts";
import { type ConnectedLayers, connectedLayers } from "./layers.ts";
import type { Ask, ThuliumApi } from "./api.ts";
import { type FoundCustomer, readFound } from "./found_customer.ts";
import { isLookable, type Lookup } from "./lookable.ts";

export type { FoundCustomer } from "./found_customer.ts";
export type { Lookup } from "./lookable.ts";

/** A lookup that failed. It holds neither the value that was looked for nor the answer. */
export class LookupError extends Data.Error<{
  readonly message: string;
  /** The status of Thulium's answer, if the status was the reason. */
  readonly status?: number | undefined;
}> {
  /** For `Effect.catchTag`. */
  readonly _tag = "LookupError" as const;
  /** The error's name. */
  override readonly name = "LookupError";
}

/** Limits of a lookup. */
export interface LookupLimits {
  /**
   * Longest time for one lookup.
   *
   * @default "10 seconds"
   */
  readonly timeout?: Duration.Input | undefined;
}

/**
 * Options of {@linkcode CustomerLookup.layer}.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `url` | the URL of `system` | Address of the system, such as `https://acme.thulium.com`; a path in it is kept. |
 * | `system` | none: `url` is given | Name of the system: `acme` stands for `https://acme.thulium.com`. |
 * | `user` | required | The API user. |
 * | `password` | required | The API user's password. |
 * | `allowInsecureHttp` | false | Allow `http:` to other machines. |
 * | `language` | none is asked for | The language of Thulium's messages, such as the reasons of a `Rejected`: sent as `Accept-Language`. |
 * | `timeout` | "10 seconds" | Longest time for one lookup. |
 */
export interface CustomerLookupOptions extends ConnectionOptions, LookupLimits {}

/** Finds the customers that match a lookup, up to a limit. */
export type Find = (
  lookup: Lookup,
  limit: number,
) => Effect.Effect<ReadonlyArray<FoundCustomer>, LookupError>;

const CustomerLookupBase: Context.ServiceClass<
  CustomerLookup,
  "@thulium-effect/batch-customers/CustomerLookup",
  { readonly find: Find }
> = /* @__PURE__ */ (() =>
  Context.Service<CustomerLookup, { readonly find: Find }>()(
    "@thulium-effect/batch-customers/CustomerLookup",
  ))();

const checkLimits = ({ timeout = "10 seconds" }: LookupLimits = {}): Duration.Duration =>
  checkDuration("timeout", timeout);

const layers: ConnectedLayers<CustomerLookup, LookupLimits> = /* @__PURE__ */ connectedLayers(
  CustomerLookupBase,
  checkLimits,
  (ask, connection, timeout) => ({ find: makeFind(ask, connection, timeout) }),
);

/** Finds customers that exist in Thulium. `Reconcile` needs it. */
export class CustomerLookup extends CustomerLookupBase {
  /**
   * Looks customers up over `fetch`, with the same connection as `BatchCall.layer`.
   *
   * @throws {TypeError} If the connection's options are missing or wrong.
   * @throws {RangeError} If the timeout is not positive and finite.
   */
  static readonly layer = (options: CustomerLookupOptions): Layer.Layer<CustomerLookup> =>
    layers.layer(options);

  /** The same with options from a `Config`, as `BatchCall.layerConfig`. */
  static readonly layerConfig = (
    options: Config.Wrap<CustomerLookupOptions>,
  ): Layer.Layer<CustomerLookup, Config.ConfigError> => layers.layerConfig(options);

  /**
   * The same with the connection from the environment, as `BatchCall.layerEnv`.
   *
   * @throws {RangeError} If the timeout is not positive and finite.
   */
  static readonly layerEnv = (
    limits?: LookupLimits,
  ): Layer.Layer<CustomerLookup, Config.ConfigError> => layers.layerEnv(limits);
}

/** @internal The lookup over the transport that is provided. */
export const layerLookup = (
  options: CustomerLookupOptions,
): Layer.Layer<CustomerLookup, never, ThuliumApi> => layers.over(options);

/** Lookups ask for a few customers, so an answer is short. */
const maxAnswerBytes = 1_048_576;

/** @internal Looks customers up with a connection. */
export const makeFind = (
  ask: Ask,
  connection: Connection,
  timeout: Duration.Duration,
): Find => {
  const { headers, url } = requestTo(connection, "customers");
  return (lookup, limit) => {
    if (!isLookable(lookup)) return Effect.fail(failed("nothing can be looked up by this value"));
    const query = queryOf(lookup, limit);
    return ask({ method: "GET", url: `${url}?${query}`, headers, timeout, maxAnswerBytes }).pipe(
      Effect.mapError((seen) => failed(undefined, seen.at === "status" ? seen.status : undefined)),
      Effect.flatMap(({ text }) => {
        const found = readFound(text);
        return found === undefined ? Effect.fail(failed()) : Effect.succeed(found);
      }),
    );
  };
};

/** An answer has custom fields only if they are asked for. */
const queryOf = (lookup: Lookup, limit: number): URLSearchParams => {
  const { value } = lookup;
  return new URLSearchParams({
    ...(lookup.by === "custom_field"
      ? { [`custom_fields[${lookup.field}][0]`]: value, include_custom_fields: "true" }
      : { [lookup.by]: value }),
    limit: String(limit),
  });
};

const failed = (message = "the lookup failed", status?: number) =>
  new LookupError({ message, status });
