/**
 * What was seen in the input, in one line if all is usual: the file, how it was read, and how many rows it has.
 *
 * @module
 */
import type { Input } from "./input/open.ts";
import type { Survey } from "./survey.ts";
import type { Texts } from "./texts/texts.ts";

/** The lines to print. */
export const seenLines = (
  { file }: { readonly file: string },
  { format }: Pick<Input, "format">,
  { invalid, plan, repeated }: Pick<Survey, "invalid" | "plan" | "repeated">,
  { seen }: Texts,
): ReadonlyArray<string> => [
  seen.input([
    file === "-" ? seen.stdin : file,
    format.toUpperCase(),
    seen.checked(plan.total, invalid + repeated),
  ]),
];
