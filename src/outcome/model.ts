/**
 * What became of one customer. Every customer of an import ends with exactly one outcome.
 *
 * There are six outcomes, because "it failed" does not answer the question that matters: may this
 * customer be sent again without being created twice?
 *
 * | outcome     | was the customer created? | was it changed?     | send again?                                     |
 * |-------------|---------------------------|---------------------|-------------------------------------------------|
 * | `Created`   | yes, by this import       |                     | no                                              |
 * | `Updated`   | before                    | yes, by this import | no need; an update may be sent again            |
 * | `Unchanged` | yes, by another run       | no                  | no                                              |
 * | `Rejected`  | no                        | no                  | after it was corrected                          |
 * | `Unknown`   | perhaps                   | perhaps             | an update: yes; a creation: only after a lookup proved that it is not there |
 * | `NotSent`   | no                        | no                  | yes                                             |
 *
 * No customer is `Created` in two reports, so the sum of `created` over all reports is the number of new customers.
 *
 * @module
 */
import { formatIssues, type Issue } from "../customer/issue.ts";

/** A request of this import created the customer. */
export interface Created {
  /** Tells outcomes apart. */
  readonly _tag: "Created";
  /** The customer's id in Thulium. Always a string; Thulium also writes it as a number. */
  readonly customerId: string;
}

/** A request of this import changed the customer: it holds the values that were sent. */
export interface Updated {
  /** Tells outcomes apart. */
  readonly _tag: "Updated";
  /** The customer's id in Thulium. */
  readonly customerId: string;
  /** The names of the fields that were sent, if a journal chose them: `["note", "custom_fields.Kampania"]`. */
  readonly fields?: ReadonlyArray<string> | undefined;
}

/** Another run created the customer, before or meanwhile: nothing was sent for it now. Only a journal says so. */
export interface Unchanged {
  /** Tells outcomes apart. */
  readonly _tag: "Unchanged";
  /** The customer's id in Thulium. */
  readonly customerId: string;
  /** Whether the row now differs from what was created. It is not sent: only an update would help. */
  readonly differs: boolean;
}

/** The customer was refused because of its values, and was not created, or not changed. */
export interface Rejected {
  /** Tells outcomes apart. */
  readonly _tag: "Rejected";
  /** Who refused it: this module before anything was sent, or Thulium. */
  readonly by: "validation" | "thulium";
  /**
   * Thulium's `http_status` for the customer: 404 for an update of a customer that does not exist. 400 (or 413, too
   * large) if it failed validation.
   */
  readonly status: number;
  /** The reason, for people. Thulium's own words may quote the customer: do not log them. */
  readonly message: string;
  /** The broken rules if it failed validation; empty if Thulium refused it. */
  readonly issues: ReadonlyArray<Issue>;
}

/** The customer may or may not have been created, or changed: the request went out, but no verdict came back. */
export interface Unknown {
  /** Tells outcomes apart. */
  readonly _tag: "Unknown";
  /** What happened, for people. Holds no personal data. */
  readonly message: string;
  /** The `x-request-id` of the request that left the doubt, for questions to Thulium; if it is known. */
  readonly requestId?: string | undefined;
}

/**
 * This import certainly did not create the customer, or change it, for a reason other than its values: it may be sent again.
 *
 * With a journal, this says nothing about other runs: once an import has stopped, it does not look the remaining
 * customers up in the journal. If it is started again with the same journal, customers that exist are `Unchanged`, and
 * nobody is sent twice.
 */
export interface NotSent {
  /** Tells outcomes apart. */
  readonly _tag: "NotSent";
  /** The reason, for people. Holds no personal data. */
  readonly message: string;
  /** The status with which Thulium refused the call or postponed this customer, if it did. */
  readonly status?: number | undefined;
  /** The `x-request-id` of the last request that was made for the customer, if there was one. */
  readonly requestId?: string | undefined;
}

/**
 * What became of one customer.
 *
 * @example
 * ```ts
 * import { Outcome } from "@thulium-effect/batch-customers";
 *
 * const describe = (outcome: Outcome): string =>
 *   Outcome.match(outcome, {
 *     Created: ({ customerId }) => `created as ${customerId}`,
 *     Updated: ({ customerId }) => `changed ${customerId}`,
 *     Unchanged: ({ customerId }) => `exists as ${customerId}`,
 *     Rejected: ({ message }) => `refused: ${message}`,
 *     Unknown: ({ message }) => `may have been created: ${message}`,
 *     NotSent: ({ message }) => `not created: ${message}`,
 *   });
 *
 * if (describe(Outcome.created("13")) !== "created as 13") throw new Error("unexpected");
 * ```
 */
export type Outcome = Created | Updated | Unchanged | Rejected | Unknown | NotSent;

/** Makes outcomes: what a policy, or a stand-in for Thulium in a test, answers with. */
export interface OutcomeMakers {
  /** The customer was created under this id. */
  readonly created: (customerId: string) => Created;
  /** The customer with this id was changed; `fields` are the names of those that were sent. */
  readonly updated: (customerId: string, fields?: ReadonlyArray<string>) => Updated;
  /** Another run created the customer under this id; `differs` (default `false`) if the row is not the same now. */
  readonly unchanged: (customerId: string, differs?: boolean) => Unchanged;
  /** The customer failed validation; 413 if it is too large for any batch. */
  readonly invalid: (issues: ReadonlyArray<Issue>, status?: 400 | 413) => Rejected;
  /** Thulium refused this customer. */
  readonly rejected: (status: number, message: string) => Rejected;
  /** The customer may or may not have been created. */
  readonly unknown: (message: string, requestId?: string) => Unknown;
  /** The customer was certainly not created; `status` if it was Thulium that refused it. */
  readonly notSent: (message: string, status?: number, requestId?: string) => NotSent;
}

const idOf = (requestId: string | undefined) => requestId === undefined ? {} : { requestId };

/** Makes outcomes. For users, `schema.ts` adds the schema and what tells outcomes apart. */
export const Outcome: OutcomeMakers = {
  created: (customerId) => ({ _tag: "Created", customerId }),
  updated: (customerId, fields) => ({
    _tag: "Updated",
    customerId,
    ...(fields === undefined ? {} : { fields }),
  }),
  unchanged: (customerId, differs = false) => ({ _tag: "Unchanged", customerId, differs }),
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
  unknown: (message, requestId) => ({ _tag: "Unknown", message, ...idOf(requestId) }),
  notSent: (message, status, requestId) => ({
    _tag: "NotSent",
    message,
    status,
    ...idOf(requestId),
  }),
};
