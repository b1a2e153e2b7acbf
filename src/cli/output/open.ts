/**
 * The files that an import writes: the report and the rejects, as far as they were asked for.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import type { ImportArguments } from "../flags.ts";
import type { UsageError } from "../usage_error.ts";
import type { OutputFile, OutputOptions } from "./file.ts";
import { openReport } from "./report.ts";

/** Opens the files. */
export const openOutputs: (
  given: Pick<ImportArguments, "rejects" | "report">,
  options: OutputOptions,
) => Effect.Effect<OutputFile, UsageError, Scope.Scope> = Effect.fnUntraced(
  function* ({ rejects, report }, options) {
    const files: Array<OutputFile> = [];
    if (report !== undefined) files.push(yield* openReport(report, options));
    if (rejects !== undefined) {
      const { openRejects } = yield* Effect.promise(() => import("./rejects.ts"));
      files.push(yield* openRejects(rejects, options));
    }
    return {
      write: (rows) => Effect.forEach(files, ({ write }) => write(rows), { discard: true }),
      finish: Effect.forEach(files, ({ finish }) => finish, { discard: true }),
    };
  },
);
