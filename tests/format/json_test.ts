/** Customers from a JSON document. */
import * as Effect from "effect/Effect";
import { assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { json, rowsOf } from "./rows.ts";

const customers = [{ surname: "Żuk" }, null, "x", { surname: "Lis" }];

for (const piece of [1, 7, 1000]) {
  it.effect(`JSON: a list is read element by element, from pieces of ${piece} bytes`, function* () {
    assertEquals(yield* rowsOf(json, JSON.stringify(customers, null, 2), piece), customers);
  });

  it.effect(`JSON: the list may be in an object, from pieces of ${piece} bytes`, function* () {
    const text = `\uFEFF \r\n\t${JSON.stringify({ total: 4, customers, more: [1] })}\n`;
    assertEquals(yield* rowsOf(json, text, piece), customers);
  });
}

it.effect("JSON: an empty list has no rows", function* () {
  assertEquals(yield* rowsOf(json, " [] "), []);
  assertEquals(yield* rowsOf(json, '{"customers":[]}'), []);
});

const broken: { readonly [what: string]: readonly [text: string, message: string] } = {
  "an object without the list": [
    '{"people":[]}',
    'the input must be a list of customers, or an object with a list "customers"',
  ],
  "a customer alone": [
    '{"surname":"Tajna"}',
    'the input must be a list of customers, or an object with a list "customers"',
  ],
  "a text that breaks off": [
    '[{"surname":"A"},{"surname":"Taj',
    "the input is not valid JSON, in what begins at character 33",
  ],
  "an element that is not valid JSON": [
    '[{"surname":"A"},{"surname":Tajna}]',
    "the input is not valid JSON, in what begins at character 18",
  ],
  "an element that is too large": [
    `["a","${"x".repeat(1000)}"]`,
    "what begins at character 6 is too large",
  ],
};

for (const [what, [text, message]] of Object.entries(broken)) {
  it.effect(`JSON: ${what} ends the input with a message, and no value`, function* () {
    const error = yield* Effect.flip(rowsOf(json, text, 7, 500));
    assertEquals(error.message, message);
  });
}
