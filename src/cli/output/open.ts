/**
 * The files that an import writes: the report and the rejects, as far as they were asked for.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as FileSystem from "effect/FileSystem";
import type * as Scope from "effect/Scope";
import type { ImportArguments } from "../flags.ts";
import type { Format } from "../input/format.ts";
import type { InputRow } from "../input/rows.ts";
import type { UsageError } from "../usage_error.ts";
import type { OutputFile } from "./file.ts";
import { openRejects } from "./rejects.ts";
import { openReport } from "./report.ts";

/** The open files. */
export interface Outputs extends OutputFile {
  /** Keeps a row until its outcome is written, if it may be needed then. Rows are given in their order. */
  readonly keep: (row: InputRow) => void;
}

/** Opens the files. */
export const openOutputs: (
  given: Pick<ImportArguments, "rejects" | "report">,
  format: Format,
) => Effect.Effect<Outputs, UsageError, FileSystem.FileSystem | Scope.Scope> = Effect.fnUntraced(
  function* ({ rejects, report }, format) {
    const kept = new Map<number, InputRow>();
    const take = (index: number) => {
      const row = kept.get(index);
      kept.delete(index);
      return row;
    };
    const files: Array<OutputFile> = [];
    if (report !== undefined) files.push(yield* openReport(report));
    if (rejects !== undefined) files.push(yield* openRejects(rejects, format, take));
    let count = 0;
    return {
      keep: (row) => {
        if (rejects !== undefined) kept.set(count++, row);
      },
      write: (customers) =>
        Effect.forEach(files, ({ write }) => write(customers), { discard: true }),
      finish: Effect.forEach(files, ({ finish }) => finish, { discard: true }),
    };
  },
);
