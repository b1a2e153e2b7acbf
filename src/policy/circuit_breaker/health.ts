/**
 * What a call says of Thulium's health, and for how long a circuit that this call opens stays open.
 *
 * | the call ended with                        | verdict   | because                                       |
 * |--------------------------------------------|-----------|-----------------------------------------------|
 * | outcomes                                   | `success` | Thulium answered                              |
 * | `AuthError`, `RefusedError`                | `success` | a refusal is an answer                        |
 * | 429                                        | `ignored` | it says nothing of Thulium's health           |
 * | an open circuit, a stopped import          | `ignored` | no call was made                              |
 * | an interruption, a defect                  | `ignored` | Thulium is not the cause                      |
 * | any other `TransportError`                 | `failure` | no connection, no answer, or an unusable one  |
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Exit from "effect/Exit";
import type { BatchError } from "../../outcome/error.ts";
import type { Outcome } from "../../outcome/model.ts";
import type { Verdict } from "./circuit.ts";

/** For how long a circuit is open, in milliseconds. */
export interface OpenTimes {
  readonly openMillis: number;
  /** The most that a `Retry-After` can make of it. */
  readonly maxOpenMillis: number;
}

/** How a call ended. */
export type CallExit = Exit.Exit<ReadonlyArray<Outcome>, BatchError>;

/** What a call says, and for how many milliseconds the circuit stays open if the call opens it. */
export interface Judgement {
  readonly verdict: Verdict;
  readonly openFor: number;
}

/** Judges a call. */
export const judge = (exit: CallExit, { maxOpenMillis, openMillis }: OpenTimes): Judgement => {
  if (Exit.isSuccess(exit)) return { verdict: "success", openFor: openMillis };
  const [reason] = exit.cause.reasons;
  if (reason?._tag !== "Fail") return { verdict: "ignored", openFor: openMillis };
  const asked = Math.min(retryAfterOf(reason.error), maxOpenMillis);
  return { verdict: verdictOf(reason.error), openFor: Math.max(openMillis, asked) };
};

/** The `Retry-After` of a 503 in milliseconds; 0 if there is none. */
const retryAfterOf = (error: BatchError): number => {
  if (error._tag !== "TransportError" || error.reason._tag !== "Unavailable") return 0;
  const { retryAfter } = error.reason;
  return retryAfter?._tag === "Duration" ? Duration.toMillis(retryAfter.duration) : 0;
};

const verdictOf = (error: BatchError): Verdict => {
  if (error._tag !== "TransportError") return "success";
  switch (error.reason._tag) {
    case "RateLimited":
    case "CircuitOpen":
    case "ImportStopped":
      return "ignored";
    default:
      return "failure";
  }
};
