/**
 * `import FILE`: imports a file of customers, or only plans its import. `sync FILE` brings Thulium up to date with it.
 *
 * What most imports do not need is loaded when it is needed, here as everywhere below, so that an import starts fast.
 *
 * @module
 */
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import { isAddress } from "./address.ts";
import { checkFiles } from "./same_file.ts";
import { exitCodes } from "./exit_code.ts";
import { fitsInput } from "./fits_input.ts";
import { type ImportArguments, type SyncValues, tableOf } from "./flags.ts";
import { importFile } from "./import_file.ts";
import { openInput, openToVisit } from "./input/open.ts";
import { CurrentInvocation } from "./invocation.ts";
import { usageError } from "./usage_error.ts";

/** Imports a file, or plans its import. */
export const runImport = Effect.fnUntraced(function* (given: ImportArguments) {
  const invocation = yield* CurrentInvocation;
  const { template } = given;
  if (template !== undefined) {
    const { writeTemplate } = yield* Effect.promise(() => import("./template.ts"));
    console.log(yield* writeTemplate(template, invocation.texts));
    return;
  }
  const file = yield* fileOf(given);
  if (given.writeMapping !== undefined && !given.dryRun) {
    return yield* usageError(({ usage }) => usage.mappingWithoutDryRun);
  }
  yield* checkFiles({ ...given, file });
  if (given.sync?.missing !== undefined && !given.dryRun) yield* dropMissing(given.sync.missing);
  const columns = given.mapping === undefined ? {} : yield* columnsIn(given.mapping);
  // Only an import that checks the rows first may believe the beginning of a file.
  const open = given.dryRun || given.noCheck ? openInput : openToVisit;
  const input = yield* open({
    file,
    format: given.format,
    delimiter: given.delimiter,
    encoding: given.encoding,
    sheet: given.sheet,
    // The first of two names for one column counts, so those of the command line stand first.
    table: tableOf({ ...given, map: { ...given.map, ...columns, ...given.map } }),
  });
  yield* fitsInput(given, input.format);
  const stopped = Effect.as(Deferred.await(invocation.stop), exitCodes.interrupted);
  if (given.dryRun) {
    const { dryRun } = yield* Effect.promise(() => import("./check/dry_run.ts"));
    const dry = dryRun({ ...given, file }, input, invocation.texts);
    invocation.exitCode = yield* Effect.raceFirst(dry, stopped);
  } else invocation.exitCode = yield* importFile({ ...given, file }, input, invocation);
}, Effect.scoped);

/** The file to import. An address, which may hold a password, is no file. */
const fileOf = ({ file }: ImportArguments) => {
  if (file === undefined) return usageError(({ usage }) => usage.needsFile);
  return isAddress(file) ? usageError(({ usage }) => usage.isAddress) : Effect.succeed(file);
};

/** However this night ends, the list of another one must not be taken for its own. */
const dropMissing = (file: string) =>
  Effect.flatMap(
    Effect.promise(() => import("./missing.ts")),
    ({ dropMissing }) => dropMissing(file),
  );

const columnsIn = (file: string) =>
  Effect.flatMap(
    Effect.promise(() => import("./mapping.ts")),
    ({ readMapping }) => readMapping(file),
  );

/** A sync is an import through a journal that updates. */
export const runSync = ({ diff, empty, missing, ...given }: SyncValues) => {
  if (given.template === undefined && given.journal === undefined) {
    return usageError(({ usage }) => usage.syncNeedsJournal);
  }
  if (given.looksUp === false) return usageError(({ usage }) => usage.syncLooksUp);
  const listedAt = missing === undefined ? 0 : Date.now();
  return runImport({ ...given, sync: { diff, missing, whenEmpty: empty, listedAt } });
};
