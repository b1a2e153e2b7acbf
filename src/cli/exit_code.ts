/**
 * The exit statuses. The help lists them from this table.
 *
 * @module
 */

/** The exit statuses by what they mean. */
export const exitCodes = {
  /** All customers exist in Thulium; of a dry run: no row would be rejected. */
  allExist: 0,
  /** Some customers may not exist, or a dry run found rows that would be rejected. */
  someMissing: 1,
  /** Wrong usage or configuration, or an input or output that can't be used. */
  unusable: 2,
  /** More rows were rejected than `--max-rejected` allows. */
  tooManyRejected: 3,
  /** Interrupted by Ctrl-C or a signal. */
  interrupted: 130,
} as const;

/** An exit status. */
export type ExitCode = (typeof exitCodes)[keyof typeof exitCodes];
