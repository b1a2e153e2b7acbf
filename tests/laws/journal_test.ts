/**
 * The laws over several runs that share a journal: one after the other, or at once; cut off, or put to sleep in any wait
 * and woken after another run took over. What the sandbox stored in the end is the truth.
 */
import { JournalMemory } from "../../mod.ts";
import { inVirtualTime } from "./run.ts";
import { holds } from "../support/property.ts";
import { createsNobodyTwice, endsWell, stories } from "./shared_journal.ts";
import { layerSqliteInMemory } from "../support/journal_file.ts";

const stores = { memory: JournalMemory.layer, SQLite: layerSqliteInMemory };

for (const [name, store] of Object.entries(stores)) {
  holds(
    `runs that share a journal in ${name} create everybody once, and the last one settles every row`,
    stories,
    (story) => inVirtualTime(endsWell(story), story.given, store),
    { runs: 300, size: 100 },
  );
}

holds(
  "runs with journals anywhere among their policies create nobody twice",
  stories,
  (story) => inVirtualTime(createsNobodyTwice(story), story.given),
  { runs: 300, size: 100 },
);
