/**
 * What is wrong with one place of a customer: the place and the rule, never the value.
 *
 * @module
 */

/**
 * One broken rule at one place of a customer. It holds no value from the input, so it may be logged.
 *
 * @example
 * ```ts
 * import type { Issue } from "@thulium-effect/batch-customers";
 *
 * const issue: Issue = { path: "address.postcode", message: "must be a Polish postcode, NN-NNN" };
 * ```
 */
export interface Issue {
  /**
   * The place: `surname`, `email[1]`, `address.city`; empty for the customer as a whole. Names of custom
   * fields are the caller's own words and may be personal, so they are all written `custom_fields.*`.
   */
  readonly path: string;
  /** The rule, worded to follow the path: `is required`, `must be text`. */
  readonly message: string;
}

/** The issues as one line for people: `surname: is required; email[1]: must be text`. */
export const formatIssues = (issues: ReadonlyArray<Issue>): string =>
  issues.map(({ path, message }) => path === "" ? message : `${path}: ${message}`).join("; ");
