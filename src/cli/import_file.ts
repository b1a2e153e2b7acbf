/**
 * Imports the rows of the input, writes the report and the rejects, and prints the summary.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Deferred from "effect/Deferred";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Stream from "effect/Stream";
import { BareBatchCall } from "../call/bare.ts";
import type { ImportedCustomer } from "../import/entry.ts";
import { makeImportProgress } from "../import/progress.ts";
import { importCustomers } from "../import/stream.ts";
import { checkFiles } from "./same_file.ts";
import { checkBefore } from "./check/before.ts";
import { adviceOf, type Ending, exitCodeOf, type StopCause } from "./ending.ts";
import { FailureWatch } from "./failure_watch.ts";
import { type ImportArguments, profileOf } from "./flags.ts";
import { rowsFrom } from "./from_place.ts";
import type { Input } from "./input/open.ts";
import type { Invocation } from "./invocation.ts";
import type { UnseenKeys } from "./missing.ts";
import { openOutputs } from "./output/open.ts";
import { printLine } from "./progress/print.ts";
import { RowsUnderWay } from "./rows_under_way.ts";
import { isTooMuch, leastRows } from "./share.ts";
import { Tally } from "./tally.ts";
import { connectionOf, layerThulium } from "./thulium.ts";
import type { UsageError } from "./usage_error.ts";

/** The arguments, with the file. */
type Given = ImportArguments & { readonly file: string };

/** Imports the input, and prints the summary and the advice. */
export const importFile = Effect.fnUntraced(
  function* (given: Given, opened: Input, invocation: Invocation) {
    const { texts } = invocation;
    const connection = yield* connectionOf(given, texts);
    const watch = new FailureWatch({
      texts,
      stopAfter: given.stopAfterFailures,
      print: printLine,
    });
    // What can't be used, such as a journal, is told before the input is looked at.
    const { send } = Context.get(
      yield* Layer.build(layerThulium(given, connection, watch)),
      BareBatchCall,
    );
    const { input, ...checked } = yield* checkBefore(given, opened, invocation);
    if (checked.stop !== undefined) return checked.stop;
    const { sync } = given;
    const missing = sync?.missing === undefined
      ? undefined
      : yield* loadMissing(given, sync.missing);
    const unseen = missing?.unseen;
    const ending = yield* importRows(given, input, invocation, { ...checked, watch, unseen }).pipe(
      Effect.provideService(BareBatchCall, { send }),
    );
    const { tally } = ending;
    console.log(given.json ? tally.json : tally.text);
    if (sync !== undefined && missing !== undefined) {
      const { nameless } = missing.unseen;
      const why = missing.whyNotMissing(given, ending, nameless);
      if (why === undefined) {
        const { all } = missing.unseen;
        const count = yield* missing.writeMissing(given, sync, connection, all);
        console.error(texts.sync.missingWritten(missing.file, count));
      } else {
        const { count, places } = nameless;
        const where = texts.summary.at(tally.unit, places, count - places.length);
        console.error(texts.sync.missingNotWritten(missing.file, why, count, where));
      }
    }
    for (const line of adviceOf(given, ending, texts)) console.error(line);
    return exitCodeOf(given, ending);
  },
);

/** What is known before the first row is sent. */
interface Before {
  /** The number of rows, if they were counted. */
  readonly rows: number | undefined;
  readonly watch: FailureWatch;
  /** Takes the rows that the journal does not see, if somebody asks who is missing. */
  readonly unseen: UnseenKeys | undefined;
}

const loadMissing = ({ key }: Given, file: string) =>
  Effect.map(
    Effect.promise(() => import("./missing.ts")),
    ({ UnseenKeys, ...others }) => ({ file, unseen: new UnseenKeys(key), ...others }),
  );

