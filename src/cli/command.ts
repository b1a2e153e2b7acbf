/**
 * `import FILE`: imports a file of customers, or only plans its import. `sync FILE` brings Thulium up to date with it.
 *
 * @module
 */
import * as Command from "effect/cli/Command";
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import { checkFiles } from "./check/files.ts";
import { dryRun } from "./check/dry_run.ts";
import { exitCodes } from "./exit_code.ts";
import { type ImportArguments, importFlags, syncFlags, type SyncValues, tableOf } from "./flags.ts";
import { importFile } from "./import_file.ts";
import { openInput, openToVisit } from "./input/open.ts";
import { CurrentInvocation } from "./invocation.ts";
import { isAddress } from "./journal.ts";
import { readMapping } from "./mapping.ts";
import { writeTemplate } from "./template.ts";
import type { Texts } from "./texts/table.ts";
import { usageError } from "./usage_error.ts";

const runImport = Effect.fnUntraced(function* (given: ImportArguments) {
  const invocation = yield* CurrentInvocation;
  const { template } = given;
  if (template !== undefined) {
    console.log(yield* writeTemplate(template, invocation.texts));
    return;
  }
  const file = yield* fileOf(given);
  if (given.writeMapping !== undefined && !given.dryRun) {
    return yield* usageError(({ usage }) => usage.mappingWithoutDryRun);
  }
  yield* checkFiles({ ...given, file });
  const columns = given.mapping === undefined ? {} : yield* readMapping(given.mapping);
  // Only an import that checks the rows first may believe the beginning of a file.
  const open = given.dryRun || given.noCheck ? openInput : openToVisit;
  const input = yield* open({
    file,
    format: given.format,
    delimiter: given.delimiter,
    encoding: given.encoding,
    sheet: given.sheet,
    table: tableOf({ ...given, map: { ...columns, ...given.map } }),
  });
  const stopped = Effect.as(Deferred.await(invocation.stop), exitCodes.interrupted);
  invocation.exitCode = given.dryRun
    ? yield* Effect.raceFirst(dryRun({ ...given, file }, input, invocation.texts), stopped)
    : yield* importFile({ ...given, file }, input, invocation);
}, Effect.scoped);

/** The file to import. An address, which may hold a password, is no file. */
const fileOf = ({ file }: ImportArguments) => {
  if (file === undefined) return usageError(({ usage }) => usage.needsFile);
  return isAddress(file) ? usageError(({ usage }) => usage.isAddress) : Effect.succeed(file);
};

/** A sync is an import through a journal that updates. */
const runSync = ({ diff, empty, missing, ...given }: SyncValues) => {
  if (given.template === undefined && given.journal === undefined) {
    return usageError(({ usage }) => usage.syncNeedsJournal);
  }
  if (given.looksUp === false) return usageError(({ usage }) => usage.syncLooksUp);
  const listedAt = missing === undefined ? 0 : Date.now();
  return runImport({ ...given, sync: { diff, missing, whenEmpty: empty, listedAt } });
};

/** The command that brings Thulium up to date with a list. */
export const syncCommand = (texts: Texts) =>
  Command.make("sync", syncFlags(texts), runSync).pipe(
    Command.withDescription(texts.help.syncDescription),
  );

/** The command, described in the language of the texts. */
export const importCommand = (texts: Texts) =>
  Command.make("import", importFlags(texts), runImport).pipe(
    Command.withDescription(texts.help.importDescription),
  );
