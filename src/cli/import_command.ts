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
import { importCustomers } from "../import_customers.ts";
import { type ImportProgress, makeImportProgress } from "../import_progress.ts";
import { type ImportPlan, planImport } from "../plan_import.ts";
import { type ImportArguments, importFlags } from "./import_flags.ts";
import { type Input, openInput, type Raw } from "./input.ts";
import { openRejects, openReport, type OutputFile } from "./output_file.ts";
import { displayProgress } from "./progress_display.ts";
import { Tally } from "./tally.ts";
import { connectionOf, layerThulium } from "./thulium.ts";
import * as SubscriptionRef from "effect/SubscriptionRef";

/** What a run comes to. */
export type ExitCode = 0 | 1 | 2 | 130;

/** Where the command's exit code goes, and when it is to stop. */
export interface Session {
  /** Ends when the person at the terminal wants to stop. */
  readonly stop: Deferred.Deferred<void>;
  exitCode: ExitCode;
}

/** The session that the command runs in. */
export const CurrentSession: Context.Reference<Session> = Context.Reference<Session>(
  "@thulium-effect/batch-customers/cli/Session",
  { defaultValue: () => ({ stop: Deferred.makeUnsafe(), exitCode: 0 }) },
);

/** The command. */
export const importCommand = Command.make(
  "import",
  importFlags,
  Effect.fnUntraced(function* (given: ImportArguments) {
    const input = yield* openInput({
      file: given.file,
      format: given.format,
      delimiter: given.delimiter === "\\t" ? "\t" : given.delimiter,
      encoding: given.encoding,
      columns: given.map,
    });
    const session = yield* CurrentSession;
    session.exitCode = given.dryRun
      ? yield* planned(given, input)
      : yield* importedAndTold(given, input, session);
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

const importedAndTold = (given: ImportArguments, input: Input, session: Session) =>
  Effect.map(imported(given, input, session), ({ ending, tally }) => {
    console.log(given.json ? tally.json : tally.text);
    for (const line of advice(given, ending, tally)) console.error(line);
    return exitCodeOf(ending, tally);
  });

const imported = Effect.fnUntraced(
  function* (given: ImportArguments, input: Input, session: Session) {
    const connection = yield* connectionOf(given);
    const progress = yield* makeImportProgress();
    const tally = new Tally();
    const raws = new Map<number, Raw>();
    const outputs = yield* openOutputs(given, input, raws);
    if (!given.noProgress) yield* displayProgress(progress, input);
    let index = 0;
    const rows = Stream.map(input.rows, ({ raw, row }) => {
      if (given.rejects !== undefined) raws.set(index++, raw);
      return row;
    });
    const early = yield* importCustomers(rows, {
      ...validation(given),
      maxCustomers: given.batchSize,
      concurrency: given.concurrency,
      progress,
      until: Deferred.await(session.stop),
      whenOver: "drain",
    }).pipe(
      Stream.runForEachArray((customers) => {
        tally.add(customers);
        return Effect.forEach(outputs, ({ write }) => write(customers), { discard: true });
      }),
      Effect.as(undefined),
      Effect.catchTag("FormatError", (error) => Effect.succeed(error)),
      Effect.provide(layerThulium(given, connection)),
    );
    yield* Effect.forEach(outputs, ({ finish }) => finish, { discard: true });
    const isStopped = yield* Deferred.isDone(session.stop);
    const ending = { early, isStopped, progress: yield* SubscriptionRef.get(progress) };
    return { ending, tally };
  },
  // The display ends before the summary is printed.
  Effect.scoped,
);

const openOutputs = Effect.fnUntraced(
  function* ({ rejects, report }: ImportArguments, { format }: Input, raws: Map<number, Raw>) {
    const outputs: Array<OutputFile> = [];
    if (report !== undefined) outputs.push(yield* openReport(report));
    if (rejects !== undefined) {
      outputs.push(
        yield* openRejects(rejects, format, (index) => {
          const raw = raws.get(index);
          raws.delete(index);
          return raw;
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
  readonly progress: ImportProgress;
}

const exitCodeOf = ({ early, isStopped }: Ending, tally: Tally): ExitCode => {
  if (isStopped) return 130;
  if (early !== undefined) return 2;
  return tally.counts.created === tally.total ? 0 : 1;
};

/** What to do now. */
const advice = (
  given: ImportArguments,
  { early, isStopped }: Ending,
  { counts, total }: Tally,
): ReadonlyArray<string> => {
  const lines: Array<string> = [];
  if (early !== undefined) {
    lines.push(`The rows after these ${total} were not read: ${early.message}`);
  }
  const again = given.journal === undefined
    ? counts.unknown + counts.created === 0
      ? "Start it again when that is settled."
      : "Do not start it again as it is: rows that were created would be created twice. " +
        "Import the --rejects of it, or use --journal from the beginning."
    : "Start the same command again: the journal knows what was sent.";
  if (isStopped) lines.push(`Stopped. ${again}`);
  else if (counts.notSent > 0) lines.push(`${counts.notSent} rows were not sent. ${again}`);
  if (counts.unknown > 0) {
    lines.push(
      given.reconcile
        ? `${counts.unknown} rows may exist in Thulium: look there, or start again with the journal.`
        : `${counts.unknown} rows may exist in Thulium: look there, or use --journal with --reconcile.`,
    );
  }
  if (counts.rejected > 0 && given.rejects === undefined) {
    lines.push("With --rejects FILE the rejected rows are written out to be corrected.");
  }
  return lines;
};
