/** What the handler answers for each outcome. */
import { makeReport, Outcome } from "../../mod.ts";
import { batchAnswer, itemAnswer } from "../../src/handler/wire.ts";
import { namedCounts } from "../../src/outcome/report.ts";
import { assertEquals } from "../support/assert.ts";
import { answerFits, fits } from "./contract.ts";

const outcomes: ReadonlyArray<Outcome> = [
  Outcome.created("13"),
  Outcome.unchanged("14"),
  Outcome.unchanged("15", true),
  Outcome.rejected(400, "Phone number must be numeric."),
  Outcome.unknown("no answer"),
  Outcome.notSent("busy"),
];

Deno.test("a customer that exists is answered with its id, and with 201 only if it is new", () => {
  assertEquals(outcomes.slice(0, 3).map(itemAnswer), [
    { http_status: 201, customer_id: "13" },
    { http_status: 200, customer_id: "14" },
    { http_status: 200, customer_id: "15" },
  ]);
  assertEquals(outcomes.slice(3).map((outcome) => itemAnswer(outcome).http_status), [
    400,
    504,
    503,
  ]);
});

Deno.test("the description allows the answer for every outcome, and the counts of all", () => {
  answerFits("Answer", batchAnswer(outcomes));
  outcomes.forEach((outcome, index) => answerFits("AnswerLine", { index, ...itemAnswer(outcome) }));
  const report = makeReport(outcomes);
  answerFits("LastLine", { total: report.total, ...namedCounts(report) });
});

Deno.test("the description allows no other status for a customer that exists", () => {
  assertEquals(fits("Item", { http_status: 202, customer_id: "13" }), false);
});
