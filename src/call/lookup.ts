/**
 * {@linkcode CustomerLookup}: finds customers in Thulium by `GET /api/customers`. The only way to learn
 * whether a POST whose answer was lost created a customer.
 *
 * @module
 */
import type * as Config from "effect/Config";
import * as Context from "effect/Context";
import * as Data from "effect/Data";
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { checkDuration } from "../internal/check_option.ts";
import {
  type Connection,
  type ConnectionOptions,
  makeConnection,
  requestTo,
} from "./connection.ts";
import { connectionConfig } from "./connection_config.ts";
import { isObject, parseJson } from "../internal/json.ts";
import { type Ask, layerThuliumApi, ThuliumApi } from "./api.ts";

/** What customers can be looked up by, and the value. */
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
  /** Its surname, if Thulium told. */
  readonly surname?: string | undefined;
  /** Its identifier, if Thulium told. */
  readonly identifier?: string | undefined;
}

/** A lookup that did not succeed. Holds neither what was looked for nor what was answered. */
export class LookupError extends Data.Error<{
  readonly message: string;
  /** The status of Thulium's answer, if it was that. */
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

/** Finds the customers that a lookup matches, up to a limit. */
export type Find = (
  lookup: Lookup,
  limit: number,
) => Effect.Effect<ReadonlyArray<FoundCustomer>, LookupError>;

const CustomerLookupBase: Context.ServiceClass<
  CustomerLookup,
  "@thulium-effect/batch-customers/CustomerLookup",
  { readonly find: Find }
> = Context.Service<CustomerLookup, { readonly find: Find }>()(
  "@thulium-effect/batch-customers/CustomerLookup",
);

/** Finds customers that exist in Thulium. `Reconcile` needs it. */
export class CustomerLookup extends CustomerLookupBase {
  /**
   * Looks customers up over `fetch`, with the same connection as `BatchCall.layer`.
   *
   * @throws {TypeError} If the connection's options are missing or wrong.
   * @throws {RangeError} If the timeout is not positive and finite.
   */
  static readonly layer = (
    options: ConnectionOptions & LookupLimits,
  ): Layer.Layer<CustomerLookup> => overFetch(Effect.succeed(makeConnection(options)), options);

  /** The same with the connection from the environment, as `BatchCall.layerConfig`. */
  static readonly layerConfig = (
    limits: LookupLimits = {},
  ): Layer.Layer<CustomerLookup, Config.ConfigError> => overFetch(connectionConfig, limits);
}

/** Two customers at most are asked for. */
const maxAnswerBytes = 1_048_576;

const overFetch = <E>(
  connection: Effect.Effect<Connection, E>,
  limits: LookupLimits,
): Layer.Layer<CustomerLookup, E> => {
  const timeout = checkDuration("timeout", limits.timeout ?? "10 seconds");
  return Layer.effect(
    CustomerLookup,
    Effect.gen(function* () {
      const { ask } = yield* ThuliumApi;
      return { find: makeFind(ask, yield* connection, timeout) };
    }),
  ).pipe(Layer.provide(layerThuliumApi));
};

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

/** The customers of an answer; `undefined` if one of them can't be read: it might be the one. */
const readFound = (text: string): ReadonlyArray<FoundCustomer> | undefined => {
  const answer = parseJson(text);
  if (!Array.isArray(answer)) return undefined;
  const found = answer.flatMap((entry) => foundCustomer(entry) ?? []);
  return found.length === answer.length ? found : undefined;
};

const foundCustomer = (entry: unknown): FoundCustomer | undefined => {
  if (!isObject(entry)) return undefined;
  const { surname } = entry;
  const customerId = idOf(entry.customer_id);
  const identifier = idOf(entry.identifier);
  const isReadable = customerId !== undefined &&
    (isNothing(surname) || typeof surname === "string") &&
    (isNothing(entry.identifier) || identifier !== undefined);
  return isReadable
    ? { customerId, surname: isNothing(surname) ? undefined : surname, identifier }
    : undefined;
};

const isNothing = (value: unknown): value is null | undefined =>
  value === undefined || value === null;

const idOf = (value: unknown): string | undefined =>
  typeof value === "string" || Number.isFinite(value) ? String(value) : undefined;
