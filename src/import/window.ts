/**
 * Puts adds that happen at the same time together: the first one opens a window, the others join it, and when it
 * closes all of them go out in one batch.
 *
 * @module
 */
import * as Deferred from "effect/Deferred";
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Semaphore from "effect/Semaphore";
import { compact } from "../batch/body.ts";
import type { CheckedBatchLimits } from "../batch/limits.ts";
import { type Batch, isNonEmpty, makeBatch } from "../batch/model.ts";
import { bodyLength } from "../customer/envelope.ts";
import type { BatchItem } from "../batch/item.ts";

/** Sends a batch, and says how the add of each of its customers ends. */
export type SendAll<A, E> = (batch: Batch) => Effect.Effect<ReadonlyArray<Exit.Exit<A, E>>>;

/** One window after the other; a window closes after its time, or when its batch is full. */
export class AddWindows<A, E> {
  readonly #sendAll: SendAll<A, E>;
  readonly #limits: CheckedBatchLimits;
  readonly #duration: Duration.Duration;
  readonly #permits: Semaphore.Semaphore;
  #open: Window<A, E> | undefined;

  /** Batches keep to the limits, and so many are sent at a time; the first add of a window waits for the duration. */
  constructor(
    sendAll: SendAll<A, E>,
    { concurrency, duration, limits }: {
      readonly concurrency: number;
      readonly duration: Duration.Duration;
      readonly limits: CheckedBatchLimits;
    },
  ) {
    this.#sendAll = sendAll;
    this.#limits = limits;
    this.#duration = duration;
    this.#permits = Semaphore.makeUnsafe(concurrency);
  }

  /** Adds a customer. One that is interrupted before its batch is sent is not sent. */
  add(item: BatchItem): Effect.Effect<A, E> {
    return Effect.callback((resume) => {
      const window = this.#windowFor(item);
      if (window === undefined) return resume(Effect.andThen(this.#openWindow, this.add(item)));
      const place = window.enter(item, resume);
      if (window.size === this.#limits.maxCustomers) this.#close(window);
      return window.leaving(place);
    });
  }

  /** The open window, if it has room. */
  #windowFor({ bytes }: BatchItem): Window<A, E> | undefined {
    const open = this.#open;
    if (open === undefined || open.size === 0) return open;
    const length = bodyLength(open.size + 1, open.bytes + bytes);
    return length <= this.#limits.maxBytes ? open : undefined;
  }

  readonly #openWindow = Effect.suspend(() => {
    if (this.#open !== undefined) this.#close(this.#open);
    const window = this.#open = new Window<A, E>();
    return Effect.forkDetach(Effect.interruptible(this.#run(window)));
  });

  #close(window: Window<A, E>): void {
    if (this.#open === window) this.#open = undefined;
    window.close();
  }

  #run(window: Window<A, E>): Effect.Effect<void> {
    const end = Effect.raceFirst(Effect.sleep(this.#duration), window.closed);
    const close = Effect.sync(() => this.#close(window));
    // Who is there is looked at last: an add that is interrupted while its batch waits for its turn is not sent.
    const send = this.#permits.withPermit(Effect.suspend(() => {
      const batch = window.batch();
      return batch === undefined ? Effect.void : Effect.map(
        Effect.exit(this.#sendAll(batch)),
        // A defect ends the adds as well: none may wait for ever.
        (sent) =>
          window.end(
            batch,
            Exit.isSuccess(sent) ? sent.value : batch.items.map(() => Exit.failCause(sent.cause)),
          ),
      );
    }));
    return Effect.andThen(end, Effect.andThen(close, send));
  }
}

/** Ends an add. */
type Resume<A, E> = (exit: Exit.Exit<A, E>) => void;

class Window<A, E> {
  /** How much was entered, also if it left again. */
  bytes = 0;
  #items: Array<BatchItem> = [];
  /** By place; none for those that left. */
  readonly #adds: Array<Resume<A, E> | undefined> = [];
  readonly #closed = Deferred.makeUnsafe<void>();

  /** How many were entered, also if they left again. */
  get size(): number {
    return this.#items.length;
  }

  get closed(): Effect.Effect<void> {
    return Deferred.await(this.#closed);
  }

  enter(item: BatchItem, resume: Resume<A, E>): number {
    const place = this.#items.length;
    this.#items.push(item);
    this.#adds.push(resume);
    this.bytes += item.bytes;
    return place;
  }

  /** Made here, so that an add that waits holds the window and not its own customer. */
  leaving(place: number): Effect.Effect<void> {
    return Effect.sync(() => this.#adds[place] = undefined);
  }

  /** Takes no more, and numbers the items by their places. Thousands of windows may wait, so they are made small. */
  close(): void {
    if (Deferred.isDoneUnsafe(this.#closed)) return;
    if (isNonEmpty(this.#items)) this.#items = compact(makeBatch(this.#items));
    Deferred.doneUnsafe(this.#closed, Exit.void);
  }

  /** Those that are still there; only after `close`, which numbers them. */
  batch(): Batch | undefined {
    const items = this.#items.filter(({ index }) => this.#adds[index] !== undefined);
    return isNonEmpty(items) ? makeBatch(items) : undefined;
  }

  end({ items }: Batch, exits: ReadonlyArray<Exit.Exit<A, E>>): void {
    for (const [i, { index }] of items.entries()) this.#adds[index]?.(exits[i]);
  }
}
