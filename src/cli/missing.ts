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
import type { Ending } from "./ending.ts";
import { attempt } from "./files.ts";
import type { ImportArguments, SyncArguments } from "./flags.ts";
import { layerJournalStore } from "./journal.ts";
import { keyOf } from "./key.ts";
import { formatOfName } from "./input/format.ts";
import { createFile } from "./output/file.ts";
import type { SettledRow } from "./rows_under_way.ts";
import { sayJournal } from "./texts/say.ts";
import type { WhyNotMissing } from "./texts/table.ts";
import { usageError } from "./usage_error.ts";

/** Rows whose customers are not known: how many, and the places of the first of them. */
export interface Nameless {
  readonly count: number;
  readonly places: ReadonlyArray<number>;
}

/** How many places are named. */
const maxPlaces = 8;

/** The keys of rows that were rejected before they reached the journal. */
export class UnseenKeys {
  readonly #keyOf: ReturnType<typeof keyOf>;
  readonly #keys = new Set<string>();
  readonly #nameless: Array<number> = [];
  #count = 0;

  /** Notes keys of this name. */
  constructor(key: string) {
    this.#keyOf = keyOf(key);
  }

  /** The keys. */
  get all(): ReadonlyArray<string> {
    return [...this.#keys];
  }

  /** The rows that were rejected of which it is not known by what key the journal may know their customers. */
  get nameless(): Nameless {
    return { count: this.#count, places: this.#nameless };
  }

  /** Notes those rows that were rejected here. */
  add(rows: ReadonlyArray<SettledRow>): void {
    for (const { input, outcome, place } of rows) {
      if (outcome._tag !== "Rejected" || outcome.by !== "validation") continue;
      const key = this.#of(input?.row);
      if (key !== undefined) this.#keys.add(key);
      if (key === undefined || outcome.message === outcomeTexts.ofAnother) {
        this.#count++;
        if (this.#nameless.length < maxPlaces) this.#nameless.push(place);
      }
    }
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
    const isCsv = formatOfName(file) === "csv";
    const line = (id: string) => isCsv ? `${id}\r\n` : `${JSON.stringify({ customer_id: id })}\n`;
    let count = 0;
    const write = (ids: ReadonlyArray<string>) => {
      count += ids.length;
      return append(ids.map(line).join(""));
    };
    const entries = store.open(name);
    for (let at = 0; at < unseen.length; at += perPage) {
      yield* Effect.mapError(entries.see(unseen.slice(at, at + perPage), listedAt), asUsageError);
    }
    yield* append(isCsv ? "customer_id\r\n" : "");
    yield* missing({ name, listedAt }).pipe(
      Stream.provideService(JournalStore, store),
      Stream.mapError(asUsageError),
      Stream.runForEachArray(write),
    );
    return count;
  },
  Effect.scoped,
);

/** Why the list would not be true; `undefined` if it is. */
export const whyNotMissing = (
  { fromLine }: Pick<ImportArguments, "fromLine">,
  { isReadToEnd, stoppedBy, tally: { counts, total }, unreadable }: Ending,
  { count }: Nameless,
): WhyNotMissing | undefined => {
  if (fromLine !== undefined) return "part";
  if (total === 0) return "empty";
  if (!isReadToEnd || unreadable !== undefined || stoppedBy !== undefined) return "cut";
  if (counts.notSent > 0) return "unsent";
  return count > 0 ? "nameless" : undefined;
};

/** Removes the list of an earlier night, which somebody might take for that of this one. A pipe or a device stays. */
export const dropMissing = (file: string): Effect.Effect<void> =>
  Effect.ignore(attempt(async () => {
    const { isFile } = await Deno.stat(file);
    if (isFile) await Deno.remove(file);
  }));

const perPage = 1000;

const asUsageError = ({ message }: { readonly message: string }) =>
  usageError((texts) => sayJournal(message, texts));
