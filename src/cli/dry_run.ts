/**
 * `--dry-run`: checks the rows and plans the requests, and sends nothing. With `--journal` it tells which customers
 * would be sent.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import type { FormatError } from "../format/error.ts";
import { type ImportPlan, planImport } from "../import/plan.ts";
import type { Preview } from "../policy/journal/preview.ts";
import { counted } from "./counted.ts";
import { type ImportArguments, profileOf } from "./flags.ts";
import type { Input } from "./input/open.ts";
import type { ExitCode } from "./invocation.ts";
import type { UsageError } from "./usage_error.ts";

/** How many invalid rows, and how many repeated ones, are shown. */
const maxShown = 20;

/** Prints the plan of an import. */
export const dryRun = (
  given: ImportArguments,
  input: Input,
): Effect.Effect<ExitCode, FormatError | UsageError> =>
  Effect.map(plan(given, input), ({ known, plan }) => {
    console.log(given.json ? planJson(plan, known) : planText(plan, known));
    return plan.invalid === 0 ? 0 : 1;
  });

/** The plan, and what the journal knows of its customers, if there is a journal. */
const plan = Effect.fnUntraced(
  function* (given: ImportArguments, input: Input) {
    const rows = Stream.map(input.rows, ({ row }) => row);
    const options = {
      profile: profileOf(given),
      nulls: given.nulls,
      maxCustomers: given.batchSize,
      maxListed: maxShown,
    };
    if (given.journal === undefined) {
      return { plan: yield* planImport(rows, options), known: undefined };
    }
    // Loaded when it is needed: most dry runs need no journal.
    const { openPreview } = yield* Effect.promise(() => import("./journal_preview.ts"));
    const { known, look } = yield* openPreview(given, given.journal);
    const plan = yield* planImport(rows, { ...options, onBatch: look });
    return { plan, known: yield* known };
  },
  Effect.scoped,
);

const planJson = (
  { batches, duplicates, invalid, total, valid }: ImportPlan,
  known: Preview | undefined,
): string =>
  JSON.stringify({
    ...{ total, valid, invalid, duplicates, batches },
    ...(known === undefined ? {} : {
      to_send: known.toSend,
      unchanged: known.unchanged,
      differing: known.differing,
      in_doubt: known.inDoubt,
    }),
  });

const planText = (plan: ImportPlan, known: Preview | undefined): string =>
  [
    `${counted(plan.total, "row")}; nothing was sent`,
    `  valid      ${plan.valid}, in ${counted(plan.batches, "request")}`,
    `  invalid    ${plan.invalid}`,
    `  repeated   ${plan.duplicates}`,
    ...(known === undefined ? [] : knownText(known)),
    ...plan.firstInvalid.map(({ index, outcome }) => `row ${index + 1}: ${outcome.message}`),
    ...plan.firstDuplicates.map(({ index, of }) => `row ${index + 1} repeats row ${of + 1}`),
  ].join("\n");

const knownText = ({ differing, inDoubt, toSend, unchanged }: Preview): ReadonlyArray<string> => [
  "by the journal:",
  `  to send    ${toSend}`,
  `  in doubt   ${inDoubt}`,
  `  unchanged  ${unchanged}`,
  ...(differing === 0
    ? []
    : [`  ${differing} of them differ from what was created: only an update would change them`]),
];
