/**
 * What is said of an import's progress.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import type { ImportProgress } from "../import/progress.ts";
import type { Input } from "./input.ts";

/** Counts and rate. */
export const countsOf = (
  { created, done, notSent, perSecond, rejected, unknown }: ImportProgress,
): string =>
  `${done} rows (${Math.round(perSecond)}/s): ${created} created, ${rejected} rejected, ` +
  `${unknown} unknown, ${notSent} not sent`;

/** The share of the file that was read; of what has no known end, or nothing in it, `undefined`. */
export const shareOf = ({ bytesRead, size = 0 }: Input): number | undefined =>
  size === 0 ? undefined : bytesRead() / size;

/** The time that is left, as far as the share of the file that was read tells. */
export const leftOf = ({ done, perSecond }: ImportProgress, input: Input): string => {
  const share = shareOf(input) ?? 0;
  if (share === 0 || perSecond === 0) return "";
  const seconds = Math.ceil(done / perSecond * (1 - share) / share);
  return `${Duration.format(Duration.seconds(seconds))} left`;
};
