/**
 * Operations of a store, as a journal runs them: to their end, within a time, and a failure is told.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import { withinStoreTime } from "../store_time.ts";
import { recordJournal, type StoreOperation } from "./events.ts";
import { JournalStoreError, type StoreCall } from "./store.ts";

/** Runs an operation on some customers in a fiber of its own: it ends although nobody waits for it any more. */
export const forkToItsEnd = <A>(
  name: StoreOperation,
  { length }: ReadonlyArray<unknown>,
  operation: StoreCall<A>,
): Effect.Effect<Fiber.Fiber<A, JournalStoreError>> =>
  withinStoreTime(operation, hangingStore).pipe(
    Effect.catchDefect(() => Effect.fail(brokenStore())),
    Effect.tapError(() => recordJournal(`${name}_failed`, length)),
    Effect.interruptible,
    Effect.forkDetach({ startImmediately: true }),
  );

/** Runs an operation on some customers in the same way, and waits for it. */
export const toItsEnd = <A>(
  name: StoreOperation,
  customers: ReadonlyArray<unknown>,
  operation: StoreCall<A>,
): StoreCall<A> => Effect.flatMap(forkToItsEnd(name, customers, operation), Fiber.join);

const brokenStore = () => new JournalStoreError({ message: "the journal's store threw an error" });
const hangingStore = () => new JournalStoreError({ message: "the journal does not answer" });
