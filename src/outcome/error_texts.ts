/**
 * What the errors say to people: what happened, and what to look at. No text may hold a value, a URL or
 * anything else of a request.
 *
 * @module
 */
import type { AnswerFault, ConnectFailure, Delivery, Operation, StopReason } from "./delivery.ts";
import type { TransportReason } from "./error.ts";

/** What a call did to customers that it did not fail to reach. */
export const doneTo: { readonly [operation in Operation]: string } = {
  add: "created",
  update: "changed",
};

/** What became of the customers; the end of every message. */
export const deliveryText = (delivery: Delivery, operation: Operation): string => {
  switch (delivery) {
    case "not-sent":
      return "nothing was sent";
    case "refused":
      return `no customer of this batch was ${doneTo[operation]}`;
    case "unknown":
      return `customers of this batch may have been ${doneTo[operation]}`;
  }
};

const connectTexts: { readonly [failure in ConnectFailure]: string } = {
  refused: "Thulium refused the connection",
  dns: "Thulium's address could not be found (DNS): check the URL",
  tls: "no secure connection to Thulium could be made (TLS, certificate)",
  "not-allowed": "this program may not connect to Thulium: allow the host with --allow-net",
  "blocked-port": "fetch blocks the port of Thulium's URL: use another port",
  other: "no connection to Thulium could be made",
};

const stopTexts: { readonly [why in StopReason]: string } = {
  time: "the import's time was over before this call",
  calls: "the import's number of calls was used up before this one",
  interrupted: "the import was interrupted before this call",
};

const answerTexts: { readonly [fault in AnswerFault]: string } = {
  cut: "Thulium's answer broke off",
  "too-large": "Thulium's answer is larger than allowed",
  "not-json": "Thulium's answer is not JSON",
  "wrong-shape": "Thulium's answer is not what the contract promises",
};

const refusedTexts: { readonly [status: number]: string } = {
  404: "there is no such address at Thulium: check the URL",
  413: "the batch is too large for Thulium",
};

/** For a refused user. */
export const authText = (status: 401 | 403, operation: Operation): string =>
  status === 401
    ? "Thulium refused the user or password (HTTP 401)"
    : `Thulium does not let this user ${
      operation === "add" ? "add" : "change"
    } customers (HTTP 403)`;

/** For a refused request. */
export const refusedText = (status: number): string =>
  `${refusedTexts[status] ?? "Thulium refused the whole request"} (HTTP ${status})`;

/** For a call that failed on its way, and left its customers in this state. */
export const transportText = (reason: TransportReason, delivery: Delivery): string => {
  switch (reason._tag) {
    case "ConnectFailed":
      return connectTexts[reason.failure];
    case "CircuitOpen":
      return "no call is made for now, because too many failed (circuit open)";
    case "ImportStopped":
      return stopTexts[reason.why];
    case "ConnectionLost":
      return "the connection to Thulium was lost before it answered";
    case "TimedOut":
      return "Thulium did not answer in time";
    case "RateLimited":
      return "Thulium asks for fewer requests (HTTP 429)";
    case "Unavailable":
      return delivery === "refused"
        ? "Thulium is unavailable (HTTP 503)"
        : "a proxy before Thulium says that it is unavailable (HTTP 503)";
    case "Redirected":
      return `Thulium answered with a redirect (HTTP ${reason.status}), which is not followed: check the URL`;
    case "ServerFailed":
      return `Thulium failed (HTTP ${reason.status})`;
    case "BadAnswer":
      return `${answerTexts[reason.fault]} (HTTP ${reason.status})`;
  }
};
