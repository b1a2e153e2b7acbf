/**
 * What each operation of a store does to entries that are in memory. For the store in memory, and for what the store in a
 * file has not put into its table yet.
 *
 * @module
 */
import type * as Effect from "effect/Effect";
import { isSameContent } from "./print.ts";
import type {
  Claim,
  Entries,
  Entry,
  KnownCustomer,
  KnownPrint,
  NewClaim,
  Seen,
  Settled,
} from "./store.ts";

type Without<Part extends string, One> = One extends unknown ? Omit<One, Part> : never;

/** An entry as it is kept. */
export type Stored = Without<"remaining", Entry> & { readonly seen: number };

/** The operations of a store as functions of a time in milliseconds. */
export type Operations = {
  readonly [name in keyof Entries]: (
    now: number,
    ...given: Parameters<Entries[name]>
  ) => Effect.Success<ReturnType<Entries[name]>>;
};

/** Told of each change of an entry: how it is, if it still is, and how it was. */
type OnChange = (key: string, entry: Stored | undefined, before: Stored | undefined) => void;

/** Entries in memory, by their keys. */
export class EntriesInMemory implements Operations {
  readonly #entries = new Map<string, Stored>();
  readonly #onChange: OnChange;

  /** Without entries. */
  constructor(onChange: OnChange = () => {}) {
    this.#onChange = onChange;
  }

  /** How many there are. */
  get size(): number {
    return this.#entries.size;
  }

  /** All of them, in any order. */
  get all(): IterableIterator<Stored> {
    return this.#entries.values();
  }

  /** The entry of a key. */
  get(key: string): Stored | undefined {
    return this.#entries.get(key);
  }

  /** Takes an entry as it is, or removes it. Nobody is told. */
  adopt(key: string, entry: Stored | undefined): void {
    if (entry === undefined) this.#entries.delete(key);
    else this.#entries.set(key, entry);
  }

  /** Whether a key has an entry. */
  has(key: string): boolean {
    return this.#entries.has(key);
  }

  claim(
    now: number,
    claims: ReadonlyArray<NewClaim>,
    token: string,
    holdMillis: number,
    seen = 0,
  ): ReadonlyArray<string> {
    const until = timeAfter(now, holdMillis);
    return claims.flatMap(({ customerId = "", fields = "", key, print }) => {
      if (this.#entries.has(key)) return [];
      const claimed = { key, print, fields, token, until, seen };
      this.#set(
        key,
        customerId === ""
          ? { ...claimed, state: "sending" }
          : { ...claimed, state: "updating", customerId },
      );
      return [key];
    });
  }

  read(now: number, keys: ReadonlyArray<string>): ReadonlyArray<Entry> {
    return keys.flatMap((key): ReadonlyArray<Entry> => {
      const entry = this.#entries.get(key);
      if (entry === undefined) return [];
      const { seen: _, ...known } = entry;
      return [{ ...known, remaining: known.until - now }];
    });
  }

  recall(_: number, keys: ReadonlyArray<string>): ReadonlyArray<KnownPrint | undefined> {
    return keys.map((key) => {
      const entry = this.#entries.get(key);
      return entry?.state === "created"
        ? { customerId: entry.customerId, print: entry.print }
        : undefined;
    });
  }

  reprint(_: number, claims: ReadonlyArray<Claim>): void {
    for (const { key, print } of claims) {
      const entry = this.#entries.get(key);
      if (entry?.state !== "created" || !isSameContent(entry.print, print)) continue;
      this.#set(key, { ...entry, print });
    }
  }

  holders(_: number, customerIds: ReadonlyArray<string>): ReadonlyArray<KnownCustomer> {
    const wanted = new Set(customerIds);
    return [...this.all].flatMap((entry) =>
      exists(entry) && wanted.has(entry.customerId)
        ? [{ key: entry.key, customerId: entry.customerId }]
        : []
    );
  }

  confirm(
    now: number,
    keys: ReadonlyArray<string>,
    token: string,
    holdMillis: number,
  ): ReadonlyArray<string> {
    return keys.filter((key) => {
      const entry = this.#heldBy(key, token);
      if (entry === undefined || !isHeld(entry)) return false;
      this.#set(key, { ...entry, until: timeAfter(now, holdMillis) });
      return true;
    });
  }

