/**
 * How large a batch may become.
 *
 * @module
 */
import { bodyLength } from "../customer/envelope.ts";
import { checkInteger } from "../internal/check_option.ts";
import type { AnyItem } from "./item.ts";

/** How large a batch may become. */
export interface BatchLimits {
  /**
   * Maximum number of customers in a batch. Thulium's page names no limit.
   *
   * @default 100
   */
  readonly maxCustomers?: number | undefined;
  /**
   * Maximum length of a request's body, in bytes. Thulium's page names no limit; the default is the
   * largest body that nginx accepts by default (`client_max_body_size 1m`).
   *
   * @default 1_048_576
   */
  readonly maxBytes?: number | undefined;
}

/** {@linkcode BatchLimits} with all defaults filled in. */
export type CheckedBatchLimits = { readonly [K in keyof BatchLimits]-?: number };

/**
 * Fills in the defaults.
 *
 * @throws {RangeError} If a limit is not a positive whole number.
 */
export const checkBatchLimits = (limits: BatchLimits = {}): CheckedBatchLimits => {
  const { maxCustomers = 100, maxBytes = 1_048_576 } = limits;
  checkInteger("maxCustomers", maxCustomers);
  checkInteger("maxBytes", maxBytes);
  return { maxCustomers, maxBytes };
};

/** Whether the item fits into a batch of its own. If not, it can't be sent at all. */
export const fits = (item: AnyItem, { maxBytes }: CheckedBatchLimits): boolean =>
  bodyLength(1, item.bytes) <= maxBytes;
