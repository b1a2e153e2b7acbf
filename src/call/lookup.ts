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
import { isSafeId } from "../customer/rules.ts";
import { checkDuration } from "../internal/check_option.ts";
import { type Connection, type ConnectionOptions, requestTo } from "./connection.ts";
import { type ConnectedLayers, connectedLayers } from "./layers.ts";
import { isObject, parseJson, repeatsKey } from "../internal/json.ts";
import { isId } from "./answer.ts";
import type { Ask, ThuliumApi } from "./api.ts";

/** A parameter to look customers up by, and its value. */
export interface Lookup {
  /** A parameter of `GET /api/customers`. */
  readonly by: "identifier" | "email" | "phone_number" | "nip";
  /** The value to look for. */
  readonly value: string;
}

/** A customer that was found. */
export interface FoundCustomer {
  /** Its id in Thulium. */
  readonly customerId: string;
  /** Its surname, if the answer has one. */
  readonly surname?: string | undefined;
  /** Its identifier, if the answer has one. */
  readonly identifier?: string | undefined;
}

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

/** Options of {@linkcode CustomerLookup.layer}. */
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

/** Lookups ask for two customers at most, so an answer is short. */
const maxAnswerBytes = 1_048_576;

/** @internal Looks customers up with a connection. */
export const makeFind = (
  ask: Ask,
  connection: Connection,
  timeout: Duration.Duration,
): Find => {
  const { headers, url } = requestTo(connection, "customers");
  return ({ by, value }, limit) => {
    const query = new URLSearchParams({ [by]: value, limit: String(limit) });
    return ask({ method: "GET", url: `${url}?${query}`, headers, timeout, maxAnswerBytes }).pipe(
      Effect.mapError((seen) => failed(seen.at === "status" ? seen.status : undefined)),
      Effect.flatMap(({ text }) => {
        const found = readFound(text);
        return found === undefined ? Effect.fail(failed()) : Effect.succeed(found);
      }),
    );
  };
};

const failed = (status?: number) => new LookupError({ message: "the lookup failed", status });

/**
 * The customers of an answer; `undefined` if one of them can't be read, because it might be the right one, or if a key
 * stands twice.
 */
const readFound = (text: string): ReadonlyArray<FoundCustomer> | undefined => {
  const answer = parseJson(text);
  if (!Array.isArray(answer) || repeatsKey(text, answer)) return undefined;
  const found = answer.flatMap((entry) => foundCustomer(entry) ?? []);
  return found.length === answer.length ? found : undefined;
};

const foundCustomer = (entry: unknown): FoundCustomer | undefined => {
  if (!isObject(entry)) return undefined;
  const { customer_id: id, surname } = entry;
  const identifier = identifierOf(entry.identifier);
  const isReadable = isId(id) &&
    (isNothing(surname) || typeof surname === "string") &&
    (isNothing(entry.identifier) || identifier !== undefined);
  return isReadable
    ? { customerId: String(id), surname: isNothing(surname) ? undefined : surname, identifier }
    : undefined;
};

const isNothing = (value: unknown): value is null | undefined =>
  value === undefined || value === null;

/** A number beyond the safe integers may be another one than Thulium wrote. */
const identifierOf = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" && isSafeId(value)
    ? String(value)
    : undefined;
