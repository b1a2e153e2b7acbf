/**
 * From outcomes and errors to what the contract's callers understand: a status per customer, or a status
 * for the whole request.
 *
 * | outcome     | `http_status`           |                                                           |
 * |-------------|-------------------------|-----------------------------------------------------------|
 * | `Created`   | 201                     | with `customer_id`                                        |
 * | `Updated`   | 200                     | with `customer_id`: it has the values that were sent      |
 * | `Unchanged` | 200                     | with `customer_id`: it existed, and nothing was sent      |
 * | `Rejected`  | its own, mostly 400     | corrected, it may be sent again                           |
 * | `Unknown`   | 504                     | the customer may exist: must not be sent again blindly; an update may |
 * | `NotSent`   | 503                     | surely not created or changed: may be sent again          |
 * | the same    | 401, 403 (passthrough)  | the same: Thulium refuses the caller's user            |
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Headers from "effect/http/Headers";
import type { BatchError } from "../outcome/error.ts";
import type { Operation } from "../outcome/delivery.ts";
import type { Outcome } from "../outcome/model.ts";
import { type Access, challenge } from "./access.ts";
import { ownUserRefused, problem, type ProblemDetails, type Reply } from "./reply.ts";

type Mode = Access["mode"];

/** What the answer says about one customer. */
export type ItemAnswer =
  | { readonly http_status: 201 | 200; readonly customer_id: string }
  | {
    readonly http_status: number;
    readonly message: string;
    /** The id of the last request to Thulium, for a customer that is in doubt or was not created. */
    readonly request_id?: string | undefined;
  };

/** The answer for one customer who was to be created, or changed. */
export const itemAnswer = (
  outcome: Outcome,
  mode: Mode,
  operation: Operation = "add",
): ItemAnswer => {
  switch (outcome._tag) {
    case "Created":
      return { http_status: 201, customer_id: outcome.customerId };
    case "Updated":
    case "Unchanged":
      return { http_status: 200, customer_id: outcome.customerId };
    case "Rejected":
      return { http_status: outcome.status, message: outcome.message };
    case "Unknown":
      return {
        http_status: 504,
        message: `${inDoubt[operation]}: ${outcome.message}`,
        request_id: outcome.requestId,
      };
    case "NotSent":
      return {
        http_status: mode === "passthrough" && isAuth(outcome.status) ? outcome.status : 503,
        message: `The customer was not ${doneTo[operation]}: ${outcome.message}`,
        request_id: outcome.requestId,
      };
  }
};

const doneTo: { readonly [operation in Operation]: string } = {
  add: "created",
  update: "changed",
};

const inDoubt: { readonly [operation in Operation]: string } = {
  add: "The customer may have been created, look before you send again",
  update: "The customer may have been changed, the same update may be sent again",
};

const isAuth = (status: number | undefined): status is 401 | 403 =>
  status === 401 || status === 403;

/** The contract's answer as JSON: an object with a key per position. */
export const batchAnswer = (
  outcomes: ReadonlyArray<Outcome>,
  mode: Mode,
  operation?: Operation,
): string => {
  let text = "{";
  for (const [place, outcome] of outcomes.entries()) {
    text += `${place === 0 ? "" : ","}"${place}":${itemText(outcome, mode, operation)}`;
  }
  return `${text}}`;
};

/** A text that is its own JSON between quotes. */
const plain = /^[\w-]*$/;

/** Most customers are created, and most ids are plain: their text needs no `JSON.stringify`, which takes five times as long. */
const itemText = (outcome: Outcome, mode: Mode, operation: Operation | undefined): string =>
  outcome._tag === "Created" && plain.test(outcome.customerId)
    ? `{"http_status":201,"customer_id":"${outcome.customerId}"}`
    : JSON.stringify(itemAnswer(outcome, mode, operation));

/** The reply if Thulium refused the user of a request. In token mode that is not the caller's user. */
const userRefused = (status: 401 | 403, message: string, mode: Mode): Reply =>
  mode === "token"
    ? problem(502, ownUserRefused)
    : problem(status, message, status === 401 ? challenge : undefined);

/**
 * The reply if Thulium refused the user before it created anybody, as the outcomes of the first rows tell; otherwise
 * `undefined`.
 */
export const refusalOf = (outcomes: ReadonlyArray<Outcome>, mode: Mode): Reply | undefined => {
  let refusal: Reply | undefined;
  for (const outcome of outcomes) {
    if (outcome._tag === "NotSent" && isAuth(outcome.status)) {
      refusal ??= {
        ...userRefused(outcome.status, outcome.message, mode),
        call: outcome.requestId,
      };
    } else if (outcome._tag !== "Rejected" || outcome.by !== "validation") return undefined;
  }
  return refusal;
};

/** The reply if the whole call failed, so that no customer was created. */
export const failureProblem = (error: BatchError, mode: Mode, now: number): Reply => ({
  ...problemOf(error, mode, now),
  call: error.requestId,
  details: detailsOf(error),
});

const detailsOf = ({ thulium }: BatchError): ProblemDetails | undefined => {
  if (thulium === undefined) return undefined;
  const code = thulium.codes.map(Number).find(Number.isInteger);
  return { code, thulium_request_id: thulium.requestId };
};

const problemOf = (error: BatchError, mode: Mode, now: number): Reply => {
  const { message } = error;
  if (error._tag === "AuthError") {
    return userRefused(error.status, message, mode);
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

/** A longer wait is handed on as this many seconds. Nobody plans more than a day ahead, whatever the header says. */
const maxRetryAfter = 86_400;

const retryAfter = (asked: Headers.RetryAfter | undefined, now: number) => {
  if (asked === undefined) return undefined;
  const seconds = Math.ceil(Duration.toSeconds(Headers.retryAfterDelay(asked, now)));
  // A date in the past means that the wait is over.
  return { "retry-after": String(Math.min(Math.max(seconds, 1), maxRetryAfter)) };
};
