/** JSON from outside is read as `JSON.parse` reads it, and what can't be JSON costs no error of it. */
import { parseJson } from "../../src/internal/json.ts";
import { assert, assertEquals } from "../support/assert.ts";

const expected = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};

const wholes = [
  "{}",
  "[]",
  '""',
  "1",
  "-1e3",
  "true",
  "false",
  "null",
  '{"a":[1,"x"]}',
  '"\\ud800"',
];
const spaces = ["", " ", "\t\r\n", "\0", "\u00a0", "\ufeff", "\u2028"];
const broken = [
  "",
  "{",
  "}",
  "[",
  '"',
  "{x}",
  "{}}",
  "[}",
  '"a',
  'a"',
  "nul",
  "+1",
  "01",
  "NaN",
  "'a'",
];

Deno.test("a text is read as JSON.parse reads it, whatever is around it", () => {
  for (const text of [...wholes, ...broken]) {
    for (const before of spaces) {
      for (const after of spaces) {
        const all = before + text + after;
        assertEquals(parseJson(all), expected(all), JSON.stringify(all));
      }
    }
  }
});

Deno.test("a text that does not end as it begins is not given to JSON.parse, whose error is dear", () => {
  const { parse } = JSON;
  let parsed = 0;
  JSON.parse = (...given) => {
    parsed++;
    return parse(...given);
  };
  try {
    for (const text of ["{", '{"surname":"K"', "[1", '"K', "Kowalska", "}", ""]) {
      assert(parseJson(text) === undefined);
    }
  } finally {
    JSON.parse = parse;
  }
  assertEquals(parsed, 0);
});
