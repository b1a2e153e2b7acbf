/**
 * By which key a journal knows its customers. With another `--key` it would know none of them, and all would be created
 * again; so the first run notes the key, and a run with another one is refused.
 *
 * **The note stands in a journal of its own**, named `NAME key`, beside the one it is about: one entry, whose customer's id
 * is the key's name. So every store keeps it as safely as its customers, and of two first runs one notes its key. Of a
 * journal that has customers and no note, nobody knows the key: it is older than these notes. Any key is right for it.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import {
  type Entries,
  JournalStore,
  type JournalStoreError,
  type StoreCall,
} from "../policy/journal/store.ts";
import { toItsEnd } from "../policy/journal/store_call.ts";
import { layerJournalStore } from "./journal.ts";
import { sayJournal } from "./texts/say.ts";
import { type UsageError, usageError } from "./usage_error.ts";

/** Which journal a run uses, and how. */
export interface JournalUse {
  /** The value of `--journal`. */
  readonly journal: string;
  /** The journal's name in its store. */
  readonly name: string;
  /** The value of `--key`. */
  readonly key: string;
  /** Whether the key is noted if none is. A dry run only compares. */
  readonly notes: boolean;
}

/** The store of a journal that is used by this key. */
export const layerJournalByKey = (use: JournalUse): Layer.Layer<JournalStore, UsageError> =>
  Layer.effect(
    JournalStore,
    Effect.gen(function* () {
      const store = yield* JournalStore;
      const noted = yield* Effect.mapError(keyIn(store, use), asUsageError);
      if (noted !== undefined && noted !== anyKey && noted !== use.key) {
        return yield* usageError(({ usage }) => usage.otherKey(noted, use.key));
      }
      return store;
    }),
  ).pipe(Layer.provide(layerJournalStore(use.journal)));

/** The only key of the journal of keys. */
const place = "0".repeat(32);
/** Nobody else changes the entry, so it needs no holder of its own. */
const token = "0".repeat(16);

/** Noted where nobody knows the key. */
const anyKey = "*";

const keyIn = Effect.fnUntraced(
  function* ({ open }: JournalStore["Service"], { key, name, notes }: JournalUse) {
    const notesOfKeys = open(`${name} key`);
    const known = yield* noteIn(notesOfKeys);
    if (known !== undefined || !notes) return known;
    const [someone] = yield* toItsEnd("read", [], open(name).missing(latest, "", 1));
    const claim = { key: place, print: "", customerId: someone === undefined ? key : anyKey };
    yield* toItsEnd("claim", [claim], notesOfKeys.claim([claim], token, 0));
    return yield* noteIn(notesOfKeys);
  },
);

/** No list comes later. */
const latest = Number.MAX_SAFE_INTEGER;

const noteIn = (entries: Entries): StoreCall<string | undefined> =>
  Effect.map(
    toItsEnd("read", [place], entries.read([place])),
    ([entry]) => entry !== undefined && "customerId" in entry ? entry.customerId : undefined,
  );

const asUsageError = ({ message }: JournalStoreError): UsageError =>
  usageError((texts) => sayJournal(message, texts));
