/**
 * The texts that show the progress of an import.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import type { ImportProgress } from "../../import/progress.ts";
import { counted } from "../counted.ts";
import type { Input } from "../input/open.ts";

/** The counts and the rate. */
export const countsOf = (
  { created, done, notSent, perSecond, rejected, unchanged, unknown, updated }: ImportProgress,
): string =>
  `${counted(done, "row")} (${Math.round(perSecond)}/s): ${created} created, ` +
  `${
    updated > 0 ? `${updated} updated, ` : ""
  }${unchanged} unchanged, ${rejected} rejected, ${unknown} unknown, ${notSent} not sent`;

/** The share of the file that was read, from 0 to 1; `undefined` for an empty file, and for a pipe. */
export const shareOf = ({ bytesRead, size = 0 }: Input): number | undefined =>
  size === 0 ? undefined : bytesRead() / size;

/** The time that is left, estimated from the share of the file that was read; empty if there is no estimate. */
export const leftOf = ({ done, perSecond }: ImportProgress, input: Input): string => {
  const share = shareOf(input) ?? 0;
  if (share === 0 || perSecond === 0) return "";
  const seconds = Math.ceil(done / perSecond * (1 - share) / share);
  return `${Duration.format(Duration.seconds(seconds))} left`;
};
