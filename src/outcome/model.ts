/**
 * What became of one customer. Every customer of an import ends with exactly one outcome.
 *
 * There are four and not two because "it failed" is no answer to the question that matters: may
 * this customer be sent again without being created twice?
 *
 * | outcome    | was the customer created? | send again?                                   |
 * |------------|---------------------------|-----------------------------------------------|
 * | `Created`  | yes                       | no                                            |
 * | `Rejected` | no                        | after it was corrected                        |
 * | `NotSent`  | no                        | yes                                           |
 * | `Unknown`  | perhaps                   | only once a lookup proved that it is not there |
 *
 * @module
 */
import { formatIssues, type Issue } from "../customer/issue.ts";

/** Thulium created the customer. */
export interface Created {
  /** Tells outcomes apart. */
  readonly _tag: "Created";
  /** The customer's id in Thulium. A string, though Thulium writes it as a number in places. */
  readonly customerId: string;
}

/** The customer was refused for what it holds, and was not created. */
export interface Rejected {
  /** Tells outcomes apart. */
  readonly _tag: "Rejected";
  /** Who refused it: this module before anything was sent, or Thulium. */
  readonly by: "validation" | "thulium";
  /** Thulium's `http_status` for the customer; 400 (or 413, too large) when by validation. */
  readonly status: number;
  /** The reason, for people. Thulium's own words may quote the customer: no text for a log. */
  readonly message: string;
  /** The broken rules, place by place, when rejected by validation; empty when by Thulium. */
  readonly issues: ReadonlyArray<Issue>;
}

/** The customer may or may not have been created: the request went out, no verdict came back. */
export interface Unknown {
  /** Tells outcomes apart. */
  readonly _tag: "Unknown";
  /** What happened, for people. Holds no personal data. */
  readonly message: string;
}

/**
 * The customer was surely not created, and not for what it holds: it may be sent again. Says nothing of
 * earlier runs: when Thulium refuses the user, customers that are not sent are not looked up in a journal
 * either. Started again with its journal, an import still sends none of them twice.
 */
export interface NotSent {
  /** Tells outcomes apart. */
  readonly _tag: "NotSent";
  /** What stood in the way, for people. Holds no personal data. */
  readonly message: string;
  /** The status with which Thulium refused the call or put this customer off, when it did. */
  readonly status?: number | undefined;
}

/**
 * What became of one customer.
 *
 * @example
 * ```ts
 * import type { Outcome } from "@thulium-effect/batch-customers";
 *
 * const describe = (outcome: Outcome): string => {
 *   switch (outcome._tag) {
 *     case "Created": return `created as ${outcome.customerId}`;
 *     case "Rejected": return `refused: ${outcome.message}`;
 *     case "Unknown": return `may have been created: ${outcome.message}`;
 *     case "NotSent": return `not created: ${outcome.message}`;
 *   }
 * };
 * ```
 */
export type Outcome = Created | Rejected | Unknown | NotSent;

/** Makes outcomes: what a policy, or a stand-in for Thulium in a test, answers with. */
export const Outcome: {
  /** The customer was created under this id. */
  readonly created: (customerId: string) => Created;
  /** This module's own validation refused the customer; 413 when it is too large for any batch. */
  readonly invalid: (issues: ReadonlyArray<Issue>, status?: 400 | 413) => Rejected;
  /** Thulium refused this one customer. */
  readonly rejected: (status: number, message: string) => Rejected;
  /** The customer may or may not have been created. */
  readonly unknown: (message: string) => Unknown;
  /** The customer was surely not created; `status` when it was Thulium who refused it. */
  readonly notSent: (message: string, status?: number) => NotSent;
} = {
  created: (customerId) => ({ _tag: "Created", customerId }),
  invalid: (issues, status = 400) => ({
    _tag: "Rejected",
    by: "validation",
    status,
    message: formatIssues(issues),
    issues,
  }),
  rejected: (status, message) => ({
    _tag: "Rejected",
    by: "thulium",
    status,
    message,
    issues: [],
  }),
  unknown: (message) => ({ _tag: "Unknown", message }),
  notSent: (message, status) => ({ _tag: "NotSent", message, status }),
};