const importRows = Effect.fnUntraced(
  function* (
    given: Given,
    input: Input,
    invocation: Invocation,
    { rows: total, unseen, watch }: Before,
  ) {
    const { stop, texts } = invocation;
    const { unit } = input;
    const progress = yield* makeImportProgress({ total });
    const tally = new Tally({
      ...{ texts, unit },
      hasReport: given.report !== undefined,
      hasRejects: given.rejects !== undefined,
    });
    const outputs = yield* openOutputs(given, {
      ...{ format: input.format, sheet: input.sheet },
      ...{ texts, unit },
    });
    const underWay = new RowsUnderWay({
      unit,
      keepsRows: given.rejects !== undefined || unseen !== undefined,
      // Although the check compared them: the file may have grown or changed since.
      key: given.allowDuplicates ? undefined : given.key,
    });
    // Once more, because now all files exist: names may differ in their case only.
    yield* checkFiles(given);
    if (!given.noProgress) {
      const { displayProgress } = yield* Effect.promise(() => import("./progress/display.ts"));
      yield* displayProgress(progress, input, texts);
    }

    let unwritable: UsageError | undefined;
    let hasTooManyRejected = false;
    const isSignal = () => Effect.map(Deferred.isDone(stop), (isDone) => isDone);
    const over = Deferred.makeUnsafe<void>();
    // Nothing more is sent that could not be reported. Requests on their way are still counted.
    const stopWriting = (error: UsageError) => {
      unwritable = error;
      return Deferred.succeed(over, undefined);
    };
    const write = (customers: ReadonlyArray<ImportedCustomer>) => {
      const settled = underWay.settle(customers);
      tally.add(settled);
      unseen?.add(settled);
      if (isTooMany(given, tally, total)) {
        hasTooManyRejected = true;
        Deferred.doneUnsafe(over, Effect.void);
      }
      return unwritable === undefined
        ? Effect.catch(outputs.write(settled), stopWriting)
        : Effect.void;
    };

    let isReadToEnd = false;
    const rows = Stream.concat(
      rowsFrom(input, given.fromLine, underWay),
      Stream.suspend(() => {
        isReadToEnd = true;
        return Stream.empty;
      }),
    );
    const deadline = deadlineOf(given, invocation);
    const unreadable = yield* importCustomers(rows, {
      profile: profileOf(given),
      nulls: given.nulls,
      maxCustomers: given.sync === undefined
        ? given.batchSize
        : Math.max(given.batchSize, rowsPerLook),
      concurrency: given.concurrency,
      check: given.allowDuplicates ? undefined : underWay.check,
      progress,
      deadline,
      until: Effect.raceFirst(Deferred.await(stop), Deferred.await(over)),
      // A pipe may never end.
      whenOver: input.size === undefined ? "stop" : "drain",
    }).pipe(
      Stream.runForEachArray(write),
      Effect.as(undefined),
      Effect.catchTag("FormatError", Effect.succeed),
    );
    // If no row could be read, the files stay as they were.
    if (unreadable === undefined || tally.total > 0) yield* Effect.ignore(outputs.finish);
    if (total === undefined && isTooMany(given, tally, tally.total)) hasTooManyRejected = true;
    const isTimeOver = deadline !== undefined &&
      performance.now() - invocation.began >= Duration.toMillis(given.deadline ?? 0);
    const stoppedBy: StopCause | undefined = (yield* isSignal())
      ? "signal"
      : hasTooManyRejected
      ? "rejected"
      : watch.hasGivenUp
      ? "failures"
      : isTimeOver && (tally.hasUnsent || !isReadToEnd)
      ? "time"
      : undefined;
    const { lastSkipped } = underWay;
    const ending: Ending = {
      ...{ tally, unreadable, unwritable, stoppedBy, isReadToEnd, lastSkipped },
    };
    return ending;
  },
  // The progress display ends before the summary is printed.
  Effect.scoped,
);

/** A sync looks at so many rows at once, because most of them are as they were. The others are sent in batches as always. */
const rowsPerLook = 500;

/** How much of the time of the whole run is left. */
const deadlineOf = (
  { deadline }: ImportArguments,
  { began }: Invocation,
): Duration.Duration | undefined =>
  deadline === undefined
    ? undefined
    : Duration.millis(Math.max(1, Duration.toMillis(deadline) - (performance.now() - began)));

/** Whether more rows were rejected than may be. The share of a pipe counts when some rows were read. */
const isTooMany = (
  { maxRejected }: ImportArguments,
  tally: Tally,
  total: number | undefined,
): boolean => {
  if (maxRejected === undefined) return false;
  const rows = total ?? (tally.total < leastRows ? Infinity : tally.total);
  return isTooMuch(maxRejected, tally.counts.rejected, rows);
};
