/**
 * Groups adds that happen at the same time: the first one opens a window, others join it, and when the window
 * closes all of them are sent in one batch.
 *
 * Many thousand adds may wait here, so the file is careful about memory: an add that waits holds its window
 * and not its own customer, and a closed window keeps its customers as one block of bytes.
 *
 * @module
 */
import * as Deferred from "effect/Deferred";
import type * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as References from "effect/References";
import * as Semaphore from "effect/Semaphore";
import type * as Tracer from "effect/Tracer";
import { Compact } from "../batch/compact.ts";
import { below, type CurrentFiber, type MaybeSpan, useSpan } from "../call/span.ts";
import type { CheckedBatchLimits } from "../batch/limits.ts";
import { type AddBatch, isNonEmpty, makeBatch } from "../batch/model.ts";
import { bodyLength } from "../customer/envelope.ts";
import type { BatchItem } from "../batch/item.ts";

/** Sends a batch, and returns how the add of each of its customers ends. */
export type SendAll<A, E> = (
  batch: AddBatch,
  span: MaybeSpan,
) => Effect.Effect<ReadonlyArray<Exit.Exit<A, E>>>;

/** Opens one window after the other. A window closes after its time, or when its batch is full. */
export class AddWindows<A, E> {
  readonly #sendAll: SendAll<A, E>;
  readonly #limits: CheckedBatchLimits;
  readonly #duration: Duration.Duration;
  readonly #permits: Semaphore.Semaphore;
  #open: Window<A, E> | undefined;

  /** `concurrency` batches are sent at the same time. The first add of a window waits for `duration`. */
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

  /** Adds a customer in the fiber that waits for it, and in its span if it has one. An add that is interrupted before its batch is sent is left out. */
  add(item: BatchItem, fiber: CurrentFiber, span?: Tracer.Span): Effect.Effect<A, E> {
    return Effect.callback((resume) => {
      const window = this.#windowFor(item);
      if (window === undefined) {
        return resume(Effect.andThen(this.#openWindow, this.add(item, fiber, span)));
      }
      window.enter(item, fiber, resume, span);
      if (window.size === this.#limits.maxCustomers) this.#close(window);
      return window.leave;
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
    return Effect.forkDetach(ofNobody(Effect.interruptible(this.#run(window))));
  });

  #close(window: Window<A, E>): void {
    if (this.#open === window) this.#open = undefined;
    window.close();
  }

  #run(window: Window<A, E>): Effect.Effect<void> {
    return Effect.raceFirst(Effect.sleep(this.#duration), window.closed).pipe(
      Effect.andThen(Effect.sync(() => this.#close(window))),
      Effect.andThen(this.#permits.withPermit(Effect.suspend(() => this.#send(window)))),
    );
  }

  /** The batch is built here, after the waits, so that an add that was interrupted meanwhile is left out. */
  #send(window: Window<A, E>): Effect.Effect<void> {
    const batch = window.batch();
    if (batch === undefined) return Effect.void;
    const sending = inSharedSpan(window.spans(batch), (span) => this.#sendAll(batch, span));
    return Effect.map(Effect.exit(sending), (sent) => {
      // A defect must end the adds too, or they would wait for ever.
      const exits = Exit.isSuccess(sent)
        ? sent.value
        : batch.items.map(() => Exit.failCause(sent.cause));
      window.end(batch, exits);
    });
  }
}

/** A window belongs to all its adds: what it does is not logged or traced as the work of the first one. */
const ofNobody = <A, E>(effect: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  effect.pipe(
    Effect.provideService(References.CurrentLogAnnotations, {}),
    Effect.provideService(References.CurrentLogSpans, []),
    Effect.provideService(References.TracerSpanAnnotations, {}),
  );

/** Runs the work of a window in a span: below an add that is alone, or else linked with all adds, and they with it. */
const inSharedSpan = <A, E>(
  adds: ReadonlyArray<Tracer.Span>,
  work: (span: MaybeSpan) => Effect.Effect<A, E>,
): Effect.Effect<A, E> => {
  const [parent] = adds;
  const options = () => ({
    ...(adds.length === 1 ? { parent } : { root: true, links: adds.map(linkTo) }),
    attributes: { "thulium.feed": "single" },
  });
  return useSpan("thulium.shared_batch", options, (span) => {
    if (span !== undefined && adds.length > 1) {
      for (const add of adds) add.addLinks([linkTo(span)]);
    }
    return below(span, work(span));
  });
};

const linkTo = (span: Tracer.Span): Tracer.SpanLink => ({ span, attributes: {} });

/** Ends an add. */
type Resume<A, E> = (exit: Exit.Exit<A, E>) => void;

class Window<A, E> {
  /** Bytes of all adds that joined, also of those that left again. */
  bytes = 0;
  /** By place: as they came, until the window closes. */
  #customers: Array<BatchItem> | Compact = [];
  /** By place; `undefined` for adds that left. */
  readonly #adds: Array<Resume<A, E> | undefined> = [];
  /** By place: who waits for the add. */
  readonly #fibers: Array<CurrentFiber> = [];
  /** By place. Empty where nobody collects spans. */
  readonly #spans: Array<Tracer.Span> = [];
  readonly #closed = Deferred.makeUnsafe<void>();

  /** Number of adds that joined, also of those that left again. */
  get size(): number {
    return this.#adds.length;
  }

  get closed(): Effect.Effect<void> {
    return Deferred.await(this.#closed);
  }

  /** Only while the window is open. */
  enter(
    item: BatchItem,
    fiber: CurrentFiber,
    resume: Resume<A, E>,
    span: Tracer.Span | undefined,
  ): void {
    if (this.#customers instanceof Compact) throw new Error("a closed window takes no adds");
    if (span !== undefined) this.#spans[this.size] = span;
    this.#customers.push(item);
    this.#adds.push(resume);
    this.#fibers.push(fiber);
    this.bytes += item.bytes;
  }

  /** Run by a fiber whose add is interrupted. All adds share it, so that one that waits holds nothing of its own. */
  readonly leave: Effect.Effect<void> = Effect.withFiber((fiber) => {
    const place = this.#fibers.lastIndexOf(fiber);
    if (place >= 0) this.#adds[place] = undefined;
    return Effect.void;
  });

  /** Takes no more adds. The index of each item becomes its place. */
  close(): void {
    if (this.#customers instanceof Compact) return;
    if (isNonEmpty(this.#customers)) this.#customers = new Compact(makeBatch(this.#customers));
    Deferred.doneUnsafe(this.#closed, Exit.void);
  }

  /** The adds that did not leave. */
  batch(): AddBatch | undefined {
    if (!(this.#customers instanceof Compact)) return undefined;
    const items = this.#customers.items().filter(({ index }) => this.#adds[index] !== undefined);
    return isNonEmpty(items) ? makeBatch(items) : undefined;
  }

  /** The spans of the adds of a batch. */
  spans({ items }: AddBatch): ReadonlyArray<Tracer.Span> {
    return this.#spans.length === 0
      ? this.#spans
      : items.flatMap(({ index }) => this.#spans[index] ?? []);
  }

  end({ items }: AddBatch, exits: ReadonlyArray<Exit.Exit<A, E>>): void {
    for (const [i, { index }] of items.entries()) this.#adds[index]?.(exits[i]);
  }
}
