/**
 * The journal's pages in a `KeyValueStore`. `entry.ts` specifies their format.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import * as KeyValueStore from "effect/persistence/KeyValueStore";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";
import * as Semaphore from "effect/Semaphore";
import type { BatchItem } from "../../batch/item.ts";
import { BoundedMap } from "../../internal/bounded_map.ts";
import type { Entry } from "./entry.ts";
import { withinStoreTime } from "../store_time.ts";

interface Page {
  readonly version: 1;
  readonly revision: number;
  readonly entries: { readonly [index: string]: Entry };
  /** The page was unreadable once: a customer without an entry is in doubt. */
  readonly doubtful?: boolean | undefined;
}

const decode = /* @__PURE__ */ (() =>
  Schema.decodeUnknownResult(
    Schema.fromJsonString(
      Schema.Struct({
        version: Schema.Literal(1),
        revision: Schema.Int,
        entries: Schema.Record(
          Schema.String,
          Schema.Union([
            Schema.Tuple([Schema.Literals(["s", "u", "n"]), Schema.String]),
            Schema.Tuple([Schema.Literals(["c", "r"]), Schema.String, Schema.String]),
          ]),
        ),
        doubtful: Schema.optional(Schema.Boolean),
      }),
    ),
  ))();

/** The number of customers that share a page. */
export const pageSize = 512;
const sides = ["a", "b"] as const;

const empty: Page = { version: 1, revision: 0, entries: {} };
const unreadable: Page = { version: 1, revision: 0, entries: {}, doubtful: true };

/** The failure of a store that hangs. */
export const hangingStore = (): KeyValueStore.KeyValueStoreError =>
  new KeyValueStore.KeyValueStoreError({ method: "any", message: "took too long" });

type Call<A> = Effect.Effect<A, KeyValueStore.KeyValueStoreError>;

/** The number of pages that are kept in memory. */
const cachedPages = 8;

/** Reads and writes entries by the customers' indices. Nothing else may write them meanwhile. */
export class JournalPages {
  readonly #store: KeyValueStore.KeyValueStore;
  /** One change at a time: a page is read, changed and written as a whole. */
  readonly #lock = Semaphore.makeUnsafe(1);
  readonly #cache = new BoundedMap<number, Page>(cachedPages);

  /** Keeps its pages in the store. */
  constructor(store: KeyValueStore.KeyValueStore) {
    this.#store = store;
  }

  /** What is known of each customer: an entry, nothing, or that the entry was lost. */
  read(items: ReadonlyArray<BatchItem>): Call<ReadonlyArray<Entry | "lost" | undefined>> {
    return Effect.map(
      this.#locked(this.#pages(numbersOf(items))),
      (pages) =>
        items.map(({ index }) => {
          const { doubtful = false, entries } = pages.get(pageOf(index)) ?? empty;
          return entries[index] ?? (doubtful ? "lost" : undefined);
        }),
    );
  }

  /** The indices of the wanted entries by fingerprint, in the pages of these customers and the pages next to them. */
  indicesOf(
    items: ReadonlyArray<BatchItem>,
    isWanted: (entry: Entry) => boolean,
  ): Call<ReadonlyMap<string, ReadonlyArray<number>>> {
    const around = numbersOf(items).flatMap((number) => [number - 1, number, number + 1]);
    const numbers = [...new Set(around.filter((number) => number >= 0))];
    return Effect.map(this.#locked(this.#pages(numbers)), (pages) => {
      const indices = new Map<string, Array<number>>();
      for (const { entries } of pages.values()) {
        for (const [index, entry] of Object.entries(entries)) {
          if (!isWanted(entry)) continue;
          const known = indices.get(entry[1]);
          if (known === undefined) indices.set(entry[1], [Number(index)]);
          else known.push(Number(index));
        }
      }
      return indices;
    });
  }

  /**
   * Writes what is known of the customers; it is durable when this succeeds. A write that was begun is finished
   * even if nobody waits for it any more, so that it cannot overtake a later write.
   */
  write(items: ReadonlyArray<BatchItem>, entries: ReadonlyArray<Entry>): Call<void> {
    const written = Effect.flatMap(
      this.#pages(numbersOf(items)),
      (pages) =>
        Effect.forEach(pages, ([number, page]) => {
          const changes = items.flatMap(({ index }, i) =>
            pageOf(index) === number ? [[index, entries[i]] as const] : []
          );
          return this.#writePage(number, page, changes);
        }, { discard: true }),
    );
    return this.#locked(written);
  }

  /** Runs operations one after the other, each to its end, but waits no longer than a store may take. */
  #locked<A>(operation: Call<A>): Call<A> {
    const fiber = Effect.forkDetach(this.#lock.withPermit(operation), {
      startImmediately: true,
    });
    return withinStoreTime(Effect.flatMap(fiber, Fiber.join), hangingStore);
  }

  #pages(numbers: ReadonlyArray<number>): Call<ReadonlyMap<number, Page>> {
    return Effect.map(
      Effect.forEach(numbers, (number) => this.#page(number)),
      (pages) => new Map(pages.map((page, i) => [numbers[i], page])),
    );
  }

  #page(number: number): Call<Page> {
    return Effect.suspend(() => {
      const cached = this.#cache.get(number);
      return cached === undefined
        ? Effect.tap(
          this.#readPage(number),
          (page) => Effect.sync(() => this.#cache.set(number, page)),
        )
        : Effect.succeed(cached);
    });
  }

  #readPage(number: number): Call<Page> {
    return Effect.map(
      Effect.forEach(sides, (side) => this.#store.get(`${number}/${side}`)),
      (texts) => {
        const present = texts.filter((text) => text !== undefined);
        const pages = present.flatMap((text) =>
          Result.match(decode(text), {
            onFailure: () => [],
            onSuccess: (page) => [page],
          })
        );
        if (pages.length === 0) return present.length === 0 ? empty : unreadable;
        const newest = pages.reduce((one, other) => other.revision > one.revision ? other : one);
        // If a side was lost, it may have been the newer one.
        const expected = Math.max(present.length, Math.min(sides.length, newest.revision));
        const isWhole = pages.length === expected;
        return isWhole ? newest : { ...newest, doubtful: true };
      },
    );
  }

  #writePage(
    number: number,
    page: Page,
    changes: ReadonlyArray<readonly [index: number, entry: Entry]>,
  ): Call<void> {
    const revision = page.revision + 1;
    const entries = { ...page.entries, ...Object.fromEntries(changes) };
    const changed: Page = { ...page, revision, entries };
    return Effect.onExit(
      this.#store.set(`${number}/${sides[revision % 2]}`, JSON.stringify(changed)),
      (exit) =>
        Effect.sync(() =>
          Exit.isSuccess(exit) ? this.#cache.set(number, changed) : this.#cache.delete(number)
        ),
    );
  }
}

const pageOf = (index: number): number => Math.floor(index / pageSize);

const numbersOf = (items: ReadonlyArray<BatchItem>): ReadonlyArray<number> => [
  ...new Set(items.map(({ index }) => pageOf(index))),
];
