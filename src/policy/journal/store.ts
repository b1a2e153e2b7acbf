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

/** A customer that a run wants to send. */
export interface Claim {
  /** Hexadecimal. */
  readonly key: string;
  /** The fingerprints of its row, as `print.ts` writes them: of the content, and of the JSON if the journal knows that. */
  readonly print: string;
  /**
   * What will be known of its fields once it is sent, as `fields.ts` writes it.
   *
   * @default nothing
   */
  readonly fields?: string | undefined;
}

/** A customer to claim. */
export interface NewClaim extends Claim {
  /**
   * The id of a customer that exists already: it is claimed to be updated, and not to be created.
   *
   * @default none
   */
  readonly customerId?: string | undefined;
}

/** What all entries have. */
interface EntryParts extends Claim {
  readonly fields: string;
  /** The holder: the one part of a run that may send the customer, or that was the last one to send it. */
  readonly token: string;
  /**
   * By the store's clock, in milliseconds: until when a request that was given up may still create the customer, or change
   * it. 0: there is no such request.
   */
  readonly until: number;
  /** How many milliseconds that is from now. Not positive: its time is over. */
  readonly remaining: number;
}

/** A customer that exists, and that nobody is changing. */
export interface CreatedEntry extends EntryParts {
  readonly state: "created";
  readonly customerId: string;
}

/** A customer that exists. A run is changing it, or died while it did, or could not find out whether it did. */
export interface UpdatingEntry extends EntryParts {
  readonly state: "updating";
  readonly customerId: string;
}

/** A customer that may have been created. */
export interface OpenEntry extends EntryParts {
  /** `sending`: a run is sending it, or died while it did. `doubt`: the run that sent it could not find out. */
  readonly state: "sending" | "doubt";
}

/** What a journal knows of a customer. `format.md` specifies how it is stored. */
export type Entry = CreatedEntry | UpdatingEntry | OpenEntry;

/** An entry as it was read: a change applies only if the entry is still so. */
export type Seen = Pick<Entry, "key" | "token" | "until">;

/** How a customer is known once nobody is changing it any more. */
export interface Settled {
  readonly key: string;
  /** Who changed it. */
  readonly token: string;
  readonly customerId: string;
  readonly print: string;
  readonly fields: string;
}

/** A customer that exists, by its key. */
export interface KnownCustomer {
  readonly key: string;
  readonly customerId: string;
}

/** A customer that exists, with the fingerprints of its row. */
export type KnownPrint = Pick<CreatedEntry, "customerId" | "print">;

/** An operation of a store. */
export type StoreCall<A> = Effect.Effect<A, JournalStoreError>;

/** The entries of one journal. Keys in a list are distinct. */
export interface Entries {
  /**
   * Writes an entry for each key that has none, held by the token, for `holdMillis` from now: `sending`, or `updating` if
   * the customer has an id. `listedAt` is the time of the list that has the keys; 0, if nobody asks for it. Returns the keys
   * that it wrote.
   */
  readonly claim: (
    claims: ReadonlyArray<NewClaim>,
    token: string,
    holdMillis: number,
    listedAt?: number,
  ) => StoreCall<ReadonlyArray<string>>;
  /** The entries of those keys that have one, in any order. */
  readonly read: (keys: ReadonlyArray<string>) => StoreCall<ReadonlyArray<Entry>>;
  /**
   * The customers with those keys, each under the place of its key, as far as they are `created`. Here keys may repeat. It is
   * asked for each row of each list.
   */
  readonly recall: (
    keys: ReadonlyArray<string>,
  ) => StoreCall<ReadonlyArray<KnownPrint | undefined>>;
  /**
   * Writes other fingerprints of customers that are `created` with the same contents: the first 16 characters of both
   * fingerprints are equal.
   */
  readonly reprint: (claims: ReadonlyArray<Claim>) => StoreCall<void>;
  /** The entries that have one of these ids in Thulium. It may read the whole journal. */
  readonly holders: (
    customerIds: ReadonlyArray<string>,
  ) => StoreCall<ReadonlyArray<KnownCustomer>>;
  /** Holds for `holdMillis` from now what is `sending` or `updating` and held by the token. Returns those keys. */
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
  /**
   * Claims customers that exist, to update them: entries `created` or `updating` that are as they were seen, and whose time
   * is over. They become `updating`, without a fingerprint and with `fields`. Returns the keys that it changed.
   */
  readonly claimUpdate: (
    claims: ReadonlyArray<Seen & { readonly fields: string }>,
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
  /**
   * Makes entries `created` that are `updating` or `created`, and whose token is still the given one. For `holdMillis` from
   * now nobody may claim them to update them. Returns the keys that it changed.
   */
  readonly settle: (
    settled: ReadonlyArray<Settled>,
    holdMillis: number,
  ) => StoreCall<ReadonlyArray<string>>;
  /**
   * Holds for `holdMillis` from now what the token holds, although no request is under way any more. What is `sending`
   * becomes a `doubt`; what is `updating` stays so.
   */
  readonly doubt: (
    keys: ReadonlyArray<string>,
    token: string,
    holdMillis: number,
  ) => StoreCall<void>;
  /** Removes what is `sending` and held by the token: the customers were certainly not created. */
  readonly forget: (keys: ReadonlyArray<string>, token: string) => StoreCall<void>;
  /** Notes of the entries of those keys that a list of this time, in milliseconds, has them. */
  readonly see: (keys: ReadonlyArray<string>, listedAt: number) => StoreCall<void>;
  /** Customers that exist and that no list of this time or later had: at most `limit`, by key, after the key `after`. */
  readonly missing: (
    listedAt: number,
    after: string,
    limit: number,
  ) => StoreCall<ReadonlyArray<KnownCustomer>>;
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

/**
 * What a store of journals does. It is opaque: what entries are may change in any version, so stores are not written by
 * hand. They come from `./sqlite`, `./postgres`, `JournalSql`, `JournalDurableObject` and `JournalMemory`.
 */
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
