/**
 * The three ways to add customers, and the two to update them, each as a function from rows to a report, so that the laws
 * apply to all.
 */
import {
  addCustomers,
  type AddCustomersOptions,
  type BatchCall,
  type BatchError,
  type Customer,
  importCustomers,
  type ImportedCustomer,
  makeAddCustomer,
  makeReport,
  type Operation,
  Outcome,
  type Report,
  updateCustomers,
} from "../../mod.ts";
import { outcomeOf } from "../../src/policy/mod.ts";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";

type Feed = (
  rows: ReadonlyArray<unknown>,
  options: AddCustomersOptions,
) => Effect.Effect<Report, BatchError, BatchCall>;

/** Makes a report. Each row must be told at most once; a row that was not told has the outcome `rest`. */
const reportOn = (count: number, told: ReadonlyArray<ImportedCustomer>, rest: Outcome): Report => {
  const outcomes = new Array<Outcome>(count).fill(rest);
  const indices = new Set<number>();
  for (const { index, outcome } of told) {
    if (indices.has(index) || index >= count) throw new Error(`row ${index} was told twice`);
    indices.add(index);
    outcomes[index] = outcome;
  }
  return makeReport(outcomes);
};

const notRead = Outcome.notSent("not read");

const streaming = (operation: Operation): Feed => (rows, { onEnd, onProgress: _, ...options }) => {
  const told: Array<ImportedCustomer> = [];
  const report = () => reportOn(rows.length, told, notRead);
  const onLeftOver = (left: ReadonlyArray<ImportedCustomer>) =>
    Effect.sync(() => told.push(...left));
  return importCustomers(Stream.fromIterable(rows).pipe(Stream.rechunk(7)), {
    ...options,
    operation,
    onLeftOver,
  })
    .pipe(
      Stream.runForEach((customer) => Effect.sync(() => told.push(customer))),
      Effect.ensuring(Effect.suspend(() => onEnd?.(report()) ?? Effect.void)),
      Effect.map(report),
    );
};

const onTheWay = Outcome.unknown("interrupted");

const oneByOne: Feed = (
  rows,
  { concurrency, maxBytes, maxCustomers, onEnd, profile, unknownFields },
) => {
  const told: Array<ImportedCustomer> = [];
  const report = () => reportOn(rows.length, told, onTheWay);
  const tell = (index: number) => (outcome: Outcome) =>
    Effect.sync(() => void told.push({ index, outcome }));
  const limits = { concurrency, maxBytes, maxCustomers, profile, unknownFields };
  return makeAddCustomer({ ...limits, refusedFor: "10 hours" }).pipe(
    Effect.flatMap((addCustomer) =>
      Effect.forEach(rows, (row, index) =>
        addCustomer(row as Customer).pipe(
          Effect.map((id) => Outcome.created(id)),
          Effect.catch((error) =>
            Effect.succeed(error._tag === "AddCustomerError" ? error.reason : outcomeOf(error))
          ),
          Effect.flatMap(tell(index)),
        ), { concurrency: "unbounded", discard: true })
    ),
    Effect.ensuring(Effect.suspend(() => onEnd?.(report()) ?? Effect.void)),
    Effect.map(report),
  );
};

export const feeds = {
  addCustomers: addCustomers as Feed,
  importCustomers: streaming("add"),
  addCustomer: oneByOne,
};
export type FeedName = keyof typeof feeds;
export const feedNames = Object.keys(feeds) as [FeedName, ...Array<FeedName>];

export const updateFeeds: { readonly [feed in "list" | "stream"]: Feed } = {
  list: updateCustomers as Feed,
  stream: streaming("update"),
};
