/**
 * {@linkcode JournalStore}: where journals keep what they know. Several processes and machines may share a store.
 *
 * Everything that keeps customers from being created twice rests on two properties of a store. A change is durable
 * when it succeeds, and each change of an entry is atomic: of two that claim a key at the same time, one gets it.
 * `tests/policy/journal/store_test.ts` is one suite for all stores; a new store must pass it.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Data from "effect/Data";
import type * as Effect from "effect/Effect";

/** A customer that a run wants to send: its key, and the fingerprint of its content. Both are hexadecimal. */
export interface Claim {
  readonly key: string;
  readonly print: string;
}

/** A customer that was created. */
export interface CreatedEntry extends Claim {
  readonly state: "created";
  readonly customerId: string;
  /** The holder that sent it. */
  readonly token: string;
}

/** A customer that may have been created. */
export interface OpenEntry extends Claim {
  /** `sending`: a run is sending it, or died while it did. `doubt`: the run that sent it could not find out. */
  readonly state: "sending" | "doubt";
  /** The holder: the one part of a run that may send it. */
  readonly token: string;
  /** By the store's clock, in milliseconds: until when the customer may turn up although a lookup does not find it. */
  readonly until: number;
  /** How many milliseconds that is from now. Not positive: an absence is proof. */
  readonly remaining: number;
}

/** What a journal knows of a customer. `format.md` specifies how it is stored. */
export type Entry = CreatedEntry | OpenEntry;

/** An open entry as it was read: a change applies only if the entry is still so. */
export type Seen = Pick<OpenEntry, "key" | "token" | "until">;

/** An operation of a store. */
export type StoreCall<A> = Effect.Effect<A, JournalStoreError>;

/** The entries of one journal. Keys in a list are distinct. */
export interface Entries {
  /**
   * Writes an entry for each key that has none: `sending`, held by the token, for `holdMillis` from now. Returns the
   * keys that it wrote.
   */
  readonly claim: (
    claims: ReadonlyArray<Claim>,
    token: string,
    holdMillis: number,
  ) => StoreCall<ReadonlyArray<string>>;
  /** The entries of those keys that have one, in any order. */
  readonly read: (keys: ReadonlyArray<string>) => StoreCall<ReadonlyArray<Entry>>;
  /** Holds for `holdMillis` from now what is `sending` and held by the token. Returns those keys. */
  readonly confirm: (
    keys: ReadonlyArray<string>,
    token: string,
    holdMillis: number,
  ) => StoreCall<ReadonlyArray<string>>;
  /**
   * Claims open entries of others: those that are as they were seen, and whose time is over by the store's clock.
   * Returns the keys that it changed.
   */
  readonly takeOver: (
    claims: ReadonlyArray<Claim & Seen>,
    token: string,
    holdMillis: number,
  ) => StoreCall<ReadonlyArray<string>>;
  /** Notes ids of open entries that the given tokens still hold. Returns the keys that it changed. */
  readonly create: (
    created: ReadonlyArray<{
      readonly key: string;
      readonly token: string;
      readonly customerId: string;
    }>,
  ) => StoreCall<ReadonlyArray<string>>;
  /** Makes what is `sending` and held by the token a `doubt` for `holdMillis` from now. */
  readonly doubt: (
    keys: ReadonlyArray<string>,
    token: string,
    holdMillis: number,
  ) => StoreCall<void>;
  /** Removes what is `sending` and held by the token: the customers were certainly not created. */
  readonly forget: (keys: ReadonlyArray<string>, token: string) => StoreCall<void>;
}

/** A store that failed or did not answer in time. It holds no customer's value. */
export class JournalStoreError extends Data.Error<{
  readonly message: string;
  readonly cause?: unknown;
}> {
  /** For `Effect.catchTag`. */
  readonly _tag = "JournalStoreError" as const;
  /** The error's name. */
  override readonly name = "JournalStoreError";
}

/** What a store of journals does. */
export interface JournalStoreShape {
  /** The entries of the journal with this name. */
  readonly open: (name: string) => Entries;
}

const JournalStoreBase: Context.ServiceClass<
  JournalStore,
  "@thulium-effect/batch-customers/JournalStore",
  JournalStoreShape
> = /* @__PURE__ */ (() =>
  Context.Service<JournalStore, JournalStoreShape>()(
    "@thulium-effect/batch-customers/JournalStore",
  ))();

/** Where journals keep what they know. */
export class JournalStore extends JournalStoreBase {}
