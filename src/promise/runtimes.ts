/**
 * What a connection runs its effects in: the calls with their policies, the same for a sync, and the journal's store. All of
 * them share one store and one log.
 *
 * @module
 */
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as ManagedRuntime from "effect/ManagedRuntime";
import * as Redacted from "effect/Redacted";
import { CustomerLookup } from "../call/lookup.ts";
import { BatchCall } from "../call/service.ts";
import { durablePolicies } from "../policy/durable.ts";
import type { JournalStore, JournalStoreError } from "../policy/journal/store.ts";
import { stack } from "../policy/layer.ts";
import { type StandardOptions, standardPolicies } from "../policy/standard.ts";
import { syncPolicies } from "../policy/sync.ts";
import { watchedCalls, watchedLookups } from "./failure.ts";
import { logTo } from "./log.ts";
import type { ConnectOptions } from "./options.ts";

/** Runs what needs calls. */
export type Calls = ManagedRuntime.ManagedRuntime<BatchCall, JournalStoreError>;

/** What a connection runs its effects in. */
export interface Runtimes {
  /** For everything but a sync. */
  readonly add: Calls;
  /** With a journal: for a sync, and for what the journal knows. */
  readonly journaled:
    | {
      readonly sync: Calls;
      readonly store: ManagedRuntime.ManagedRuntime<JournalStore, JournalStoreError>;
    }
    | undefined;
  /** Interrupts what is running, and closes the store. */
  readonly dispose: () => Promise<void>;
}

/** The policies stand around the calls already, inside of the journal. */
const none: StandardOptions = {
  split: false,
  retry: false,
  circuitBreaker: false,
  concurrency: false,
};

/**
 * Makes them. Nothing is opened before it is needed.
 *
 * @throws {TypeError} If an option of the connection is missing or wrong.
 * @throws {RangeError} If another option is invalid.
 */
export const makeRuntimes = (options: ConnectOptions): Runtimes => {
  const { fetch, journal, log, policies } = options;
  const memoMap = Layer.makeMemoMapUnsafe();
  const logs = logTo(log);
  const start = <A>(layer: Layer.Layer<A, JournalStoreError>) =>
    ManagedRuntime.make(Layer.provideMerge(layer, logs), { memoMap });

  const connection = { ...options, password: Redacted.make(options.password) };
  const transport = fetch === undefined ? Layer.empty : Layer.succeed(FetchHttpClient.Fetch, fetch);
  const calls = Layer.provide(
    stack(standardPolicies(policies), watchedCalls),
    Layer.provide(BatchCall.layer(connection), transport),
  );
  if (journal === undefined) {
    const add = start(calls);
    return { add, journaled: undefined, dispose: () => add.dispose() };
  }
  const { store, ...known } = journal;
  // A request that adds customers may take longer than a lookup.
  const lookups = Layer.provide(
    watchedLookups,
    Layer.provide(CustomerLookup.layer({ ...connection, timeout: undefined }), transport),
  );
  const over = Layer.mergeAll(calls, lookups, store);
  const add = start(Layer.provide(durablePolicies({ ...none, journal: known }), over));
  const sync = start(Layer.provide(syncPolicies({ ...none, journal: known }), over));
  const stored = start(store);
  return {
    add,
    journaled: { sync, store: stored },
    dispose: async () => {
      await Promise.all([add.dispose(), sync.dispose(), stored.dispose()]);
    },
  };
};