  takeOver(
    now: number,
    claims: ReadonlyArray<Claim & Seen>,
    token: string,
    holdMillis: number,
  ): ReadonlyArray<string> {
    return claims.flatMap(({ fields = "", key, print, token: holder, until }) => {
      const entry = this.#heldBy(key, holder);
      if (entry === undefined || exists(entry) || !isOver(entry, until, now)) return [];
      const claimed = { print, fields, token, until: timeAfter(now, holdMillis) };
      this.#set(key, { ...entry, ...claimed, state: "sending" });
      return [key];
    });
  }

  claimUpdate(
    now: number,
    claims: ReadonlyArray<Seen & { readonly fields: string }>,
    token: string,
    holdMillis: number,
  ): ReadonlyArray<string> {
    return claims.flatMap(({ fields, key, token: holder, until }) => {
      const entry = this.#heldBy(key, holder);
      if (entry === undefined || !exists(entry) || !isOver(entry, until, now)) return [];
      const claimed = { fields, print: "", token, until: timeAfter(now, holdMillis) };
      this.#set(key, { ...entry, ...claimed, state: "updating" });
      return [key];
    });
  }

  create(
    _: number,
    created: ReadonlyArray<{
      readonly key: string;
      readonly token: string;
      readonly customerId: string;
    }>,
  ): ReadonlyArray<string> {
    return created.flatMap(({ customerId, key, token }) => {
      const entry = this.#heldBy(key, token);
      if (entry === undefined || exists(entry)) return [];
      this.#set(key, { ...entry, state: "created", customerId, until: 0 });
      return [key];
    });
  }

  settle(
    now: number,
    settled: ReadonlyArray<Settled>,
    holdMillis: number,
  ): ReadonlyArray<string> {
    return settled.flatMap(({ customerId, fields, key, print, token }) => {
      const entry = this.#heldBy(key, token);
      if (entry === undefined || !exists(entry)) return [];
      const until = holdMillis > 0 ? timeAfter(now, holdMillis) : 0;
      this.#set(key, { ...entry, state: "created", customerId, print, fields, until });
      return [key];
    });
  }

  doubt(now: number, keys: ReadonlyArray<string>, token: string, holdMillis: number): void {
    for (const key of keys) {
      const entry = this.#heldBy(key, token);
      if (entry === undefined || !isHeld(entry)) continue;
      const until = timeAfter(now, holdMillis);
      this.#set(
        key,
        entry.state === "sending" ? { ...entry, state: "doubt", until } : { ...entry, until },
      );
    }
  }

  forget(_: number, keys: ReadonlyArray<string>, token: string): void {
    for (const key of keys) {
      if (this.#heldBy(key, token)?.state === "sending") this.#set(key);
    }
  }

  see(_: number, keys: ReadonlyArray<string>, listedAt: number): void {
    for (const key of keys) {
      const entry = this.#entries.get(key);
      if (entry === undefined) continue;
      this.#set(key, { ...entry, seen: Math.max(entry.seen, listedAt) });
    }
  }

  missing(_: number, listedAt: number, after: string, limit: number): ReadonlyArray<KnownCustomer> {
    return [...this.all]
      .flatMap((entry) =>
        exists(entry) && entry.key > after && entry.seen < listedAt
          ? [{ key: entry.key, customerId: entry.customerId }]
          : []
      )
      .sort((one, other) => one.key < other.key ? -1 : 1)
      .slice(0, limit);
  }

  #set(key: string, entry?: Stored): void {
    const before = this.#entries.get(key);
    this.adopt(key, entry);
    this.#onChange(key, entry, before);
  }

  /** The entry of a key, if it has this token. */
  #heldBy(key: string, token: string): Stored | undefined {
    const entry = this.#entries.get(key);
    return entry?.token === token ? entry : undefined;
  }
}

/** A whole number, because the log and the table have it as a text. */
const timeAfter = (now: number, millis: number): number => Math.ceil(now + millis);

/** Whether a run is sending the customer, or says so. */
const isHeld = ({ state }: Stored): boolean => state === "sending" || state === "updating";

/** Whether the customer exists. */
const exists = (entry: Stored): entry is Extract<Stored, { readonly customerId: string }> =>
  "customerId" in entry;

/** Whether an entry is as it was seen, and its time is over. */
const isOver = (entry: Stored, until: number, now: number): boolean =>
  entry.until === until && until <= now;
