/**
 * What the errors say to people: what happened, and what to look at. No text may hold a value, a URL or
 * anything else of a request.
 *
 * The texts are a table of one type, so that the importer has the same table in another language. A text holds no `; `
 * and no number: a message is made of texts with `; ` between them, and a status stands at the end of its text.
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

/** A text that depends on what the call was to do with its customers. */
type ByOperation = { readonly [operation in Operation]: string };

/** One text for each way in which a call fails. */
export interface CallTexts {
  /** What became of the customers; the end of every message. */
  readonly delivery: { readonly [delivery in Delivery]: ByOperation };
  readonly connect: { readonly [failure in ConnectFailure]: string };
  readonly stop: { readonly [why in StopReason]: string };
  readonly answer: { readonly [fault in AnswerFault]: string };
  readonly auth: { readonly [status in 401 | 403]: ByOperation };
  /** `other` is for every other status. */
  readonly refused: { readonly [status in 404 | 413 | "other"]: string };
  readonly transport: { readonly [reason in TransportText]: string };
}

type TransportText =
  | Exclude<TransportReason["_tag"], "ConnectFailed" | "ImportStopped" | "BadAnswer">
  | "UnavailableProxy"
  | "Repeated";

/** The texts in English. */
export const callTexts: CallTexts = {
  delivery: {
    "not-sent": { add: "nothing was sent", update: "nothing was sent" },
    refused: {
      add: "no customer of this batch was created",
      update: "no customer of this batch was changed",
    },
    unknown: {
      add: "customers of this batch may have been created",
      update: "customers of this batch may have been changed",
    },
  },
  connect: {
    refused: "Thulium refused the connection",
    dns: "Thulium's address could not be found (DNS): check the URL",
    tls: "no secure connection to Thulium could be made (TLS, certificate)",
    "not-allowed": "this program may not connect to Thulium: allow the host with --allow-net",
    "blocked-port": "fetch blocks the port of Thulium's URL: use another port",
    other: "no connection to Thulium could be made",
  },
  stop: {
    time: "the import's time was over before this call",
    calls: "the import's number of calls was used up before this one",
    interrupted: "the import was interrupted before this call",
    failures: "the import was stopped before this call, because earlier calls failed",
  },
  answer: {
    cut: "Thulium's answer broke off",
    "too-large": "Thulium's answer is larger than allowed",
    "not-json": "Thulium's answer is not JSON",
    "wrong-shape": "Thulium's answer is not what the contract promises",
  },
  auth: {
    401: {
      add: "Thulium refused the user or password",
      update: "Thulium refused the user or password",
    },
    403: {
      add: "Thulium does not let this user add customers",
      update: "Thulium does not let this user change customers",
    },
  },
  refused: {
    404: "there is no such address at Thulium: check the URL",
    413: "the batch is too large for Thulium",
    other: "Thulium refused the whole request",
  },
  transport: {
    CircuitOpen: "no call is made for now, because too many failed (circuit open)",
    ConnectionLost: "the connection to Thulium was lost before it answered",
    Repeated: "the HttpClient tried to send the request again: remove its retries and redirects",
    TimedOut: "Thulium did not answer in time",
    RateLimited: "Thulium asks for fewer requests",
    Unavailable: "Thulium is unavailable",
    UnavailableProxy: "a proxy before Thulium says that it is unavailable",
    Redirected: "Thulium answered with a redirect, which is not followed: check the URL",
    ServerFailed: "Thulium failed",
  },
};

/** For a refused user. */
export const authText = (status: 401 | 403, operation: Operation): string =>
  `${callTexts.auth[status][operation]} (HTTP ${status})`;

/** What became of the customers of a failed call. */
export const deliveryText = (delivery: Delivery, operation: Operation): string =>
  callTexts.delivery[delivery][operation];

/** For a refused request. */
export const refusedText = (status: number): string => {
  const { refused } = callTexts;
  return `${status === 404 || status === 413 ? refused[status] : refused.other} (HTTP ${status})`;
};

/** For a call that failed on its way, and left its customers in this state. */
export const transportText = (reason: TransportReason, delivery: Delivery): string => {
  const { answer, connect, stop, transport } = callTexts;
  switch (reason._tag) {
    case "ConnectFailed":
      return connect[reason.failure];
    case "ImportStopped":
      return stop[reason.why];
    case "CircuitOpen":
    case "ConnectionLost":
    case "TimedOut":
      return transport[reason._tag];
    case "BadAnswer":
      return `${answer[reason.fault]} (HTTP ${reason.status})`;
    case "Unavailable": {
      const text = delivery === "refused" ? transport.Unavailable : transport.UnavailableProxy;
      return `${text} (HTTP ${reason.status})`;
    }
    case "RateLimited":
    case "Redirected":
    case "ServerFailed":
      return `${transport[reason._tag]} (HTTP ${reason.status})`;
  }
};
