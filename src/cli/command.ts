/**
 * `import FILE`: feeds a file to `importCustomers` and shows what came of it.
 *
 * @module
 */
import * as Command from "effect/cli/Command";
import * as Context from "effect/Context";
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import type { FormatError } from "../format/csv.ts";
import { importCustomers } from "../import/stream.ts";
import { makeImportProgress } from "../import/progress.ts";
import { type ImportPlan, planImport } from "../import/plan.ts";
import type { OutcomeCounts } from "../outcome/report.ts";
import { type ImportArguments, importFlags } from "./flags.ts";
import { type Input, type InputRow, openInput } from "./input.ts";
import { checkFiles } from "./check_files.ts";
import { openRejects, openReport, type OutputFile } from "./output_file.ts";
import { displayProgress } from "./progress_display.ts";
import { Tally } from "./tally.ts";
import { connectionOf, layerThulium } from "./thulium.ts";
import type { UsageError } from "./usage_error.ts";

/** What a run comes to. */
export type ExitCode = 0 | 1 | 2 | 130;

/** Where the command's exit code goes, and when it is to stop. */
export interface Invocation {
  /** Ends when the person at the terminal wants to stop. */
  readonly stop: Deferred.Deferred<void>;
  exitCode: ExitCode;
}

/** The invocation that the command runs in. */
export const CurrentInvocation: Context.Reference<Invocation> = Context.Reference<Invocation>(
  "@thulium-effect/batch-customers/cli/Invocation",
  { defaultValue: () => ({ stop: Deferred.makeUnsafe(), exitCode: 0 }) },
);

/** The command. */
export const importCommand = Command.make(
  "import",
  importFlags,
  Effect.fnUntraced(function* (given: ImportArguments) {
    yield* checkFiles(given);
    const input = yield* openInput({
      file: given.file,
      format: given.format,
      delimiter: given.delimiter === "\\t" ? "\t" : given.delimiter,
      encoding: given.encoding,
      columns: given.map,
    });
    const invocation = yield* CurrentInvocation;
    const stopped = Effect.as(Deferred.await(invocation.stop), 130 as const);
    invocation.exitCode = given.dryRun
      ? yield* Effect.raceFirst(planned(given, input), stopped)
      : yield* importedAndTold(given, input, invocation);
  }, Effect.scoped),
).pipe(
  Command.withDescription(
    "Imports customers from a file into Thulium, and says of each row what became of it. " +
      "Exit status: 0 all were created, 1 some were not, 2 wrong usage or unreadable input, 130 interrupted.",
  ),
  Command.withExamples([
    {
      command: "import klienci.csv --system acme --user api_user",
      description: "Import a CSV file",
    },
    { command: "import klienci.csv --dry-run", description: "Check it, and send nothing" },
    {
      command: "import klienci.csv --journal klienci.journal --reconcile --report report.ndjson",
      description: "Import it so that it can be cut off and started again",
    },
  ]),
);

const validation = ({ strict }: ImportArguments) =>
  ({ profile: strict ? "strict" : "contract" }) as const;

const planned = Effect.fnUntraced(function* (given: ImportArguments, input: Input) {
  const rows = Stream.map(input.rows, ({ row }) => row);
  const plan = yield* planImport(rows, {
    ...validation(given),
    maxCustomers: given.batchSize,
    maxTold: 20,
  });
  console.log(given.json ? JSON.stringify(planJson(plan)) : planText(plan));
  return plan.invalid === 0 ? 0 as const : 1 as const;
});

const planJson = ({ batches, duplicates, invalid, total, valid }: ImportPlan) => ({
  total,
  valid,
  invalid,
  duplicates,
  batches,
});

const planText = (plan: ImportPlan): string =>
  [
    `${plan.total} rows; nothing was sent`,
    `  valid      ${plan.valid}, in ${plan.batches} requests`,
    `  invalid    ${plan.invalid}`,
    `  repeated   ${plan.duplicates}`,
    ...plan.firstInvalid.map(({ index, outcome }) => `row ${index + 1}: ${outcome.message}`),
    ...plan.firstDuplicates.map(({ index, of }) => `row ${index + 1} repeats row ${of + 1}`),
  ].join("\n");

const importedAndTold = (given: ImportArguments, input: Input, invocation: Invocation) =>
  Effect.map(imported(given, input, invocation), ({ ending, tally }) => {
    console.log(given.json ? tally.json : tally.text);
    for (const line of advice(given, ending, tally)) console.error(line);
    return exitCodeOf(ending, tally);
  });

