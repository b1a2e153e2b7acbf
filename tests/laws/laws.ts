/** The laws of an import, each as a check of a run. What the sandbox stored is the truth. */
import type { Report } from "../../mod.ts";
import type { StoredCustomer } from "../../src/sandbox/mod.ts";
import * as Cause from "effect/Cause";
import * as Exit from "effect/Exit";
import { assert, assertEquals } from "../support/assert.ts";
import { password } from "../support/customers.ts";
import { isPersonal } from "./cases.ts";
import { failureOf, reportOf, type Run } from "./run.ts";

const conserves = (run: Run): void => {
  const report = reportOf(run);
  const started = run.requests.length > 0;
  if (report === undefined) return assert(failureOf(run) !== undefined || !started);
  const { created, notSent, outcomes, rejected, total, unchanged, unknown, updated } = report;
  assertEquals(outcomes.length, run.given.rows.length);
  assertEquals(total, run.given.rows.length);
  assertEquals(created + updated + unchanged + rejected + unknown + notSent, total);
  assert(Array.from(outcomes).every((outcome) => outcome !== undefined));
};

/** The id of each row that is stored. Checks that none is stored twice. */
export const idsByRow = (
  stored: ReadonlyArray<StoredCustomer>,
): ReadonlyMap<number, string> => {
  const ids = new Map<number, string>();
  for (const { customer_id, fields } of stored) {
    const row = Number(fields.identifier);
    assert(!ids.has(row), "a customer is stored twice");
    ids.set(row, String(customer_id));
  }
  return ids;
};

/** Checks the report of an only run against the stored customers, and that no customer is stored twice. */
export const tellsTheTruth = (
  report: Pick<Report, "outcomes"> | undefined,
  stored: ReadonlyArray<StoredCustomer>,
): void => {
  const ids = idsByRow(stored);
  report?.outcomes.forEach((outcome, row) => {
    const id = ids.get(row);
    if ("customerId" in outcome) assertEquals(outcome.customerId, id);
    if (outcome._tag === "Rejected" || outcome._tag === "NotSent") {
      assert(id === undefined, `${outcome._tag}, though it was created`);
    }
  });
};

const failsOnlyForNothing = (run: Run): void => {
  if (failureOf(run) !== undefined) assertEquals(run.stored, []);
};

const stopsOnAuth = ({ given, requests }: Run): void => {
  const batches = requests.filter(({ path }) => path === "/api/batch/customers");
  const refused = batches.findIndex(({ status }) => status === 401 || status === 403);
  // Calls that were on their way when the refusal arrived.
  const onTheirWay = given.options.concurrency - 1;
  if (refused >= 0) assert(batches.length <= refused + 1 + onTheirWay);
};

const letsNothingOut = (run: Run): void => {
  const { exit, letOut } = run;
  const failure = failureOf(run);
  // Thulium's own reasons for a rejection are passed on as they are.
  const own = (reportOf(run)?.outcomes ?? []).filter((outcome) =>
    outcome._tag !== "Rejected" || outcome.by === "validation"
  );
  const seen = [
    letOut,
    JSON.stringify(own),
    JSON.stringify(failure),
    String(failure),
    ...(Exit.isFailure(exit)
      ? [Deno.inspect(exit.cause, { depth: 10 }), Cause.pretty(exit.cause)]
      : []),
  ].join("\n");
  assert(!isPersonal(seen), "a customer's value was let out");
  assert(!seen.includes(password), "the password was let out");
  assert(!seen.includes(btoa("api_user:").slice(0, 8)), "the credentials were let out");
};

/** Whatever is new in telemetry: numbers, words and ids have no room for a customer. */
const tellsWordsAndNumbers = ({ told }: Run): void => {
  for (const value of told) {
    assert(typeof value === "number" || /^[\w-]{1,40}$/.test(String(value)), String(value));
  }
};

const keepsToItsCalls = ({ given, requests }: Run): void => {
  const { maxCalls = Infinity } = given.options;
  // `addCustomer` takes no limit of calls.
  if (given.feed !== "addCustomer") assert(requests.length <= maxCalls);
};

/** Checks by the law that each one stands for. */
export type Laws<R extends Run> = { readonly [law: string]: (run: R) => void };

/** The laws of every run, whatever it does with its rows. */
export const commonLaws: Laws<Run> = {
  "law 1: every customer has exactly one outcome, however the import ends": conserves,
  "law 4: after a 401 or 403 nothing more is sent": stopsOnAuth,
  "law 6: no customer's value and no password is let out": letsNothingOut,
  "law 6: spans, events and metrics hold numbers, words and ids": tellsWordsAndNumbers,
  "law 7: no more calls are made than the import may make": keepsToItsCalls,
};

const laws: Laws<Run> = {
  ...commonLaws,
  "laws 2 and 8: what the report says is what is stored in the end, and nothing is stored twice": (
    run,
  ) => tellsTheTruth(reportOf(run), run.stored),
  "law 3: a failed import created nothing": failsOnlyForNothing,
};

/** Checks every law of a run that adds customers. */
export const lawful = (run: Run): void => checkLaws(laws, run);

/** Checks laws. A failure names the law that was broken. */
export const checkLaws = <R extends Run>(laws: Laws<R>, run: R): void => {
  for (const [law, check] of Object.entries(laws)) {
    try {
      check(run);
    } catch (error) {
      throw new Error(law, { cause: error });
    }
  }
};
