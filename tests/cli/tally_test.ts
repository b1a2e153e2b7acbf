/** The summary of an import. */
import { Outcome } from "../../mod.ts";
import { Tally } from "../../src/cli/tally.ts";
import { assertEquals } from "../support/assert.ts";

const tallyOf = (...outcomes: ReadonlyArray<Outcome>): Tally => {
  const tally = new Tally(false);
  tally.add(outcomes.map((outcome, index) => ({ index, outcome })));
  return tally;
};

Deno.test("the summary counts every outcome, and names the rows that Thulium does not have as they are", () => {
  const tally = tallyOf(
    Outcome.created("13"),
    Outcome.unchanged("14"),
    Outcome.unchanged("15", true),
    Outcome.rejected(400, "Kowalska exists"),
    Outcome.unknown("no answer"),
    Outcome.notSent("busy"),
    Outcome.unchanged("16", true),
    Outcome.updated("17"),
  );
  assertEquals(tally.text.split("\n"), [
    "8 rows",
    "  created   1",
    "  updated   1",
    "  unchanged 3",
    "  rejected  1",
    "  unknown   1",
    "  not sent  1",
    "2 rows differ from what was created: only an update would change them",
    "rows 3, 7: different from what was created",
    "row 4: rejected by Thulium (status 400)",
    "row 5: may have been created: no answer",
    "row 6: busy",
  ]);
  assertEquals(
    tally.json,
    '{"total":8,"created":1,"updated":1,"unchanged":3,"differing":2,"rejected":1,"unknown":1,"not_sent":1}',
  );
});

Deno.test("one row that differs is told in the singular", () => {
  const lines = tallyOf(Outcome.unchanged("13", true)).text.split("\n").slice(-2);
  assertEquals(lines, [
    "1 row differs from what was created: only an update would change it",
    "row 1: different from what was created",
  ]);
});

Deno.test("rows that Thulium has as they are need no line of their own", () => {
  const { text } = tallyOf(Outcome.created("13"), Outcome.unchanged("14"));
  assertEquals(text.split("\n").at(-1), "  not sent  0");
});
