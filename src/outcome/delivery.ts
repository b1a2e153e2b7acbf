/**
 * The delivery table: what was observed of a call, and what this proves about its customers. It alone
 * decides whether customers may be sent again (law "no double"), so it leans to `unknown`: a row says more
 * only where HTTP, or the way in which the connection failed, proves it. A customer without a readable entry
 * in the answer is `unknown` without a row.
 *
 * | observed                                              | delivery   | because                         |
 * |-------------------------------------------------------|------------|---------------------------------|
 * | no connection: refused, DNS, TLS                      | `not-sent` | no request can have left        |
 * | `fetch` did not connect: no permission, blocked port  | `not-sent` | the same                        |
 * | an open circuit                                       | `not-sent` | no request was made             |
 * | the import stopped before, for any reason             | `not-sent` | no request was made             |
 * | connection lost before the answer's headers           | `unknown`  | the request may have arrived    |
 * | no complete answer before the deadline                | `unknown`  | the same                        |
 * | 401, 403                                              | `refused`  | the user was not let in         |
 * | 429                                                   | `refused`  | postponed: RFC 6585 §4          |
 * | 503 in Thulium's own error form                       | `refused`  | postponed: RFC 9110 §15.6.4     |
 * | any other 503                                         | `unknown`  | a proxy also sends it for a server that did the work |
 * | 408                                                   | `unknown`  | gateways also send it when the server is slow |
 * | 424                                                   | `unknown`  | RFC 4918 §11.4: a part of the request failed; other parts may be done |
 * | registered 4xx statuses except 408 and 424            | `refused`  | RFC 9110 §15.5: the request was not accepted |
 * | 499, 460 and other unregistered 4xx                   | `unknown`  | proxies send them; the server may have gone on |
 * | 3xx                                                   | `unknown`  | many servers redirect after they did the work |
 * | 500, 502, 504, any other status                       | `unknown`  | the work may have stopped half-way |
 * | 2xx with an answer that is cut, too large, not JSON, or of another shape | `unknown` | the work was done, its result can't be read |
 * | a customer's own status                               | as above   | the contract shows 201 and 400; other statuses are read like those of a whole answer |
 * | 503 for one customer in an answer                     | `refused`  | the answer is Thulium's own     |
 *
 * ## Statuses that a proxy answers
 *
 * A proxy, gateway or CDN before Thulium answers with statuses of its own. Two things can be meant: it did not
 * pass the request on, or it did and got no usable answer. Only the first proves something.
 *
 * - **502, 504** mean the second by definition (RFC 9110 §15.6.3, §15.6.5).
 * - **503** means the first by definition (§15.6.4), but is used for both: Varnish, Envoy and Heroku's router send
 *   it, some with `Retry-After`, when the server breaks the connection or is late after it took the request. So a
 *   503 proves something only if Thulium itself wrote it, in the form that the contract shows for errors
 *   (`call/error_form.ts`). A body that stalls, is cut or is too long does not have that form.
 * - **429** means the first: a gateway counts requests before it passes them on.
 * - **413, 414, 431** are decided on the request's head or size (§15.5.14, §15.5.15, RFC 6585 §5). If a proxy counts
 *   while it passes the body on, the server gets an incomplete request, which it must not process (RFC 9112 §8).
 * - **421** allows a client to repeat even a POST (§15.5.20), so the request was not processed. **425** says that
 *   the server does not risk to process the request (RFC 8470 §5.2).
 * - **The other registered 4xx statuses** name a fault of the request, which is found before it is passed on.
 *
 * A gateway that replaces the server's answer with a 4xx (403 by a firewall that inspects answers, 413 by a limit on
 * the size of answers) breaks these definitions. Nothing in HTTP shows it; no proxy is known to do so by default.
 *
 * ## Updates
 *
 * The table says of updates what it says of creations: `refused` and `not-sent` prove that nothing was changed. What
 * differs is whether a doubt allows another attempt. An update gives the same fields the same values each time (a PUT is
 * idempotent: RFC 9110 §9.2.2), so it may be sent again; a creation may not. No update creates anybody: Thulium answers 404
 * for a customer that it does not have.
 *
 * @module
 */
