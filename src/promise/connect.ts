/**
 * The library without Effect: promises, async iterables and thrown errors. It is a thin face: each method runs one
 * effect of the library with the standard policies, and adds no rule of its own.
 *
 * @module
 */
import type * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as ManagedRuntime from "effect/ManagedRuntime";
import * as Redacted from "effect/Redacted";
import * as Stream from "effect/Stream";
import { CustomerLookup } from "../call/lookup.ts";
import { BatchCall } from "../call/service.ts";
import type { Customer } from "../customer/model.ts";
import type { ImportedCustomer } from "../import/entry.ts";
import { addCustomers } from "../import/list.ts";
import { makeAddCustomer } from "../import/single.ts";
import { importCustomers } from "../import/stream.ts";
import type { Report } from "../outcome/report.ts";
import { durablePolicies } from "../policy/durable.ts";
import type { JournalStoreError } from "../policy/journal/store.ts";
import { standardPolicies } from "../policy/standard.ts";
import { syncPolicies } from "../policy/sync.ts";
import type { AddOptions, ConnectOptions, ImportRowsOptions, Stoppable } from "./options.ts";
import { progressTo } from "./progress.ts";
import { aborted, orReason } from "./signal.ts";
import { sourceOf } from "./source.ts";

/** Thulium, reached by {@linkcode connect}. */
export interface Thulium extends AsyncDisposable {
  /**
   * Adds a list of customers, and reports on each: `outcomes[i]` belongs to `customers[i]`. Bad customers are `Rejected`,
   * and the others are sent.
   *
   * If the signal aborts, the report has the outcomes so far, and the rest is `NotSent`.
   *
   * @throws {AuthError} Thulium refused the user or the password, and nobody was created.
   * @throws {TransportError} Thulium could not be reached, or time was over, and nobody was created.
   * @throws {RefusedError} Thulium refused all requests, and nobody was created.
   * @throws {JournalStoreError} The journal could not be opened; nothing was sent.
   * @throws The signal's reason, if it aborted before anybody was created.
   * @throws {RangeError} If an option is invalid.
   */
  readonly add: <Row = Customer>(
    customers: ReadonlyArray<NoInfer<Row>>,
    options?: AddOptions,
  ) => Promise<Report>;
  /**
   * Adds one customer, and returns its id. Customers that are added at about the same time share one request.
   * An add that has begun is waited for, with its retries, also if the signal aborts.
   *
   * @throws {AddCustomerError} The customer was not added, or is in doubt; its `reason` is the outcome.
   * @throws {AuthError | TransportError | RefusedError} The request failed. `delivery` says what became of the customer: after
   * `unknown` it may have been created.
   * @throws The signal's reason, if it had aborted before.
   */
  readonly addOne: (customer: Customer, options?: Stoppable) => Promise<string>;
  /**
   * Adds rows from anywhere, however many, and gives the outcome of each one. Memory does not grow with their number.
   *
   * If the signal aborts, no more rows are read, and the loop ends with the outcomes of those that were.
   *
   * @throws What the rows throw, after the outcomes of the rows before.
   * @throws {RangeError} If an option is invalid.
   */
  readonly import: (
    rows: AsyncIterable<unknown> | Iterable<unknown>,
    options?: ImportRowsOptions,
  ) => AsyncIterable<ImportedCustomer>;
  /**
   * Makes Thulium like a list that comes again and again, and gives the outcome of each row: new customers are `Created`,
   * changed ones `Updated` with their changed fields, and the others `Unchanged`, without a request. Nobody is deleted.
   * Rows need a key (the option `journal.key`; by default the identifier).
   *
   * @throws {TypeError} If the connection has no journal.
   * @throws What `import` throws.
   */
  readonly sync: (
    rows: AsyncIterable<unknown> | Iterable<unknown>,
    options?: ImportRowsOptions,
  ) => AsyncIterable<ImportedCustomer>;
}

/**
 * Connects to Thulium with the standard policies: it sends again what was certainly not created, never what may have been,
 * and a few requests at a time. Close it at the end, with `await using` or its `Symbol.asyncDispose`.
 *
 * @throws {TypeError} If an option of the connection is missing or wrong; the message names it.
 * @throws {RangeError} If another option is invalid.
 *
 * @example
 * ```ts
 * import { connect } from "@thulium-effect/batch-customers/promise";
 *
 * async function importLeads(password: string) {
 *   await using thulium = connect({ system: "acme", user: "api_user", password });
 *   const report = await thulium.add([
 *     { surname: "Kowalska", email: "anna@example.com" },
 *     { surname: "Nowak", phone_number: "600 100 200" },
 *   ]);
 *   console.log(`${report.created} of ${report.total} created`);
 * }
 * ```
 */
