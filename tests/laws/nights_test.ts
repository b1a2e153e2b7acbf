/**
 * The laws of a list that comes every night: whatever happens to its runs, in the end Thulium is like the last list, and
 * everybody is there once.
 */
import { JournalMemory } from "../../mod.ts";
import { addCounts, noCounts } from "../../src/outcome/report.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Random from "effect/Random";
import * as TestClock from "effect/testing/TestClock";
import { assert } from "../support/assert.ts";
import { layerSqliteInMemory } from "../support/journal_file.ts";
import { holds } from "../support/property.ts";
import { endsLikeTheLastList, nights } from "./nights.ts";

const stores = { memory: JournalMemory.layer, SQLite: layerSqliteInMemory };

for (const [name, store] of Object.entries(stores)) {
  let seen = noCounts;
  const runs = name === "memory" ? 120 : 40;
  holds(
    `lists that come every night, with a journal in ${name}, end as the last one`,
    nights,
    (given) =>
      endsLikeTheLastList(given).pipe(
        Effect.map((reports) => seen = reports.reduce(addCounts, seen)),
        Effect.provide(Layer.merge(Sandbox.layer(), store)),
        Effect.provide(TestClock.layer()),
        Random.withSeed(given.plan.seed),
      ),
    {
      ...{ runs, size: 100 },
      // The law saw customers that were created, updated, unchanged, refused and in doubt.
      afterwards: () => {
        const { created, notSent, rejected, unchanged, unknown, updated } = seen;
        const least = Math.min(created, notSent, rejected, unchanged, unknown, updated);
        assert(least > runs / 8, JSON.stringify(seen));
      },
    },
  );
}