import type { RetryAfter } from "effect/http/Headers";

/** What a call does with its customers: it creates them (POST), or changes customers that exist (PUT). */
export type Operation = "add" | "update";

/**
 * What became of the customers of a call that did not confirm them.
 *
 * `not-sent`: no request left this machine. `refused`: Thulium saw the request and certainly created, or changed,
 * none of them. `unknown`: some or all of them may have been created or changed.
 */
export type Delivery = "not-sent" | "refused" | "unknown";

/**
 * Why no connection could be made: refused, unknown name (DNS), no TLS (certificate), the program lacks the
 * runtime's permission for the network, `fetch` blocks the port, or another reason.
 */
export type ConnectFailure = "refused" | "dns" | "tls" | "not-allowed" | "blocked-port" | "other";

/**
 * Why an import makes no more calls: its time or its number of calls is used up, it was interrupted, or too many calls
 * failed one after the other.
 */
export type StopReason = "time" | "calls" | "interrupted" | "failures";

/**
 * What is wrong with the body of a 2xx answer: it broke off, is larger than allowed, is not JSON, or has
 * another shape than the contract shows.
 */
export type AnswerFault = "cut" | "too-large" | "not-json" | "wrong-shape";

/** What is kept of an error in Thulium's own form. Its messages are not, because they may quote a customer. */
export interface ThuliumError {
  /** Thulium's `request_id`. Thulium's support asks for it. */
  readonly requestId?: string | undefined;
  /** The `code` of each of its errors that has one, up to 10, as text. */
  readonly codes: ReadonlyArray<string>;
}

/**
 * What was observed of a call, and at which point: while connecting, at an open circuit, before the call
 * because the import had stopped, when the connection was lost before the answer's headers, at the deadline,
 * in the status of the whole answer, in the body of a 2xx answer, or in the status of one customer.
 */
export type Observation =
  | { readonly at: "connect"; readonly failure: ConnectFailure }
  | { readonly at: "circuit"; readonly retryAfter?: RetryAfter | undefined }
  | { readonly at: "stop"; readonly why: StopReason }
  | {
    readonly at: "connection-lost";
    /** Whether an `HttpClient` with retries of its own gave the first attempt up, and was not let make another. */
    readonly isRepeated?: boolean | undefined;
  }
  | { readonly at: "deadline" }
  | {
    readonly at: "status";
    readonly status: number;
    readonly retryAfter?: RetryAfter | undefined;
    /** Whether Thulium itself answered, and not a proxy before it. Only a 503 depends on it. */
    readonly fromThulium?: boolean | undefined;
    /** What Thulium's own error says, if the answer was one. */
    readonly thulium?: ThuliumError | undefined;
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
      return isRefusal(observation.status, observation.fromThulium) ? "refused" : "unknown";
    case "item":
      return isRefusal(observation.status, true) ? "refused" : "unknown";
  }
};

/** Whether customers may be sent again of whom this is known. */
export const maySendAgain = (delivery: Delivery, operation: Operation): boolean =>
  delivery !== "unknown" || operation === "update";

/** Whether a status means "come back later". What it proves is another question: see {@linkcode deliveryOf}. */
export const isRetryLater = (status: number): boolean => status === 429 || status === 503;

const isRefusal = (status: number, fromThulium = false): boolean =>
  status === 503 ? fromThulium : refusals.has(status);

/** Registered 4xx statuses (IANA) except 408 and 424. */
const refusals: ReadonlySet<number> = new Set([
  ...[400, 401, 402, 403, 404, 405, 406, 407, 409, 410, 411, 412, 413, 414, 415, 416, 417],
  ...[421, 422, 423, 425, 426, 428, 429, 431, 451],
]);
