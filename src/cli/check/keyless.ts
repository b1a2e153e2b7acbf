/**
 * Says before anything is sent that rows have no key: a journal knows them by their whole content, so that a changed row is
 * another customer. A sync rejects them, and says so of each.
 *
 * @module
 */
import type { ImportArguments } from "../flags.ts";
import type { Texts } from "../texts/table.ts";
import type { Survey } from "./survey.ts";

/** The line to print, if there is something to say. */
export const keylessLines = (
  { journal, key, looksUp = false, sync }: ImportArguments,
  { invalid, keyless, total }: Pick<Survey, "invalid" | "keyless" | "total">,
  { seen }: Texts,
): ReadonlyArray<string> => {
  if (keyless === 0 || sync !== undefined) return [];
  const isAll = keyless === total - invalid;
  if (journal !== undefined) return [seen.noKey.created(keyless, isAll, key)];
  // Without a journal most lists need no key. But who names one believes that the list has it.
  const isMissed = looksUp || isAll && key !== "identifier";
  return isMissed ? [seen.noKey.unknown(keyless, isAll, key)] : [];
};
