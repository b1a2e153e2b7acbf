/**
 * The texts that show the progress of an import.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import type { ImportProgress } from "../../import/progress.ts";
import type { Input } from "../input/open.ts";
import type { Texts } from "../texts/table.ts";

/** What is shown of an input: how much of it was read. */
export type ReadSoFar = Pick<Input, "size" | "bytesRead">;

/** The counts and the rate. */
export const countsOf = (progress: ImportProgress, { progress: texts }: Texts): string =>
  texts.counts(progress.done, Math.round(progress.perSecond), progress);

/** The share of the file that was read, from 0 to 1; `undefined` for an empty file, and for a pipe. */
export const shareOf = ({ bytesRead, size = 0 }: ReadSoFar): number | undefined =>
  size === 0 ? undefined : bytesRead() / size;

/** The time that is left, estimated from the share of the file that was read; empty if there is no estimate. */
export const leftOf = (
  { done, perSecond }: ImportProgress,
  input: ReadSoFar,
  { progress }: Texts,
): string => {
  const share = shareOf(input) ?? 0;
  if (share === 0 || perSecond === 0) return "";
  const seconds = Math.ceil(done / perSecond * (1 - share) / share);
  return progress.left(Duration.format(Duration.seconds(seconds)));
};
