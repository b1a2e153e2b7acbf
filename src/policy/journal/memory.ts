/**
 * A store in memory: for tests, and for programs that are never started again. It grows with the number of customers.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { monotonicMillis } from "../../internal/monotonic.ts";
import { type Entries, type Entry, JournalStore, type OpenEntry } from "./store.ts";

type Stored = Exclude<Entry, OpenEntry> | Omit<OpenEntry, "remaining">;

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
  /** The open entry of a key, if the token holds it. */
  const heldBy = (key: string, token: string, state?: OpenEntry["state"]) => {
    const entry = entries.get(key);
    if (entry === undefined || entry.state === "created" || entry.token !== token) return undefined;
    return state === undefined || entry.state === state ? entry : undefined;
  };
  const atNow = <A>(change: (now: number) => A) => Effect.map(monotonicMillis, change);
  return {
    claim: (claims, token, holdMillis) =>
      atNow((now) =>
        claims.flatMap(({ key, print }) => {
          if (entries.has(key)) return [];
          entries.set(key, { key, print, state: "sending", token, until: now + holdMillis });
          return [key];
        })
      ),
    read: (keys) =>
      atNow((now) =>
        keys.flatMap((key): ReadonlyArray<Entry> => {
          const entry = entries.get(key);
          if (entry === undefined) return [];
          return [
            entry.state === "created" ? entry : { ...entry, remaining: entry.until - now },
          ];
        })
      ),
    confirm: (keys, token, holdMillis) =>
      atNow((now) =>
        keys.filter((key) => {
          const entry = heldBy(key, token, "sending");
          if (entry !== undefined) entries.set(key, { ...entry, until: now + holdMillis });
          return entry !== undefined;
        })
      ),
    takeOver: (claims, token, holdMillis) =>
      atNow((now) =>
        claims.flatMap(({ key, print, token: holder, until }) => {
          const entry = heldBy(key, holder);
          if (entry === undefined || entry.until !== until || until > now) return [];
          entries.set(key, { key, print, state: "sending", token, until: now + holdMillis });
          return [key];
        })
      ),
    create: (created) =>
      Effect.sync(() =>
        created.flatMap(({ customerId, key, token }) => {
          const entry = heldBy(key, token);
          if (entry === undefined) return [];
          entries.set(key, { key, print: entry.print, state: "created", customerId, token });
          return [key];
        })
      ),
    doubt: (keys, token, holdMillis) =>
      atNow((now) => {
        for (const key of keys) {
          const entry = heldBy(key, token, "sending");
          if (entry !== undefined) {
            entries.set(key, { ...entry, state: "doubt", until: now + holdMillis });
          }
        }
      }),
    forget: (keys, token) =>
      Effect.sync(() => {
        for (const key of keys) if (heldBy(key, token, "sending")) entries.delete(key);
      }),
  };
};
