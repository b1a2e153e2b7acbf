/**
 * The delivery table: what was observed of a call, and what that proves about its customers. Whether
 * customers may be sent again is decided here and nowhere else (law "no double"), so it leans to
 * `unknown`: a row says more only where HTTP, or the way the connection failed, proves it. What was not
 * observed, such as a customer without a readable entry in the answer, is `unknown` without a row.
 *
 * | observed                                              | delivery   | because                         |
 * |-------------------------------------------------------|------------|---------------------------------|
 * | no connection: refused, DNS, TLS                      | `not-sent` | no request can have left        |
 * | an open circuit                                       | `not-sent` | no request was made             |
 * | the import was stopped before: time, calls, interrupted | `not-sent` | no request was made           |
 * | connection lost before the answer's headers           | `unknown`  | the request may have arrived    |
 * | no complete answer before the deadline                | `unknown`  | the same                        |
 * | 401, 403                                              | `refused`  | not let in                      |
 * | 429, 503                                              | `refused`  | put off, RFC 6585 §4, RFC 9110 §15.6.4 |
 * | 408                                                   | `unknown`  | gateways send it for a slow server, too |
 * | other registered 4xx                                  | `refused`  | RFC 9110 §15.5: the request was not accepted |
 * | 499, 460, other unregistered 4xx                      | `unknown`  | proxies' own: the server may have gone on |
 * | 3xx                                                   | `unknown`  | many servers redirect after they did the work |
 * | 500, 502, 504, any other status                       | `unknown`  | it may have broken half-way     |
 * | 2xx with an answer that is cut, too large, no JSON, or of another shape | `unknown` | the work is done, its result unreadable |
 * | a customer's own status                               | as above   | the contract shows 201 and 400; the rest is read like a whole answer's |
 *
 * @module
 */
import type { RetryAfter } from "effect/http/Headers";

/**
 * What became of the customers of a call that did not confirm them.
 *
 * `not-sent`: nothing left this machine. `refused`: Thulium saw the request and surely created
 * none of them. `unknown`: some or all of them may have been created.
 */
export type Delivery = "not-sent" | "refused" | "unknown";

/**
 * Why no connection could be made: Thulium refused it, its name is not known, no TLS came about
 * (certificate), or something else.
 */
export type ConnectFailure = "refused" | "dns" | "tls" | "other";

/** Why an import makes no more calls: its time or its number of calls is used up, or it was interrupted. */
export type StopReason = "time" | "calls" | "interrupted";

/**
 * What is wrong with the body of a 2xx answer: it broke off, is larger than allowed, is not JSON, or
 * is JSON of another shape than the contract shows.
 */
export type AnswerFault = "cut" | "too-large" | "not-json" | "wrong-shape";

/**
 * One thing that was observed of a call, and where: while connecting, at an open circuit, before the
 * call because the import was stopped, on a connection that was lost before the answer's headers, at the deadline, in the status of the whole
 * answer, in the body of a 2xx answer, or in the status of one customer.
 */
export type Observation =
  | { readonly at: "connect"; readonly failure: ConnectFailure }
  | { readonly at: "circuit"; readonly retryAfter?: RetryAfter | undefined }
  | { readonly at: "stop"; readonly why: StopReason }
  | { readonly at: "connection-lost" }
  | { readonly at: "deadline" }
  | {
    readonly at: "status";
    readonly status: number;
    readonly retryAfter?: RetryAfter | undefined;
  }
  | { readonly at: "answer"; readonly status: number; readonly fault: AnswerFault }
  | { readonly at: "item"; readonly status: number };

/** Looks an observation up in the delivery table. */
export const deliveryOf = (observation: Observation): Delivery => {
  switch (observation.at) {
    case "connect":
    case "circuit":
    case "stop":
      return "not-sent";
    case "connection-lost":
    case "deadline":
    case "answer":
      return "unknown";
    case "status":
    case "item":
      return isRefusal(observation.status) ? "refused" : "unknown";
  }
};

/** Whether a status asks to come back later, without having looked at the customers. */
export const isRetryLater = (status: number): boolean => status === 429 || status === 503;

const isRefusal = (status: number): boolean => isRetryLater(status) || refusals.has(status);

/** The 4xx that the IANA registry knows, but 408. */
const refusals: ReadonlySet<number> = new Set([
  ...[400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417],
  ...[421, 422, 423, 424, 425, 426, 428, 429, 431, 451],
]);
