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

/** The share that is done: of the rows, if they were counted. A small file is read long before its rows are sent. */
export const doneOf = ({ done, total }: ImportProgress, input: ReadSoFar): number | undefined =>
  total === undefined || total === 0 ? shareOf(input) : Math.min(1, done / total);

/** The time that is left, estimated from the share that is done; empty if there is no estimate. */
export const leftOf = (
  now: ImportProgress,
  input: ReadSoFar,
  { progress }: Texts,
): string => {
  const { done, perSecond } = now;
  const share = doneOf(now, input) ?? 0;
  if (share === 0 || perSecond === 0) return "";
  const seconds = Math.ceil(done / perSecond * (1 - share) / share);
  return progress.left(Duration.format(Duration.seconds(seconds)));
};
