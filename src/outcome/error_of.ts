/**
 * From what was observed of a call to its error. Every {@linkcode BatchError} is made here; the words for
 * people stand in `error_texts.ts`.
 *
 * @module
 */
import { deliveryOf, type Operation } from "./delivery.ts";
import {
  AuthError,
  type BatchError,
  type BatchErrorFields,
  type CallObservation,
  RefusedError,
  TransportError,
  type TransportReason,
} from "./error.ts";
import { authText, callTexts, deliveryText, refusedText, transportText } from "./error_texts.ts";

/** The error for what was observed of a call; `operation` is what the call was to do with its customers. */
export const batchErrorOf = (
  observation: CallObservation,
  requestId?: string,
  operation: Operation = "add",
): BatchError => {
  const delivery = deliveryOf(observation);
  const thulium = observation.at === "status" ? observation.thulium : undefined;
  const fields = (what: string): BatchErrorFields => ({
    delivery,
    message: `${what}; ${deliveryText(delivery, operation)}`,
    requestId,
    ...(thulium === undefined ? {} : { thulium }),
  });
  if (observation.at === "status" && delivery === "refused") {
    const { status } = observation;
    if (status === 401 || status === 403) {
      return new AuthError({ ...fields(authText(status, operation)), status });
    }
    if (status >= 400 && status < 500 && status !== 429) {
      return new RefusedError({ ...fields(refusedText(status)), status });
    }
  }
  const reason = transportReasonOf(observation);
  const what = observation.at === "connection-lost" && observation.isRepeated
    ? callTexts.transport.Repeated
    : transportText(reason, delivery);
  return new TransportError({ ...fields(what), reason });
};

const transportReasonOf = (observation: CallObservation): TransportReason => {
  switch (observation.at) {
    case "connect":
      return { _tag: "ConnectFailed", failure: observation.failure };
    case "circuit":
      return { _tag: "CircuitOpen", retryAfter: observation.retryAfter };
    case "stop":
      return { _tag: "ImportStopped", why: observation.why };
    case "connection-lost":
      return { _tag: "ConnectionLost" };
    case "deadline":
      return { _tag: "TimedOut" };
    case "answer":
      return { _tag: "BadAnswer", status: observation.status, fault: observation.fault };
    case "status": {
      const { retryAfter, status } = observation;
      if (status === 429) return { _tag: "RateLimited", status, retryAfter };
      if (status === 503) return { _tag: "Unavailable", status, retryAfter };
      return status >= 300 && status < 400
        ? { _tag: "Redirected", status }
        : { _tag: "ServerFailed", status };
    }
  }
};
