/** The counts of a report. */
import { makeReport, Outcome } from "../../mod.ts";
import { addCounts, namedCounts, totalOf } from "../../src/outcome/report.ts";
import { assertEquals } from "../support/assert.ts";

const outcomes = [
  Outcome.created("13"),
  ...Array(6).fill(Outcome.updated("12")),
  ...Array(2).fill(Outcome.unchanged("14")),
  ...Array(3).fill(Outcome.rejected(400, "Phone number must be numeric.")),
  ...Array(4).fill(Outcome.unknown("no answer")),
  ...Array(5).fill(Outcome.notSent("busy")),
];
const { outcomes: _, total, ...counts } = makeReport(outcomes);

Deno.test("every customer adds to one count, and the counts add up to the total", () => {
  assertEquals(counts, {
    created: 1,
    updated: 6,
    unchanged: 2,
    rejected: 3,
    unknown: 4,
    notSent: 5,
  });
  assertEquals([total, totalOf(counts)], [21, 21]);
});

Deno.test("the sums of counts have every outcome", () => {
  const twice = { created: 2, updated: 12, unchanged: 4, rejected: 6, unknown: 8, notSent: 10 };
  assertEquals(addCounts(counts, counts), twice);
});

Deno.test("the named counts come in the order of the outcomes", () => {
  const text = '{"created":1,"updated":6,"unchanged":2,"rejected":3,"unknown":4,"not_sent":5}';
  assertEquals(JSON.stringify(namedCounts(counts)), text);
});
