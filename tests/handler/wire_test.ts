/** What the handler answers for each outcome. */
import { makeReport, Outcome } from "../../mod.ts";
import { batchAnswer, itemAnswer } from "../../src/handler/wire.ts";
import { namedCounts } from "../../src/outcome/report.ts";
import { assertEquals } from "../support/assert.ts";
import { answerFits, fits } from "./contract.ts";

const outcomes: ReadonlyArray<Outcome> = [
  Outcome.created("13"),
  Outcome.updated("12"),
  Outcome.unchanged("14"),
  Outcome.unchanged("15", true),
  Outcome.rejected(400, "Phone number must be numeric."),
  Outcome.unknown("no answer"),
  Outcome.notSent("busy"),
];

const answerOf = (outcome: Outcome) => itemAnswer(outcome, "passthrough");

Deno.test("a customer whose user was refused is not to be sent again as it is", () => {
  for (const status of [401, 403]) {
    const outcome = Outcome.notSent("Thulium refused the user", status, "request-1");
    assertEquals(answerOf(outcome), {
      http_status: status,
      message: "The customer was not created: Thulium refused the user",
      request_id: "request-1",
    });
    // The caller can't correct the user of the handler.
    assertEquals(itemAnswer(outcome, "token").http_status, 503);
  }
});

Deno.test("a customer that exists is answered with its id, and with 201 only if it is new", () => {
  assertEquals(outcomes.slice(0, 4).map(answerOf), [
    { http_status: 201, customer_id: "13" },
    { http_status: 200, customer_id: "12" },
    { http_status: 200, customer_id: "14" },
    { http_status: 200, customer_id: "15" },
  ]);
  assertEquals(outcomes.slice(4).map((outcome) => answerOf(outcome).http_status), [
    400,
    504,
    503,
  ]);
});

Deno.test("an answer to an update speaks of a change", () => {
  const messages = outcomes.slice(5).map((outcome) => {
    const answer = itemAnswer(outcome, "token", "update");
    return "message" in answer ? answer.message : "";
  });
  assertEquals(messages, [
    "The customer may have been changed, the same update may be sent again: no answer",
    "The customer was not changed: busy",
  ]);
});

Deno.test("the description allows the answer for every outcome, and the counts of all", () => {
  answerFits("Answer", JSON.parse(batchAnswer(outcomes, "passthrough")));
  outcomes.forEach((outcome, index) => answerFits("AnswerLine", { index, ...answerOf(outcome) }));
  const report = makeReport(outcomes);
  answerFits("LastLine", { total: report.total, ...namedCounts(report) });
});

Deno.test("the description allows no other status for a customer that exists", () => {
  assertEquals(fits("Item", { http_status: 202, customer_id: "13" }), false);
});
