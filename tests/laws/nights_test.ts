/**
 * The laws of a list that comes every night: whatever happens to its runs, in the end Thulium is like the last list.
 */
import { JournalMemory } from "../../mod.ts";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Random from "effect/Random";
import * as TestClock from "effect/testing/TestClock";
import { Sandbox } from "../../src/sandbox/mod.ts";
import { layerSqliteInMemory } from "../support/journal_file.ts";
import { holds } from "../support/property.ts";
import { endsLikeTheLastList, nights } from "./nights.ts";

const stores = { memory: JournalMemory.layer, SQLite: layerSqliteInMemory };

for (const [name, store] of Object.entries(stores)) {
  holds(
    `lists that come every night, with a journal in ${name}, end as the last one`,
    nights,
    (given) =>
      endsLikeTheLastList(given).pipe(
        Effect.provide(Layer.merge(Sandbox.layer(), store)),
        Effect.provide(TestClock.layer()),
        Random.withSeed(given.plan.seed),
      ),
    { runs: Number(Deno.env.get("RUNS") ?? 100), size: 100 },
  );
}
