/**
 * The journal's pages in a `KeyValueStore`: the format is specified in `journal.ts`.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as KeyValueStore from "effect/persistence/KeyValueStore";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";
import type * as Semaphore from "effect/Semaphore";
import type { BatchItem } from "../batch.ts";

/** What is known of a customer: state, fingerprint, and the id or status that goes with the state. */
export type Entry = readonly [
  state: "s" | "u" | "c" | "r" | "n",
  fingerprint: string,
  detail?: string,
];

interface Page {
  readonly version: 1;
  readonly revision: number;
  readonly entries: { readonly [index: string]: Entry };
  /** The page was unreadable once: what has no entry is in doubt. */
  readonly doubtful?: boolean | undefined;
}

const Page: Schema.Codec<Page> = Schema.Struct({
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
});

const decode = Schema.decodeUnknownResult(Schema.fromJsonString(Page));
const pageSize = 512;
const sides = ["a", "b"] as const;

const empty: Page = { version: 1, revision: 0, entries: {} };
const unreadable: Page = { ...empty, doubtful: true };

type Call<A> = Effect.Effect<A, KeyValueStore.KeyValueStoreError>;

/** Reads and writes entries by the customers' indices. */
export class JournalPages {
  readonly #store: KeyValueStore.KeyValueStore;
  /** One change at a time: a page is read, changed and written as a whole. */
  readonly #lock: Semaphore.Semaphore;

  /** Keeps its pages in the store. */
  constructor(store: KeyValueStore.KeyValueStore, lock: Semaphore.Semaphore) {
    this.#store = store;
    this.#lock = lock;
  }

  /** What is known of the customers: an entry, nothing, or that the entry was lost. */
  read(items: ReadonlyArray<BatchItem>): Call<ReadonlyArray<Entry | "lost" | undefined>> {
    return Effect.map(this.#pagesOf(items), (pages) =>
      items.map(({ index }) => {
        const { doubtful = false, entries } = pages.get(pageOf(index)) ?? empty;
        return entries[index] ?? (doubtful ? "lost" : undefined);
      }));
  }

  /** Notes what is known of the customers; durable when it succeeds. */
  write(items: ReadonlyArray<BatchItem>, entries: ReadonlyArray<Entry>): Call<void> {
    return this.#lock.withPermit(
      Effect.flatMap(this.#pagesOf(items), (pages) =>
        Effect.forEach(pages, ([number, page]) => {
          const changes = items.flatMap(({ index }, i) =>
            pageOf(index) === number ? [[index, entries[i]] as const] : []
          );
          return this.#writePage(number, page, changes);
        }, { discard: true })),
    );
  }

  #pagesOf(items: ReadonlyArray<BatchItem>): Call<ReadonlyMap<number, Page>> {
    const numbers = [...new Set(items.map(({ index }) => pageOf(index)))];
    return Effect.map(
      Effect.forEach(numbers, (number) => this.#readPage(number)),
      (pages) => new Map(pages.map((page, i) => [numbers[i], page])),
    );
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
        // A side that was lost may have been the newer one.
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
    return this.#store.set(`${number}/${sides[revision % 2]}`, JSON.stringify(changed));
  }
}

const pageOf = (index: number): number => Math.floor(index / pageSize);
