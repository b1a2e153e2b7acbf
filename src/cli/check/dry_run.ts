/**
 * `--dry-run`: checks the rows and plans the requests, and sends nothing. With `--journal` it tells which customers
 * would be sent.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { QuitError } from "effect/Terminal";
import type { Preview } from "../../policy/journal/preview.ts";
import { type ExitCode, exitCodes } from "../exit_code.ts";
import type { ImportArguments } from "../flags.ts";
import type { Input } from "../input/open.ts";
import { writeColumns } from "../mapping.ts";
import { noRowsExitCode, sayNoRows } from "../no_rows.ts";
import { keylessLines } from "./keyless.ts";
import { seenLines } from "./seen.ts";
import { type PlannedSurvey, surveyAndPlan } from "./planned_survey.ts";
import { sayUnreadable } from "./survey.ts";
import type { SyncPlan } from "./sync_plan.ts";
import type { Texts } from "../texts/table.ts";
import type { UsageError } from "../usage_error.ts";

/** Prints the plan of an import. */
export const dryRun = (
  given: ImportArguments & { readonly file: string },
  input: Input,
  texts: Texts,
): Effect.Effect<
  ExitCode,
  UsageError | QuitError
> =>
  Effect.gen(function* () {
    const { found, known, sync } = yield* look(given, input, texts);
    const { invalid, repeated, unreadable } = found;
    const { file, writeMapping } = given;
    const seen = { file, allColumns: true };
    if (unreadable !== undefined && found.total === 0) {
      console.error(sayUnreadable(found, texts));
      return exitCodes.unusable;
    }
    for (const line of seenLines(seen, input, found, texts)) console.error(line);
    for (const line of keylessLines(given, found, texts)) console.error(line);
    console.log(
      given.json ? planJson(found, known, sync) : planText(found, known, sync, input, texts),
    );
    if (unreadable !== undefined) {
      console.error(sayUnreadable(found, texts));
      return exitCodes.unusable;
    }
    if (writeMapping !== undefined) {
      yield* writeColumns(writeMapping, input.findings());
      console.error(texts.dryRun.mappingWritten(writeMapping));
    }
    if (found.total === 0) {
      console.error(sayNoRows(given, input.unit, found.lastSkipped, texts));
      return noRowsExitCode(given);
    }
    if (given.sync?.missing !== undefined) {
      console.error(texts.sync.missingNotPlanned(given.sync.missing));
    }
    const refused = sync === undefined ? 0 : sync.counts.ambiguous + sync.counts.rejected;
    return invalid + repeated + refused === 0 ? exitCodes.allExist : exitCodes.someMissing;
  });

/** What is found, and what the journal knows of its customers, if there is a journal. */
const look = Effect.fnUntraced(
  function* (given: ImportArguments & { readonly file: string }, input: Input, texts: Texts) {
    const options = { texts };
    const { journal, sync } = given;
    if (journal === undefined) {
      return {
        found: yield* surveyAndPlan(given, input, options),
        known: undefined,
        sync: undefined,
      };
    }
    if (sync !== undefined) {
      const { openSyncPlan } = yield* Effect.promise(() => import("./sync_plan.ts"));
      const { unit } = input;
      const { look, plan } = yield* openSyncPlan(given, { journal, sync, texts, unit });
      const found = yield* surveyAndPlan(given, input, { ...options, onBatch: look });
      return { found, known: undefined, sync: yield* plan };
    }
    // Loaded when it is needed: most dry runs need no journal.
    const { openPreview } = yield* Effect.promise(() => import("./journal_preview.ts"));
    const { known, look } = yield* openPreview(given, journal, texts);
    const found = yield* surveyAndPlan(given, input, { ...options, onBatch: look });
    return { found, known: yield* known, sync: undefined };
  },
  Effect.scoped,
);

const planJson = (
  { invalid, plan, repeated }: PlannedSurvey,
  known: Preview | undefined,
  sync: SyncPlan | undefined,
): string =>
  JSON.stringify({
    ...{ total: plan.total, valid: plan.valid, invalid },
    ...{ duplicates: repeated + plan.duplicates, batches: plan.batches },
    ...(known === undefined ? {} : {
      to_send: known.toSend,
      unchanged: known.unchanged,
      differing: known.differing,
      in_doubt: known.inDoubt,
    }),
    ...(sync === undefined ? {} : {
      to_create: sync.counts.toCreate,
      to_update: sync.counts.toUpdate,
      fields: Object.fromEntries(sync.fields),
      unchanged: sync.counts.unchanged,
      in_doubt: sync.counts.inDoubt,
      ambiguous: sync.counts.ambiguous,
      rejected: sync.counts.rejected,
    }),
  });

const planText = (
  { findings, invalid, plan, repeated }: PlannedSurvey,
  known: Preview | undefined,
  sync: SyncPlan | undefined,
  { unit }: Input,
  texts: Texts,
): string => {
  const { counts, dryRun } = texts;
  const { labels } = dryRun;
  const planned = dryRun.inRequests(counts.requests(plan.batches));
  return [
    dryRun.title(counts.rows(plan.total)),
    ...aligned([
      [labels.valid, `${plan.valid}, ${planned}`],
      [labels.invalid, invalid],
      [labels.repeated, repeated],
    ]),
    ...(plan.duplicates === 0 ? [] : [dryRun.equal(plan.duplicates)]),
    ...(known === undefined ? [] : knownText(known, texts)),
    ...(sync === undefined ? [] : syncText(sync, texts)),
    ...findings.lines(texts, unit),
    ...(sync === undefined ? [] : sync.findings.lines(texts, unit)),
  ].join("\n");
};

const knownText = (
  { differing, inDoubt, toSend, unchanged }: Preview,
  { dryRun: { byJournal, known }, summary }: Texts,
): ReadonlyArray<string> => [
  byJournal,
  ...aligned([
    [known.toSend, toSend],
    [known.inDoubt, inDoubt],
    [known.unchanged, unchanged],
  ]),
  ...(differing === 0 ? [] : [`  ${summary.differing(differing)}`]),
];

/** What would happen, and which fields would be changed how often. */
const syncText = (
  { counts, fields }: SyncPlan,
  { sync: { byJournal, labels } }: Texts,
): ReadonlyArray<string> => {
  // The run rejects both, and the lines below say why.
  const all = { ...counts, rejected: counts.rejected + counts.ambiguous };
  const line = (count: keyof typeof labels) => [labels[count], all[count]] as const;
  const rest = ["unchanged", "inDoubt", "rejected"] as const;
  return [
    byJournal,
    ...aligned([
      line("toCreate"),
      line("toUpdate"),
      ...[...fields].map(([name, count]) => [`  ${name}`, count] as const),
      ...rest.filter((count) => count === "unchanged" || all[count] > 0).map(line),
    ]),
  ];
};

/** Labels and values in two columns. */
const aligned = (
  lines: ReadonlyArray<readonly [label: string, value: number | string]>,
): ReadonlyArray<string> => {
  const width = Math.max(10, ...lines.map(([{ length }]) => length));
  return lines.map(([label, value]) => `  ${label.padEnd(width)} ${value}`);
};
