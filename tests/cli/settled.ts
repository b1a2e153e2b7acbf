/** Rows with outcomes, one on each line of a file without a header. */
import type { Outcome } from "../../mod.ts";
import type { SettledRow } from "../../src/cli/rows_under_way.ts";
import { Tally } from "../../src/cli/tally.ts";
import { english } from "../../src/cli/texts/en.ts";
import type { Texts } from "../../src/cli/texts/table.ts";

export const settled = (outcomes: ReadonlyArray<Outcome>): ReadonlyArray<SettledRow> =>
  outcomes.map((outcome, index) => ({
    index,
    place: index + 1,
    outcome,
    fault: undefined,
    input: { row: { surname: `K${index}` }, place: index + 1 },
  }));

export const tallyOf = (outcomes: ReadonlyArray<Outcome>, texts: Texts = english): Tally => {
  const tally = new Tally({ texts, unit: "line", hasReport: false, hasRejects: false });
  tally.add(settled(outcomes));
  return tally;
};
