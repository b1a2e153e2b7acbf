/**
 * What is said of an input that has no row to import. An empty file may be the rest of an export that failed. To an import
 * that makes no difference; a sync takes it for the whole list, and would say that everybody is missing.
 *
 * @module
 */
import { type ExitCode, exitCodes } from "./exit_code.ts";
import type { ImportArguments } from "./flags.ts";
import type { Texts, Unit } from "./texts/table.ts";

/** The arguments on which it depends. */
export type NoRowsGiven = Pick<ImportArguments, "fromLine" | "sync">;

/** What is said. `lastSkipped` is the place of the last row before `--from-line`, if there is one. */
export const sayNoRows = (
  { fromLine, sync }: NoRowsGiven,
  unit: Unit,
  lastSkipped: number | undefined,
  { advice }: Texts,
): string => {
  if (fromLine !== undefined && lastSkipped !== undefined) {
    return advice.noRowsFrom(unit, fromLine, lastSkipped);
  }
  return sync === undefined ? advice.noRows : advice.emptyList;
};

/** The exit status. */
export const noRowsExitCode = ({ fromLine, sync }: NoRowsGiven): ExitCode =>
  fromLine === undefined && sync === undefined ? exitCodes.allExist : exitCodes.unusable;
