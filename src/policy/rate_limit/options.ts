/**
 * The options of the rate limit; what it does is said in `layer.ts`.
 *
 * @module
 */
import type * as Duration from "effect/Duration";

/** A number per time. */
export interface Rate {
  /** The number. After a pause, that many may also go out at once. */
  readonly limit: number;
  /** The time. */
  readonly per: Duration.Input;
}

/** Options that limit the requests, and perhaps the customers. */
export interface RequestRateOptions {
  /** Requests per time. */
  readonly requests: Rate;
  /**
   * Customers per time. A batch larger than the limit waits for the tokens of all its customers.
   *
   * @default unlimited
   */
  readonly customers?: Rate | undefined;
  /**
   * The longest wait. Customers that would wait longer are `NotSent`, at once where that is known at once.
   *
   * @default "2 minutes"
   */
  readonly maxWait?: Duration.Input | undefined;
  /**
   * The name under which the store counts. Policies with the same name share the limit.
   *
   * @default "thulium"
   */
  readonly key?: string | undefined;
}

/**
 * Options that limit the customers, and perhaps the requests.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `maxWait` | "2 minutes" | The longest wait. |
 * | `key` | "thulium" | The name under which the store counts. |
 */
export interface CustomerRateOptions extends Omit<RequestRateOptions, "requests" | "customers"> {
  /**
   * Requests per time.
   *
   * @default unlimited
   */
  readonly requests?: Rate | undefined;
  /** Customers per time. A batch larger than the limit waits for the tokens of all its customers. */
  readonly customers: Rate;
}

/** Options of `layer` and `layerStore`: `requests`, `customers`, or both are required. */
export type RateLimitOptions = RequestRateOptions | CustomerRateOptions;
