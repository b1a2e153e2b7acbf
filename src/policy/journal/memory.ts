/**
 * A store in memory: for tests, and for programs that are never started again. It grows with the number of customers.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { monotonicMillis } from "../../internal/monotonic.ts";
import { isSameContent } from "./print.ts";
import { type Entries, type Entry, JournalStore } from "./store.ts";

type Without<Part extends string, One> = One extends unknown ? Omit<One, Part> : never;
type Stored = Without<"remaining", Entry> & { readonly seen: number };

/** Keeps journals in memory. */
export const layer: Layer.Layer<JournalStore> = /* @__PURE__ */ Layer.sync(
  JournalStore,
  () => {
    const journals = new Map<string, Entries>();
    return {
      open: (name) => {
        const known = journals.get(name);
        if (known !== undefined) return known;
        const made = inMemory();
        journals.set(name, made);
        return made;
      },
    };
  },
);

const inMemory = (): Entries => {
  const entries = new Map<string, Stored>();
  /** The entry of a key, if it has this token. */
  const heldBy = (key: string, token: string) => {
    const entry = entries.get(key);
    return entry?.token === token ? entry : undefined;
  };
  const atNow = <A>(change: (now: number) => A) => Effect.map(monotonicMillis, change);
  return {
    claim: (claims, token, holdMillis, seen = 0) =>
      atNow((now) =>
        claims.flatMap(({ customerId = "", fields = "", key, print }) => {
          if (entries.has(key)) return [];
          const claimed = { key, print, fields, token, until: now + holdMillis, seen };
          entries.set(
            key,
            customerId === ""
              ? { ...claimed, state: "sending" }
              : { ...claimed, state: "updating", customerId },
          );
          return [key];
        })
      ),
    read: (keys) =>
      atNow((now) =>
        keys.flatMap((key): ReadonlyArray<Entry> => {
          const entry = entries.get(key);
          if (entry === undefined) return [];
          const { seen: _, ...known } = entry;
          return [{ ...known, remaining: known.until - now }];
        })
      ),
    recall: (keys) =>
      Effect.sync(() =>
        keys.map((key) => {
          const entry = entries.get(key);
          return entry?.state === "created"
            ? { customerId: entry.customerId, print: entry.print }
            : undefined;
        })
      ),
    reprint: (claims) =>
      Effect.sync(() => {
        for (const { key, print } of claims) {
          const entry = entries.get(key);
          if (entry?.state !== "created" || !isSameContent(entry.print, print)) continue;
          entries.set(key, { ...entry, print });
        }
      }),
    holders: (customerIds) =>
      Effect.sync(() => {
        const wanted = new Set(customerIds);
        return [...entries.values()].flatMap((entry) =>
          exists(entry) && wanted.has(entry.customerId)
            ? [{ key: entry.key, customerId: entry.customerId }]
            : []
        );
      }),
    confirm: (keys, token, holdMillis) =>
      atNow((now) =>
        keys.filter((key) => {
          const entry = heldBy(key, token);
          if (entry === undefined || !isHeld(entry)) return false;
          entries.set(key, { ...entry, until: now + holdMillis });
          return true;
        })
      ),
    takeOver: (claims, token, holdMillis) =>
      atNow((now) =>
        claims.flatMap(({ fields = "", key, print, token: holder, until }) => {
          const entry = heldBy(key, holder);
          if (entry === undefined || exists(entry) || !isOver(entry, until, now)) return [];
          const claimed = { print, fields, token, until: now + holdMillis };
          entries.set(key, { ...entry, ...claimed, state: "sending" });
          return [key];
        })
      ),
    claimUpdate: (claims, token, holdMillis) =>
      atNow((now) =>
        claims.flatMap(({ fields, key, token: holder, until }) => {
          const entry = heldBy(key, holder);
          if (entry === undefined || !exists(entry) || !isOver(entry, until, now)) return [];
          const claimed = { fields, print: "", token, until: now + holdMillis };
          entries.set(key, { ...entry, ...claimed, state: "updating" });
          return [key];
        })
      ),
    create: (created) =>
      Effect.sync(() =>
        created.flatMap(({ customerId, key, token }) => {
          const entry = heldBy(key, token);
          if (entry === undefined || exists(entry)) return [];
          entries.set(key, { ...entry, state: "created", customerId, until: 0 });
          return [key];
        })
      ),
    settle: (settled, holdMillis) =>
      atNow((now) =>
        settled.flatMap(({ customerId, fields, key, print, token }) => {
          const entry = heldBy(key, token);
          if (entry === undefined || !exists(entry)) return [];
          const until = holdMillis > 0 ? now + holdMillis : 0;
          entries.set(key, { ...entry, state: "created", customerId, print, fields, until });
          return [key];
        })
      ),
    doubt: (keys, token, holdMillis) =>
      atNow((now) => {
        for (const key of keys) {
          const entry = heldBy(key, token);
          if (entry === undefined || !isHeld(entry)) continue;
          const until = now + holdMillis;
          entries.set(
            key,
            entry.state === "sending" ? { ...entry, state: "doubt", until } : { ...entry, until },
          );
        }
      }),
    forget: (keys, token) =>
      Effect.sync(() => {
        for (const key of keys) {
          if (heldBy(key, token)?.state === "sending") entries.delete(key);
        }
      }),
    see: (keys, listedAt) =>
      Effect.sync(() => {
        for (const key of keys) {
          const entry = entries.get(key);
          if (entry === undefined) continue;
          entries.set(key, { ...entry, seen: Math.max(entry.seen, listedAt) });
        }
      }),
    missing: (listedAt, after, limit) =>
      Effect.sync(() =>
        [...entries.values()]
          .flatMap((entry) =>
            exists(entry) && entry.key > after && (entry.seen) < listedAt
              ? [{ key: entry.key, customerId: entry.customerId }]
              : []
          )
          .sort((one, other) => one.key < other.key ? -1 : 1)
          .slice(0, limit)
      ),
  };
};

/** Whether a run is sending the customer, or says so. */
const isHeld = ({ state }: Stored): boolean => state === "sending" || state === "updating";

/** Whether the customer exists. */
const exists = (entry: Stored): entry is Extract<Stored, { readonly customerId: string }> =>
  "customerId" in entry;

/** Whether an entry is as it was seen, and its time is over. */
const isOver = (entry: Stored, until: number, now: number): boolean =>
  entry.until === until && until <= now;
