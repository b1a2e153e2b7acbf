/** Runs updates against a sandbox that holds a customer for each row, and the laws of such a run. */
import { addCustomers, type BatchError, type Report } from "../../mod.ts";
import { Sandbox, type StoredCustomer } from "../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import { assert, assertEquals } from "../support/assert.ts";
import { updateFeeds } from "../support/feeds.ts";
import { layerThrough } from "../support/random_policies.ts";
import { recorder } from "../support/recorder.ts";
import { checkLaws, commonLaws, type Laws } from "./laws.ts";
import { failureOf, inVirtualTime, reportOf, type Run, storedInTheEnd, untilEnded } from "./run.ts";
import type { UpdateCase } from "./update_cases.ts";

/** A run of updates that has ended. */
export interface UpdateRun extends Run {
  /** What the sandbox held before. */
  readonly before: ReadonlyArray<StoredCustomer>;
}

const customers = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    surname: `K${i}`,
    name: "Jan",
    note: "before",
    address: { street: "Długa", city: "Hel" },
    custom_fields: { Kampania: "before", Kolor: "red" },
  }));

/** Adds customers, without faults, and gives what is stored then. */
export const holding = (count: number) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* addCustomers(customers(count), { maxCustomers: 1000 }).pipe(
      Effect.provide(Sandbox.layerBatchCall()),
    );
    return yield* sandbox.customers;
  });

/** Runs a case in virtual time. */
export const runUpdates: (given: UpdateCase) => Effect.Effect<UpdateRun, BatchError> = Effect
  .fnUntraced(
    function* (given: UpdateCase) {
      const sandbox = yield* Sandbox;
      const before = yield* holding(given.rows.length);
      yield* sandbox.setFaults(given.plan);
      const recorded = recorder();
      let account: Report | undefined;
      const feed = updateFeeds[given.feed === "importCustomers" ? "stream" : "list"];
      const fiber = yield* Effect.forkChild(
        recorded.record(feed(given.rows, {
          ...given.options,
          onEnd: (report) => Effect.sync(() => account = report),
        })),
      );
      return {
        given,
        before,
        exit: yield* untilEnded(fiber, given.interruptAt),
        account,
        stored: yield* storedInTheEnd,
        requests: (yield* sandbox.requests).slice(1),
        letOut: yield* recorded.text,
        told: yield* recorded.values,
      };
    },
    (effect, given) => Effect.provide(effect, layerThrough(given.policies)),
    (effect, given) => inVirtualTime(effect, given),
  );

/** The fields in one order. */
const textOf = (value: unknown): string =>
  JSON.stringify(
    value,
    (_, part) => isObject(part) ? Object.fromEntries(Object.entries(part).sort()) : part,
  );

type Fields = { readonly [field: string]: unknown };

const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** The test's own word on what a customer holds after an update. */
export const afterUpdate = (before: StoredCustomer, row: unknown): StoredCustomer => {
  if (!isObject(row)) return before;
  const { custom_fields, customer_id: _, ...changes } = row;
  const fields: { [field: string]: unknown } = { ...before.fields };
  for (const [field, value] of Object.entries(changes)) {
    if (value === null) continue;
    const parts = isObject(value) ? Object.entries(value).filter(([, part]) => part !== null) : [];
    const old = fields[field];
    fields[field] = isObject(value)
      ? { ...(isObject(old) ? old : {}), ...Object.fromEntries(parts) }
      : value;
  }
  const custom = { ...before.custom_fields, ...(isObject(custom_fields) ? custom_fields : {}) };
  return {
    ...before,
    fields,
    custom_fields: Object.fromEntries(
      Object.entries(custom).filter(([, value]) => value !== "" && value !== null),
    ),
  };
};

const createsNobody = ({ before, requests, stored }: UpdateRun): void => {
  const ids = (customers: ReadonlyArray<StoredCustomer>) =>
    customers.map(({ customer_id }) => customer_id);
  assertEquals(ids(stored), ids(before));
  assert(requests.every(({ method }) => method === "PUT"), "something else than updates was sent");
};

/** Checks what is stored against the report: a customer without an outcome may hold either. */
const tellsTheTruth = (run: UpdateRun): void => {
  const outcomes = reportOf(run)?.outcomes ?? [];
  run.stored.forEach((customer, row) => {
    const before = run.before[row];
    const after = afterUpdate(before, run.given.rows[row]);
    const tag = outcomes[row]?._tag;
    const allowed = tag === "Updated"
      ? [after]
      : tag === "Rejected" || tag === "NotSent"
      ? [before]
      : [before, after];
    const isTrue = allowed.some((one) => textOf(one) === textOf(customer));
    assert(isTrue, `row ${row} is ${tag}, and holds ${textOf(customer)}`);
  });
};

const failsOnlyForNothing = (run: UpdateRun): void => {
  if (failureOf(run) !== undefined) assertEquals(run.stored, run.before);
};

const laws: Laws<UpdateRun> = {
  ...commonLaws,
  "law 2: an update creates nobody, and nothing but updates is sent": createsNobody,
  "laws 2 and 8: an updated customer holds the values, and any other outcome is true":
    tellsTheTruth,
  "law 3: a failed run changed nothing": failsOnlyForNothing,
};

/** Checks every law of a run of updates. */
export const lawfulUpdates = (run: UpdateRun): void => checkLaws(laws, run);
