import { readAnswer } from "../../src/call/answer.ts";
import * as Result from "effect/Result";
import { assert, assertEquals } from "../support/assert.ts";

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

const created = '{"http_status":201,"customer_id":"1"}';
const doubled: { readonly [what: string]: string } = {
  "a status": '{"0":{"http_status":201,"http_status":400,"customer_id":"1"}}',
  "an escaped status": '{"0":{"http_status":201,"http\\u005fstatus":400,"customer_id":"1"}}',
  "two escaped statuses": '{"0":{"http\\u005fstatus":201,"\\u0068ttp_status":400}}',
  "an id": '{"0":{"http_status":201,"customer_id":"1","customer_id":"2"}}',
  "an escaped id": '{"0":{"http_status":201,"customer_id":"1","customer\\u005Fid":"2"}}',
  "a message": '{"0":{"http_status":400,"message":"a","message":"b"}}',
  "a position": `{"0":${created},"0":{"http_status":400}}`,
  "an escaped position": `{"0":${created},"\\u0030":${created}}`,
  "a position without a status": `{"0":${created},"0":null}`,
  "a status in an array": '[{"http_status":201,"http\\u005fstatus":400,"customer_id":"1"}]',
};

for (const [what, text] of Object.entries(doubled)) {
  Deno.test(`an answer that has ${what} twice is ambiguous`, () => {
    assertEquals(readAnswer(text, 1), Result.fail("wrong-shape"));
  });
}

Deno.test("an answer is not ambiguous because of its order, white space, escapes, or colons in texts", () => {
  const message = '"a:b \\" \\\\, \\"http_status\\" : 1, \\u0022:"';
  const text =
    ` { "1" : { "message" : ${message} , "http_status" : 400 } , "0":${created}, "x": {} } `;
  const outcomes = Result.getOrThrow(readAnswer(text, 2));
  assertEquals(outcomes.map(({ _tag }) => _tag), ["Created", "Rejected"]);
});

Deno.test("an answer that is nested deep, or is long, is read in little time", () => {
  const deep = `{"0":${created},"x":${"[".repeat(1_000_000)}${"]".repeat(1_000_000)}}`;
  const long = `{"0":{"http_status":400,"message":"${'\\"'.repeat(1_000_000)}"}}`;
  const began = performance.now();
  assertEquals(Result.getOrThrow(readAnswer(deep, 1)).map(({ _tag }) => _tag), ["Created"]);
  assertEquals(Result.getOrThrow(readAnswer(long, 1)).map(({ _tag }) => _tag), ["Rejected"]);
  assert(performance.now() - began < 5000);
});

const outcomeOfUpdate = (entry: unknown, sent = "13") => {
  const answer = readAnswer(JSON.stringify({ 0: entry }), 1, undefined, () => sent);
  const [outcome] = Result.getOrThrow(answer);
  return "status" in outcome ? `${outcome._tag} ${outcome.status}` : outcome._tag;
};

const updateRows: ReadonlyArray<readonly [entry: unknown, outcome: string]> = [
  [{ http_status: 200, customer_id: "13" }, "Updated"],
  [{ http_status: 200, customer_id: 13 }, "Updated"],
  [{ http_status: 204 }, "Updated"],
  [{ http_status: 200, customer_id: null }, "Updated"],
  [{ http_status: 201, customer_id: "14" }, "Unknown"],
  [{ http_status: 200, customer_id: { id: 13 } }, "Unknown"],
  [{ customer_id: "13" }, "Unknown"],
  [undefined, "Unknown"],
  [{ http_status: 404, message: "x" }, "Rejected 404"],
  [{ http_status: 400, message: "x", customer_id: "13" }, "Rejected 400"],
  [{ http_status: 429 }, "NotSent 429"],
  [{ http_status: 500 }, "Unknown"],
];

for (const [entry, outcome] of updateRows) {
  Deno.test(`an update's entry ${JSON.stringify(entry)} means ${outcome}`, () => {
    assertEquals(outcomeOfUpdate(entry), outcome);
  });
}
