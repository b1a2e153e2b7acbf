/** Changes what a store does, for tests. */
import type { Entries, StoreCall } from "../../src/policy/journal/store.ts";

/** Entries whose operations all go through a function. */
export const throughEach = (
  entries: Entries,
  change: <A>(operation: StoreCall<A>) => StoreCall<A>,
): Entries => ({
  claim: (...given) => change(entries.claim(...given)),
  read: (...given) => change(entries.read(...given)),
  recall: (...given) => change(entries.recall(...given)),
  reprint: (...given) => change(entries.reprint(...given)),
  holders: (...given) => change(entries.holders(...given)),
  confirm: (...given) => change(entries.confirm(...given)),
  takeOver: (...given) => change(entries.takeOver(...given)),
  claimUpdate: (...given) => change(entries.claimUpdate(...given)),
  create: (...given) => change(entries.create(...given)),
  doubt: (...given) => change(entries.doubt(...given)),
  forget: (...given) => change(entries.forget(...given)),
  settle: (...given) => change(entries.settle(...given)),
  see: (...given) => change(entries.see(...given)),
  missing: (...given) => change(entries.missing(...given)),
});
