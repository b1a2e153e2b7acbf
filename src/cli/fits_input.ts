/**
 * Refuses flags that have no effect on the input. Who gives `--sheet` for CSV believes that another file is imported, and
 * what was created by mistake is not taken back.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { comparedName } from "../format/cut/table/plain_name.ts";
import type { FlagName } from "./flag_docs.ts";
import type { ImportArguments } from "./flags.ts";
import type { Format } from "./input/format.ts";
import { type UsageError, usageError } from "./usage_error.ts";

const tables: ReadonlyArray<Format> = ["csv", "xlsx"];

/** The formats for which a flag says something, and whether it was given. */
const rules: ReadonlyArray<
  readonly [
    flag: FlagName,
    formats: ReadonlyArray<Format>,
    isGiven: (given: ImportArguments) => boolean,
  ]
> = [
  ["sheet", ["xlsx"], ({ sheet }) => sheet !== undefined],
  ["delimiter", ["csv"], ({ delimiter }) => delimiter !== undefined],
  ["encoding", ["csv", "json", "ndjson"], ({ encoding }) => encoding !== undefined],
  ["map", tables, ({ map }) => Object.keys(map).length > 0],
  ["mapping", tables, ({ mapping }) => mapping !== undefined],
  ["skip", tables, ({ skip }) => skip.length > 0],
  ["skip-unknown", tables, ({ skipUnknown }) => skipUnknown],
  ["header-row", tables, ({ headerRow }) => headerRow !== undefined],
  ["full-name", tables, ({ fullName }) => fullName !== undefined],
];

/** Fails if a flag was given that says nothing of such an input, or two flags of which only one can hold. */
export const fitsInput = (
  given: ImportArguments,
  format: Format,
): Effect.Effect<void, UsageError> => {
  const wrong = rules.find(([, formats, isGiven]) => !formats.includes(format) && isGiven(given));
  if (wrong !== undefined) return usageError(({ usage }) => usage.notForInput(wrong[0], format));
  const skipped = given.skip.map(comparedName);
  return Object.keys(given.map).some((column) => skipped.includes(comparedName(column)))
    ? usageError(({ usage }) => usage.mappedAndSkipped)
    : Effect.void;
};
