/**
 * `--dry-run`: checks the rows and plans the requests, and sends nothing.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import type { FormatError } from "../format/error.ts";
import { type ImportPlan, planImport } from "../import/plan.ts";
import { counted } from "./counted.ts";
import { type ImportArguments, profileOf } from "./flags.ts";
import type { Input } from "./input/open.ts";
import type { ExitCode } from "./invocation.ts";

/** How many invalid rows, and how many repeated ones, are shown. */
const maxShown = 20;

/** Prints the plan of an import. */
export const dryRun = (
  given: ImportArguments,
  input: Input,
): Effect.Effect<ExitCode, FormatError> =>
  planImport(Stream.map(input.rows, ({ row }) => row), {
    profile: profileOf(given),
    maxCustomers: given.batchSize,
    maxListed: maxShown,
  }).pipe(
    Effect.map((plan) => {
      console.log(given.json ? planJson(plan) : planText(plan));
      return plan.invalid === 0 ? 0 : 1;
    }),
  );

const planJson = ({ batches, duplicates, invalid, total, valid }: ImportPlan): string =>
  JSON.stringify({ total, valid, invalid, duplicates, batches });

const planText = (plan: ImportPlan): string =>
  [
    `${counted(plan.total, "row")}; nothing was sent`,
    `  valid      ${plan.valid}, in ${counted(plan.batches, "request")}`,
    `  invalid    ${plan.invalid}`,
    `  repeated   ${plan.duplicates}`,
    ...plan.firstInvalid.map(({ index, outcome }) => `row ${index + 1}: ${outcome.message}`),
    ...plan.firstDuplicates.map(({ index, of }) => `row ${index + 1} repeats row ${of + 1}`),
  ].join("\n");
