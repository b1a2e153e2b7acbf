import { readAnswer, readEntries } from "../../src/call/answer.ts";
import { readCreated } from "../../src/call/fast_answer.ts";
import { Outcome } from "../../mod.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { assertEquals } from "../support/assert.ts";
import { holds } from "../support/property.ts";

Deno.test("the usual answer is read without parsing it", () => {
  const text = '{"0":{"http_status":201,"customer_id":"13"},' +
    '"1":{"http_status":200,"customer_id":14}}';
  assertEquals(readCreated(text, 2), [Outcome.created("13"), Outcome.created("14")]);
});

const unusual: { readonly [what: string]: string } = {
  "a refusal": '{"0":{"http_status":400,"customer_id":"1"}}',
  "a position out of order": '{"1":{"http_status":201,"customer_id":"1"}}',
  "a position written otherwise": '{"00":{"http_status":201,"customer_id":"1"}}',
  "one entry too many":
    '{"0":{"http_status":201,"customer_id":"1"},"1":{"http_status":201,"customer_id":"2"}}',
  "an id of 0": '{"0":{"http_status":201,"customer_id":0}}',
  "an id that is longer": '{"0":{"http_status":201,"customer_id":"1234567890123"}}',
  "something behind it": '{"0":{"http_status":201,"customer_id":"1"}} ',
  "no end": '{"0":{"http_status":201,"customer_id":"1"}',
  "another field": '{"0":{"http_status":201,"customer_id":"1","note":""}}',
  "a wrong beginning": ',"0":{"http_status":201,"customer_id":"1"}}',
};

for (const [what, text] of Object.entries(unusual)) {
  Deno.test(`an answer with ${what} is parsed`, () => {
    assertEquals(readCreated(text, 1), undefined);
  });
}

const pieces = Schema.Literals([
  '{"0":{',
  ',"1":{',
  '"http_status":201',
  '"http_status":400',
  '"customer_id":"7"',
  '"customer_id":7',
  '"customer_id":0',
  '"message":"a"',
  '"message":"\\""',
  ",",
  "}",
  "}}",
  " ",
]);

holds(
  "an answer means the same, whether it was parsed or not",
  Arbitrary.all({
    pieces: Arbitrary.schema(Schema.Array(pieces)),
    entries: Arbitrary.schema(Schema.Array(Schema.Literals([201, 200, 400, 503]))),
    places: Arbitrary.schema(Schema.Array(Schema.Int)),
  }),
  ({ entries, pieces, places }) =>
    Effect.sync(() => {
      const answer = entries.map((http_status, i) => ({ http_status, customer_id: String(i + 1) }));
      const whole = JSON.stringify({ ...answer });
      const damaged = places.reduce((text, place, i) => {
        const at = Math.abs(place) % (text.length + 1);
        return text.slice(0, at) + (pieces[i] ?? "") + text.slice(at + 1);
      }, whole);
      for (const text of [whole, damaged, pieces.join(""), `${pieces.join("")}}}`]) {
        const count = Math.max(1, entries.length);
        assertEquals(readAnswer(text, count), readEntries(text, count));
      }
    }),
);
