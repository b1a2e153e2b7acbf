/**
 * A store in memory: for tests, and for programs that are never started again. It grows with the number of customers.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { monotonicMillis } from "../../internal/monotonic.ts";
import { EntriesInMemory } from "./entries_in_memory.ts";
import { type Entries, JournalStore } from "./store.ts";

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
  const entries = new EntriesInMemory();
  const atNow = <A>(change: (now: number) => A) => Effect.map(monotonicMillis, change);
  return {
    claim: (...given) => atNow((now) => entries.claim(now, ...given)),
    read: (...given) => atNow((now) => entries.read(now, ...given)),
    recall: (...given) => atNow((now) => entries.recall(now, ...given)),
    reprint: (...given) => atNow((now) => entries.reprint(now, ...given)),
    holders: (...given) => atNow((now) => entries.holders(now, ...given)),
    confirm: (...given) => atNow((now) => entries.confirm(now, ...given)),
    takeOver: (...given) => atNow((now) => entries.takeOver(now, ...given)),
    claimUpdate: (...given) => atNow((now) => entries.claimUpdate(now, ...given)),
    create: (...given) => atNow((now) => entries.create(now, ...given)),
    settle: (...given) => atNow((now) => entries.settle(now, ...given)),
    doubt: (...given) => atNow((now) => entries.doubt(now, ...given)),
    forget: (...given) => atNow((now) => entries.forget(now, ...given)),
    see: (...given) => atNow((now) => entries.see(now, ...given)),
    missing: (...given) => atNow((now) => entries.missing(now, ...given)),
  };
};