const imported = Effect.fnUntraced(
  function* (given: ImportArguments, input: Input, invocation: Invocation) {
    const connection = yield* connectionOf(given);
    const progress = yield* makeImportProgress();
    const tally = new Tally(given.report !== undefined);
    const underWay = new Map<number, InputRow>();
    const outputs = yield* openOutputs(given, input, underWay);
    if (!given.noProgress) yield* displayProgress(progress, input);
    let unwritable: UsageError | undefined;
    let index = 0;
    const rows = Stream.map(input.rows, (row) => {
      // Nobody takes them out again once nothing can be written.
      if (given.rejects !== undefined && unwritable === undefined) underWay.set(index++, row);
      return row.row;
    });
    const early = yield* importCustomers(rows, {
      ...validation(given),
      maxCustomers: given.batchSize,
      concurrency: given.concurrency,
      progress,
      until: Deferred.await(invocation.stop),
      // A pipe may never end.
      whenOver: input.size === undefined ? "stop" : "drain",
    }).pipe(
      Stream.runForEachArray((customers) => {
        tally.add(customers);
        if (unwritable !== undefined) return Effect.void;
        return Effect.forEach(outputs, ({ write }) => write(customers), { discard: true }).pipe(
          // What is on its way is still counted; nothing more is sent that could not be reported.
          Effect.catch((error) => {
            unwritable = error;
            return Deferred.succeed(invocation.stop, undefined);
          }),
        );
      }),
      Effect.as(undefined),
      Effect.catchTag("FormatError", (error) => Effect.succeed(error)),
      Effect.provide(layerThulium(given, connection)),
    );
    yield* Effect.ignore(Effect.forEach(outputs, ({ finish }) => finish, { discard: true }));
    const isStopped = yield* Deferred.isDone(invocation.stop);
    return { ending: { early, isStopped, unwritable }, tally };
  },
  // The display ends before the summary is printed.
  Effect.scoped,
);

const openOutputs = Effect.fnUntraced(
  function* (
    { rejects, report }: ImportArguments,
    { format }: Input,
    underWay: Map<number, InputRow>,
  ) {
    const outputs: Array<OutputFile> = [];
    if (report !== undefined) outputs.push(yield* openReport(report));
    if (rejects !== undefined) {
      outputs.push(
        yield* openRejects(rejects, format, (index) => {
          const row = underWay.get(index);
          underWay.delete(index);
          return row;
        }),
      );
    }
    return outputs;
  },
);

interface Ending {
  /** Why the rows ended early, if they did. */
  readonly early: FormatError | undefined;
  readonly isStopped: boolean;
  /** Why the report or the rejects could not be written, if so. */
  readonly unwritable: UsageError | undefined;
}

const exitCodeOf = ({ early, isStopped, unwritable }: Ending, tally: Tally): ExitCode => {
  if (unwritable !== undefined) return 2;
  if (isStopped) return 130;
  if (early !== undefined) return 2;
  return tally.counts.created === tally.total ? 0 : 1;
};

/** What to do now. */
const advice = (
  given: ImportArguments,
  { early, isStopped, unwritable }: Ending,
  { counts, total }: Tally,
): ReadonlyArray<string> => {
  const lines: Array<string> = [];
  if (unwritable !== undefined) lines.push(unwritable.message);
  if (early !== undefined) {
    lines.push(
      total === 0
        ? `Nothing was imported: ${early.message}`
        : `The rows after these ${total} were not read: ${early.message}`,
    );
  } else if (total === 0) lines.push("The input has no rows.");
  if (isStopped) lines.push("Stopped before the end.");
  if (counts.unknown > 0) lines.push(`${counts.unknown} rows may exist in Thulium: look there.`);
  if (counts.created < total || early !== undefined || isStopped) lines.push(again(given, counts));
  return lines;
};

const again = (given: ImportArguments, { created, unknown }: OutcomeCounts): string => {
  if (given.journal !== undefined) {
    return "Start the same command again, with rows corrected in their places: the journal knows what was sent.";
  }
  if (created + unknown === 0) return "Nothing was created: start it again when that is settled.";
  return given.rejects === undefined
    ? "Do NOT import this file again as it is, that would create customers twice: " +
      "put the rows that are to be corrected into a file of their own."
    : `Do NOT import this file again as it is, that would create customers twice: correct and import ${given.rejects}.`;
};
