/**
 * The format of the input: as it was given, or by the file's name.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { type UsageError, usageError } from "../usage_error.ts";

/** How customers are written down. */
export type Format = "csv" | "ndjson" | "json";

const extensions: ReadonlyMap<string, Format> = new Map([
  ["csv", "csv"],
  ["tsv", "csv"],
  ["ndjson", "ndjson"],
  ["jsonl", "ndjson"],
  ["json", "json"],
]);

/** The format of a file, or of standard input (`-`). Fails if it was not given and the name does not show it. */
export const formatOf = (
  file: string,
  given: Format | undefined,
): Effect.Effect<Format, UsageError> => {
  const format = given ?? extensions.get(/\.(\w+)$/.exec(file)?.[1].toLowerCase() ?? "");
  if (format !== undefined) return Effect.succeed(format);
  return Effect.fail(
    usageError(({ usage }) => file === "-" ? usage.stdinFormat : usage.noFormat(file)),
  );
};
