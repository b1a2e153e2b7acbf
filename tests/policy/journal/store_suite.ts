/** The checks of a store, as tests. */
import type * as Layer from "effect/Layer";
import type { JournalStore } from "../../../mod.ts";
import { runCheck, sentences } from "./store_checks.ts";

/** Runs all checks, each on an empty store. */
export const storeSuite = <E>(
  name: string,
  emptyStore: () => Layer.Layer<JournalStore, E>,
): void => {
  for (const sentence of sentences) {
    Deno.test(`${name}: ${sentence}`, async () => {
      await runCheck(sentence, emptyStore());
    });
  }
};
