/**
 * Imports the rows of the input, writes the report and the rejects, and prints the summary.
 *
 * @module
 */
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import type { ImportedCustomer } from "../import/entry.ts";
import { makeImportProgress } from "../import/progress.ts";
import { importCustomers } from "../import/stream.ts";
import { adviceOf, type Ending, exitCodeOf } from "./ending.ts";
import { checkFiles } from "./check_files.ts";
import { type ImportArguments, profileOf } from "./flags.ts";
import type { Input } from "./input/open.ts";
import type { Invocation } from "./invocation.ts";
import { openOutputs } from "./output/open.ts";
import { displayProgress } from "./progress/display.ts";
import { Tally } from "./tally.ts";
import { connectionOf, layerThulium } from "./thulium.ts";
import type { UsageError } from "./usage_error.ts";

/** Imports the input, and prints the summary and the advice. */
export const importFile = (given: ImportArguments, input: Input, invocation: Invocation) =>
  Effect.map(importRows(given, input, invocation), (ending) => {
    const { tally } = ending;
    console.log(given.json ? tally.json : tally.text);
    for (const line of adviceOf(given, ending)) console.error(line);
    return exitCodeOf(ending);
  });

const importRows = Effect.fnUntraced(
  function* (given: ImportArguments, input: Input, { stop }: Invocation) {
    const connection = yield* connectionOf(given);
    const progress = yield* makeImportProgress();
    const tally = new Tally(given.report !== undefined);
    const outputs = yield* openOutputs(given, input.format);
    // Once more, because now all files exist: names may differ in their case only.
    yield* checkFiles(given);
    if (!given.noProgress) yield* displayProgress(progress, input);

    let unwritable: UsageError | undefined;
    const rows = Stream.map(input.rows, (row) => {
      if (unwritable === undefined) outputs.keep(row);
      return row.row;
    });
    // Nothing more is sent that could not be reported. Requests on their way are still counted.
    const stopWriting = (error: UsageError) => {
      unwritable = error;
      return Deferred.succeed(stop, undefined);
    };
    const write = (customers: ReadonlyArray<ImportedCustomer>) => {
      tally.add(customers);
      return unwritable === undefined
        ? Effect.catch(outputs.write(customers), stopWriting)
        : Effect.void;
    };

    const unreadable = yield* importCustomers(rows, {
      profile: profileOf(given),
      nulls: given.nulls,
      maxCustomers: given.batchSize,
      concurrency: given.concurrency,
      progress,
      until: Deferred.await(stop),
      // A pipe may never end.
      whenOver: input.size === undefined ? "stop" : "drain",
    }).pipe(
      Stream.runForEachArray(write),
      Effect.as(undefined),
      Effect.catchTag("FormatError", Effect.succeed),
      Effect.provide(layerThulium(given, connection)),
    );
    // If no row could be read, the files stay as they were.
    if (unreadable === undefined || tally.total > 0) yield* Effect.ignore(outputs.finish);
    const isStopped = yield* Deferred.isDone(stop);
    const ending: Ending = { tally, unreadable, unwritable, isStopped };
    return ending;
  },
  // The progress display ends before the summary is printed.
  Effect.scoped,
);
