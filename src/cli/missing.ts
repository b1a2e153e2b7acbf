/**
 * `--missing`: the customers that earlier lists had and this one does not have.
 *
 * A list is written only if it is true: the whole input was read, and the journal has seen each of its rows. Rows that break
 * rules never reach the journal; their customers are in the list all the same. A rejected row whose key can't be read may be
 * anybody's, and one whose customer is known by another key may be that one's: then nobody can be said to be missing.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Stream from "effect/Stream";
import { type ConnectionOptions, makeConnection } from "../call/connection.ts";
import { isLookable } from "../call/lookable.ts";
import { isObject } from "../internal/json.ts";
import { outcomeTexts } from "../outcome/texts.ts";
import { keyOfLookup } from "../policy/journal/identity.ts";
import { missing } from "../policy/journal/layer.ts";
import { JournalStore } from "../policy/journal/store.ts";
import { CustomerJson } from "../customer/json.ts";
import { journalName } from "./durable.ts";
import type { ImportArguments, SyncArguments } from "./flags.ts";
import { layerJournalStore } from "./journal.ts";
import { keyOf } from "./key.ts";
import { createFile } from "./output/file.ts";
import type { SettledRow } from "./check/rows_under_way.ts";
import { sayJournal } from "./texts/say.ts";
import { usageError } from "./usage_error.ts";

/** The keys of rows that were rejected before they reached the journal. */
export class UnseenKeys {
  readonly #keyOf: ReturnType<typeof keyOf>;
  readonly #keys = new Set<string>();
  #hasNameless = false;

  /** Notes keys of this name. */
  constructor(key: string) {
    this.#keyOf = keyOf(key);
  }

  /** The keys. */
  get all(): ReadonlyArray<string> {
    return [...this.#keys];
  }

  /** Whether a row was rejected of which it is not known by what key the journal may know its customer. */
  get hasNameless(): boolean {
    return this.#hasNameless;
  }

  /** Notes those rows that were rejected here. */
  add(rows: ReadonlyArray<SettledRow>): void {
    for (const { input, outcome } of rows) {
      if (outcome._tag !== "Rejected" || outcome.by !== "validation") continue;
      if (outcome.message === outcomeTexts.ofAnother) this.#hasNameless = true;
      this.#note(input?.row);
    }
  }

  #note(row: unknown): void {
    const key = this.#of(row);
    if (key === undefined) this.#hasNameless = true;
    else this.#keys.add(key);
  }

  #of(row: unknown): string | undefined {
    const fields = row instanceof CustomerJson ? row.customer : row;
    if (!isObject(fields)) return undefined;
    try {
      const lookup = this.#keyOf({ surname: "", ...fields });
      return lookup !== undefined && isLookable(lookup) ? keyOfLookup(lookup) : undefined;
    } catch {
      // A field of another kind is no key.
      return undefined;
    }
  }
}

/** Writes the file, and returns the number of customers in it. */
export const writeMissing = Effect.fnUntraced(
  function* (
    { journal = "" }: ImportArguments,
    { listedAt, missing: file = "" }: SyncArguments,
    connection: ConnectionOptions,
    unseen: ReadonlyArray<string>,
  ) {
    const store = Context.get(yield* Layer.build(layerJournalStore(journal)), JournalStore);
    const name = journalName(makeConnection(connection).url);
    const append = yield* createFile(file);
    let count = 0;
    const write = (ids: ReadonlyArray<string>) => {
      count += ids.length;
      return append(ids.map((id) => `${JSON.stringify({ customer_id: id })}\n`).join(""));
    };
    const entries = store.open(name);
    for (let at = 0; at < unseen.length; at += perPage) {
      yield* Effect.mapError(entries.see(unseen.slice(at, at + perPage), listedAt), asUsageError);
    }
    yield* append("");
    yield* missing({ name, listedAt }).pipe(
      Stream.provideService(JournalStore, store),
      Stream.mapError(asUsageError),
      Stream.runForEachArray(write),
    );
    return count;
  },
  Effect.scoped,
);

const perPage = 1000;

const asUsageError = ({ message }: { readonly message: string }) =>
  usageError((texts) => sayJournal(message, texts));
