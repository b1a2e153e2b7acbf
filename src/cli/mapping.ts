/**
 * `--mapping` and `--write-mapping`: columns and their fields in a file, so that they need not be given one by one. A column
 * whose field is `null` is left out.
 *
 * ```json
 * { "columns": { "Dział": "custom_fields.Dział", "Uwagi 2": null } }
 * ```
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { Findings } from "../format/cut/table/findings.ts";
import { attempt } from "./files.ts";
import { shownFile, type UsageError, usageError } from "./usage_error.ts";

/** Fields by the columns that stand for them; an empty field leaves its column out. */
export type Columns = { readonly [column: string]: string };

/** The columns of a file. */
export const readMapping: (
  file: string,
) => Effect.Effect<Columns, UsageError> = Effect.fnUntraced(
  function* (file) {
    const text = yield* Effect.mapError(
      attempt(() => Deno.readTextFile(file)),
      (problem) =>
        usageError(({ usage }) =>
          problem === "not-found"
            ? usage.notFound(file)
            : problem === "not-allowed"
            ? usage.notAllowed(file, "read")
            : usage.cannotRead(file)
        ),
    );
    const columns = columnsIn(text);
    return columns ?? (yield* usageError(({ usage }) => usage.badMapping(file)));
  },
);

const isObject = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const columnsIn = (text: string): Columns | undefined => {
  const value = parsed(text);
  if (!isObject(value) || !isObject(value.columns)) return undefined;
  const columns: Array<[string, string]> = [];
  for (const [column, field] of Object.entries(value.columns)) {
    if (typeof field !== "string" && field !== null) return undefined;
    columns.push([column, field ?? ""]);
  }
  return Object.fromEntries(columns);
};

/** A program of Windows may put a byte order mark before the text. */
const parsed = (text: string): unknown => {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ""));
  } catch {
    return undefined;
  }
};

/** Writes the columns of a table and their fields, for `--mapping`. Fails if the input has no columns. */
export const writeColumns = (
  file: string,
  findings: Findings | undefined,
): Effect.Effect<void, UsageError> =>
  findings === undefined ? usageError(({ usage }) => usage.noMapping) : Effect.mapError(
    attempt(() => Deno.writeTextFile(file, mappingText(findings))),
    () => usageError(({ usage }) => usage.cannotWrite(shownFile(file))),
  );

const mappingText = ({ columns }: Findings): string => {
  const named = columns.filter(({ name, why }) => name !== "" && why !== "ignored");
  const entries = named.map(({ field, name }) => [name, field ?? null]);
  return `${JSON.stringify({ columns: Object.fromEntries(entries) }, undefined, 2)}\n`;
};
