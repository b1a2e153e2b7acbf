/**
 * The rejects of a workbook: a workbook with the same columns, behind that of the reasons.
 *
 * **It can be opened only when it is finished.** A program that is killed leaves a file of which nothing can be read; the
 * report tells what became of each row.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import { XlsxError } from "../../format/xlsx/error.ts";
import { XlsxWriter } from "../../format/xlsx/write.ts";
import { shownFile, type UsageError, usageError } from "../usage_error.ts";
import { createFile, type OutputFile, type OutputOptions } from "./file.ts";
import { cellsOf, headerOf, rejectsOf } from "./reject.ts";

/** Excel allows no longer cell. Thulium's words may be of any length; those of the input are never cut. */
const longestReason = 32_767;

/** Makes the file. */
export const openWorkbookRejects = (
  file: string,
  { sheet, texts, unit }: OutputOptions,
): Effect.Effect<OutputFile, UsageError, Scope.Scope> =>
  Effect.map(createFile(file, { refusesOld: true }), (append) => {
    let begun: XlsxWriter | undefined;
    const writer = (header: ReadonlyArray<string>) => begun ??= new XlsxWriter({ header, sheet });
    const tooLarge = () => usageError(({ usage }) => usage.cannotWrite(shownFile(file)));
    const made = (make: () => Uint8Array) =>
      Effect.try({
        try: make,
        catch: (error) => {
          if (error instanceof XlsxError) return tooLarge();
          throw error;
        },
      });
    return {
      write: (rows) => {
        const first = rows.find(({ input }) => input?.cells !== undefined)?.input?.cells;
        if (first === undefined) return Effect.void;
        const written = rejectsOf(rows, unit, texts).flatMap(({ input: { cells }, reason }) =>
          cells === undefined ? [] : [cellsOf(cells, reason.slice(0, longestReason))]
        );
        if (written.length === 0) return Effect.void;
        return Effect.flatMap(made(() => writer(headerOf(first)).add(written)), append);
      },
      // A workbook without rows would stand in the way of the next one, and is not written.
      finish: Effect.suspend(() => {
        const all = begun;
        return all === undefined ? Effect.void : Effect.flatMap(made(() => all.finish()), append);
      }),
    };
  });
