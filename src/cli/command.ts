/**
 * `import FILE`: imports a file of customers, or only plans its import.
 *
 * @module
 */
import * as Command from "effect/cli/Command";
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import { checkFiles } from "./check_files.ts";
import { dryRun } from "./dry_run.ts";
import { type ImportArguments, importFlags, tableOf } from "./flags.ts";
import { importFile } from "./import_file.ts";
import { openInput } from "./input/open.ts";
import { CurrentInvocation } from "./invocation.ts";

const runImport = Effect.fnUntraced(function* (given: ImportArguments) {
  yield* checkFiles(given);
  const input = yield* openInput({
    file: given.file,
    format: given.format,
    delimiter: given.delimiter,
    encoding: given.encoding,
    table: tableOf(given),
  });
  const invocation = yield* CurrentInvocation;
  const stopped = Effect.as(Deferred.await(invocation.stop), 130 as const);
  invocation.exitCode = given.dryRun
    ? yield* Effect.raceFirst(dryRun(given, input), stopped)
    : yield* importFile(given, input, invocation);
}, Effect.scoped);

/** The command. */
export const importCommand = Command.make("import", importFlags, runImport).pipe(
  Command.withDescription(
    "Imports customers from a file into Thulium, and reports the outcome of each row. " +
      "Exit status: 0 all exist in Thulium, 1 some may not, 2 wrong usage or unreadable input, 130 interrupted.",
  ),
  Command.withExamples([
    {
      command: "import klienci.csv --system acme --user api_user",
      description: "Import a CSV file",
    },
    { command: "import klienci.csv --dry-run", description: "Check the file, and send nothing" },
    {
      command: "import klienci.csv --journal klienci.journal --report report.ndjson",
      description: "Import the file so that the import can be interrupted and started again",
    },
  ]),
);
