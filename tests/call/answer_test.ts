import { readAnswer } from "../../src/call/answer.ts";
import * as Result from "effect/Result";
import { assertEquals } from "../support/assert.ts";

const outcomeOf = (entry: unknown) => {
  const [outcome] = Result.getOrThrow(readAnswer(JSON.stringify({ 0: entry }), 1));
  switch (outcome._tag) {
    case "Created":
      return `Created ${outcome.customerId}`;
    case "Rejected":
      return `Rejected ${outcome.by} ${outcome.status}: ${outcome.message}`;
    case "NotSent":
      return `NotSent ${outcome.status}`;
    case "Unknown":
      return "Unknown";
  }
};

const rows: ReadonlyArray<readonly [entry: unknown, outcome: string]> = [
  [{ http_status: 201, customer_id: "13" }, "Created 13"],
  [{ http_status: 201, customer_id: 13 }, "Created 13"],
  [{ http_status: 200, customer_id: "0" }, "Created 0"],
  [{ http_status: 201 }, "Unknown"],
  [{ http_status: 201, customer_id: "" }, "Unknown"],
  [{ http_status: 201, customer_id: null }, "Unknown"],
  [{ http_status: 201, customer_id: { id: 13 } }, "Unknown"],
  [{ http_status: "201", customer_id: "13" }, "Unknown"],
  [{ http_status: 201.5, customer_id: "13" }, "Unknown"],
  [{ customer_id: "13" }, "Unknown"],
  [{}, "Unknown"],
  [null, "Unknown"],
  ["created", "Unknown"],
  [{ http_status: 201, customer_id: 12345678901234567000 }, "Unknown"],
  [{ http_status: 201, customer_id: 0 }, "Unknown"],
  [{ http_status: 201, customer_id: 1.5 }, "Unknown"],
  [{ http_status: 201, customer_id: "  " }, "Unknown"],
  [{ http_status: 400, customer_id: "13", message: "x" }, "Unknown"],
  [{ http_status: 302 }, "Unknown"],
  [
    { http_status: 400, message: "Phone number must be numeric." },
    "Rejected thulium 400: Phone number must be numeric.",
  ],
  [{ http_status: 400 }, "Rejected thulium 400: Thulium gave no reason"],
  [{ http_status: 400, message: "" }, "Rejected thulium 400: Thulium gave no reason"],
  [{ http_status: 401, message: "x" }, "Rejected thulium 401: x"],
  [{ http_status: 408, message: "x" }, "Unknown"],
  [{ http_status: 409, message: "x" }, "Rejected thulium 409: x"],
  [{ http_status: 429, message: "x" }, "NotSent 429"],
  [{ http_status: 500, message: "x" }, "Unknown"],
  [{ http_status: 502, message: "x" }, "Unknown"],
  [{ http_status: 503, message: "x" }, "NotSent 503"],
  [{ http_status: 504, message: "x" }, "Unknown"],
];

for (const [entry, outcome] of rows) {
  Deno.test(`a customer's entry ${JSON.stringify(entry)} means ${outcome}`, () => {
    assertEquals(outcomeOf(entry), outcome);
  });
}

Deno.test("an entry that an object inherits is none", () => {
  const answer = readAnswer('{"__proto__":{"0":{"http_status":201,"customer_id":"1"}}}', 1);
  assertEquals(answer, Result.fail("wrong-shape"));
});