export const connect = (options: ConnectOptions): Thulium => {
  // One map for both, so that both use one store.
  const memoMap = Layer.makeMemoMapUnsafe();
  const connected = layersOf(options);
  const runtime = ManagedRuntime.make(connected.add, { memoMap });
  const syncing = connected.sync && ManagedRuntime.make(connected.sync, { memoMap });
  // Made once: only adds through one function share requests.
  const one = Effect.runSync(Effect.cached(makeAddCustomer(options.addOne)));
  let isClosed = false;
  const whileOpen = <A>(signal: AbortSignal | undefined, run: () => Promise<A>): Promise<A> =>
    isClosed ? Promise.reject(new Error(closed)) : orReason(signal, run);
  return {
    add: <Row>(customers: ReadonlyArray<NoInfer<Row>>, given: AddOptions = {}) =>
      whileOpen(given.signal, () => runtime.runPromise(add<Row>(customers, given))),
    // Not interrupted: the customer may exist by then, and its id would be lost.
    addOne: (customer, { signal } = {}) =>
      whileOpen(signal, () => runtime.runPromise(Effect.flatMap(one, (add) => add(customer)))),
    import: (rows, given = {}) =>
      importThrough(rows, given, () => whileOpen(undefined, () => runtime.context())),
    sync: (rows, given = {}) => {
      if (syncing === undefined) throw new TypeError("sync needs the option journal");
      return importThrough(rows, given, () => whileOpen(undefined, () => syncing.context()));
    },
    [Symbol.asyncDispose]: async () => {
      isClosed = true;
      await Promise.all([runtime.dispose(), syncing?.dispose()]);
    },
  };
};

const closed = "this connection to Thulium was closed";

type Connected = Layer.Layer<BatchCall, JournalStoreError>;

/** What adds customers, and what syncs a list. */
const layersOf = (
  options: ConnectOptions,
): { readonly add: Connected; readonly sync: Connected | undefined } => {
  const { fetch, journal, policies = {} } = options;
  const connection = { ...options, password: Redacted.make(options.password) };
  const transport = fetch === undefined ? Layer.empty : Layer.succeed(FetchHttpClient.Fetch, fetch);
  const call = Layer.provide(BatchCall.layer(connection), transport);
  if (journal === undefined) {
    return { add: Layer.provide(standardPolicies(policies), call), sync: undefined };
  }
  const { store, ...known } = journal;
  const lookups = Layer.provide(
    // A request that adds customers may take longer than a lookup.
    CustomerLookup.layer({ ...connection, timeout: undefined }),
    transport,
  );
  const over = Layer.mergeAll(call, lookups, store);
  return {
    add: Layer.provide(durablePolicies({ ...policies, journal: known }), over),
    sync: Layer.provide(syncPolicies({ ...policies, journal: known }), over),
  };
};

const add = <Row>(customers: ReadonlyArray<NoInfer<Row>>, given: AddOptions) => {
  const { onEnd, onProgress, signal, ...options } = given;
  return addCustomers<Row>(customers, {
    ...options,
    until: aborted(signal),
    onEnd: onEnd && ((report) => Effect.sync(() => onEnd(report))),
    onProgress: onProgress && ((progress) => Effect.sync(() => onProgress(progress))),
  });
};

async function* importThrough(
  rows: AsyncIterable<unknown> | Iterable<unknown>,
  given: ImportRowsOptions,
  context: () => Promise<Context.Context<BatchCall>>,
): AsyncGenerator<ImportedCustomer, void> {
  const { onLeftOver, onProgress, signal, ...options } = given;
  const services = await context();
  const outcomes = importCustomers(sourceOf(rows), {
    ...options,
    until: aborted(signal),
    progress: onProgress && progressTo(onProgress),
    onLeftOver: onLeftOver && ((customers) => Effect.sync(() => onLeftOver(customers))),
  });
  yield* Stream.toAsyncIterableWith(outcomes, services);
}
