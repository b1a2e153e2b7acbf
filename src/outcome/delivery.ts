/**
 * The delivery table: what was observed of a call, and what this proves about its customers. It alone
 * decides whether customers may be sent again (law "no double"), so it leans to `unknown`: a row says more
 * only where HTTP, or the way in which the connection failed, proves it. A customer without a readable entry
 * in the answer is `unknown` without a row.
 *
 * | observed                                              | delivery   | because                         |
 * |-------------------------------------------------------|------------|---------------------------------|
 * | no connection: refused, DNS, TLS                      | `not-sent` | no request can have left        |
 * | an open circuit                                       | `not-sent` | no request was made             |
 * | the import stopped before: time, calls, interrupted   | `not-sent` | no request was made             |
 * | connection lost before the answer's headers           | `unknown`  | the request may have arrived    |
 * | no complete answer before the deadline                | `unknown`  | the same                        |
 * | 401, 403                                              | `refused`  | the user was not let in         |
 * | 429, 503                                              | `refused`  | postponed: RFC 6585 §4, RFC 9110 §15.6.4 |
 * | 408                                                   | `unknown`  | gateways also send it when the server is slow |
 * | registered 4xx statuses except 408                    | `refused`  | RFC 9110 §15.5: the request was not accepted |
 * | 499, 460 and other unregistered 4xx                   | `unknown`  | proxies send them; the server may have gone on |
 * | 3xx                                                   | `unknown`  | many servers redirect after they did the work |
 * | 500, 502, 504, any other status                       | `unknown`  | the work may have stopped half-way |
 * | 2xx with an answer that is cut, too large, not JSON, or of another shape | `unknown` | the work was done, its result can't be read |
 * | a customer's own status                               | as above   | the contract shows 201 and 400; other statuses are read like those of a whole answer |
 *
 * @module
 */
import type { RetryAfter } from "effect/http/Headers";

/**
 * What became of the customers of a call that did not confirm them.
 *
 * `not-sent`: no request left this machine. `refused`: Thulium saw the request and certainly created none
 * of them. `unknown`: some or all of them may have been created.
 */
export type Delivery = "not-sent" | "refused" | "unknown";

/** Why no connection could be made: refused, unknown name (DNS), no TLS (certificate), or another reason. */
export type ConnectFailure = "refused" | "dns" | "tls" | "other";

/** Why an import makes no more calls: its time or its number of calls is used up, or it was interrupted. */
export type StopReason = "time" | "calls" | "interrupted";

/**
 * What is wrong with the body of a 2xx answer: it broke off, is larger than allowed, is not JSON, or has
 * another shape than the contract shows.
 */
export type AnswerFault = "cut" | "too-large" | "not-json" | "wrong-shape";

/**
 * What was observed of a call, and at which point: while connecting, at an open circuit, before the call
 * because the import had stopped, when the connection was lost before the answer's headers, at the deadline,
 * in the status of the whole answer, in the body of a 2xx answer, or in the status of one customer.
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

/** Whether a status means "come back later": the server did not look at the customers. */
export const isRetryLater = (status: number): boolean => status === 429 || status === 503;

const isRefusal = (status: number): boolean => isRetryLater(status) || refusals.has(status);

/** Registered 4xx statuses (IANA) except 408. */
const refusals: ReadonlySet<number> = new Set([
  ...[400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417],
  ...[421, 422, 423, 424, 425, 426, 428, 429, 431, 451],
]);
