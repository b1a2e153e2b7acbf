/**
 * The laws over several runs that share a journal: one after the other, or at once; cut off, or put to sleep in any wait
 * and woken after another run took over. What the sandbox stored in the end is the truth.
 */
import { JournalMemory, JournalStore } from "../../mod.ts";
import { layerAt } from "../../src/policy/journal/sql_store.ts";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as SqlClient from "effect/sql/SqlClient";
import { throughEach } from "../support/entries.ts";
import { layerSqliteInMemory } from "../support/journal_file.ts";
import { clientOf } from "../support/journal_postgres.ts";
import { onPostgres } from "../support/postgres.ts";
import { holds, holdsWith } from "../support/property.ts";
import { realWork } from "../support/real_work.ts";
import { inVirtualTime } from "./run.ts";
import { createsNobodyTwice, endsWell, stories } from "./shared_journal.ts";

const stores = { memory: JournalMemory.layer, SQLite: layerSqliteInMemory };

for (const [name, store] of Object.entries(stores)) {
  holds(
    `runs that share a journal in ${name} create everybody once, and the last one settles every row`,
    stories,
    (story) => inVirtualTime(endsWell(story), story.given, store),
    { runs: 200, size: 100 },
  );
}

holds(
  "runs with journals anywhere among their policies create nobody twice",
  stories,
  (story) => inVirtualTime(createsNobodyTwice(story), story.given),
  { runs: 200, size: 100 },
);

/** One table for all stories. Each story has journals of its own in it. */
let story = 0;
const journalsOfOneStory = Layer.effect(
  JournalStore,
  Effect.map(JournalStore, ({ open }) => {
    const prefix = `story ${story++}: `;
    return { open: (name: string) => throughEach(open(prefix + name), realWork) };
  }),
);

await onPostgres("laws on PostgreSQL", (_, schema) => {
  const client = Layer.effect(SqlClient.SqlClient, Effect.flatMap(schema, clientOf));
  holdsWith(
    Layer.provide(layerAt(Clock.currentTimeMillis), client),
    "runs that share a journal in PostgreSQL create everybody once, and the last one settles every row",
    stories,
    (story) =>
      Effect.flatMap(
        JournalStore,
        (store) =>
          inVirtualTime(
            endsWell(story),
            story.given,
            Layer.provide(journalsOfOneStory, Layer.succeed(JournalStore, store)),
          ),
      ),
    { runs: 100, size: 100 },
  );
});
