/**
 * From outcomes and errors to what the contract's callers understand: a status per customer, or a status
 * for the whole request.
 *
 * | outcome     | `http_status`           |                                                           |
 * |-------------|-------------------------|-----------------------------------------------------------|
 * | `Created`   | 201                     | with `customer_id`                                        |
 * | `Unchanged` | 200                     | with `customer_id`: it existed, and nothing was sent      |
 * | `Rejected`  | its own, mostly 400     | corrected, it may be sent again                           |
 * | `Unknown`   | 504                     | the customer may exist: must not be sent again blindly    |
 * | `NotSent`   | 503                     | surely not created: may be sent again                     |
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Headers from "effect/http/Headers";
import type { BatchError } from "../outcome/error.ts";
import type { Outcome } from "../outcome/model.ts";
import { type Access, challenge } from "./access.ts";
import { problem, type ProblemDetails, type Reply } from "./reply.ts";

/** What the answer says about one customer. */
export type ItemAnswer =
  | { readonly http_status: 201 | 200; readonly customer_id: string }
  | {
    readonly http_status: number;
    readonly message: string;
    /** The id of the last request to Thulium, for a customer that is in doubt or was not created. */
    readonly request_id?: string | undefined;
  };

/** The answer for one customer. */
export const itemAnswer = (outcome: Outcome): ItemAnswer => {
  switch (outcome._tag) {
    case "Created":
      return { http_status: 201, customer_id: outcome.customerId };
    case "Unchanged":
      return { http_status: 200, customer_id: outcome.customerId };
    case "Rejected":
      return { http_status: outcome.status, message: outcome.message };
    case "Unknown":
      return {
        http_status: 504,
        message:
          `The customer may have been created, look before you send again: ${outcome.message}`,
        request_id: outcome.requestId,
      };
    case "NotSent":
      return {
        http_status: 503,
        message: `The customer was not created: ${outcome.message}`,
        request_id: outcome.requestId,
      };
  }
};

/** The contract's answer: an object with a key per position. */
export const batchAnswer = (
  outcomes: ReadonlyArray<Outcome>,
): { readonly [position: number]: ItemAnswer } => ({ ...outcomes.map(itemAnswer) });

/** The reply if the whole call failed, so that no customer was created. */
export const failureProblem = (error: BatchError, access: Access, now: number): Reply => ({
  ...problemOf(error, access, now),
  details: detailsOf(error),
});

const detailsOf = ({ thulium }: BatchError): ProblemDetails | undefined => {
  if (thulium === undefined) return undefined;
  const code = thulium.codes.map(Number).find(Number.isInteger);
  return { code, thulium_request_id: thulium.requestId };
};

const problemOf = (error: BatchError, access: Access, now: number): Reply => {
  const { message } = error;
  if (error._tag === "AuthError") {
    if (access.mode === "token") {
      return problem(502, "Thulium refused this service's own user");
    }
    const headers = error.status === 401 ? challenge : undefined;
    return problem(error.status, message, headers);
  }
  if (error._tag === "RefusedError") return problem(502, message);
  const { reason } = error;
  switch (reason._tag) {
    case "RateLimited":
    case "Unavailable":
    case "CircuitOpen":
      return problem(503, message, retryAfter(reason.retryAfter, now));
    case "ImportStopped":
      return problem(503, message);
    default:
      return problem(502, message);
  }
};

const retryAfter = (asked: Headers.RetryAfter | undefined, now: number) => {
  if (asked === undefined) return undefined;
  const seconds = Math.ceil(Duration.toSeconds(Headers.retryAfterDelay(asked, now)));
  return { "retry-after": String(seconds) };
};
