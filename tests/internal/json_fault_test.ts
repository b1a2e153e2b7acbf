/** The place where a text stops being JSON. */
import { faultOf } from "../../src/internal/json_fault.ts";
import { assert, assertEquals } from "../support/assert.ts";

const valid = String
  .raw`{"a": [1, -0.5e+3, true, null, [], {}], "b\n\u00e9\"": {"c": "x"}, "d": [{"e": false}, "", 0]}`;

Deno.test("nothing is wrong with JSON, and with the beginning of JSON but its end", () => {
  JSON.parse(valid);
  assertEquals(faultOf(` ${valid}\r\n`), valid.length + 3);
  for (const beginning of ["", "[", '{"a":', '{"a": 1,', "[1, ", "[[], {"]) {
    assertEquals(faultOf(beginning), beginning.length);
  }
});

Deno.test("the place is that of the token that can't be there", () => {
  const cases: ReadonlyArray<readonly [text: string, place: number]> = [
    ["[1 2]", 3],
    ['{"a" 1}', 5],
    ['{"a": 1,}', 8],
    ["[1,]", 3],
    ["{1: 2}", 1],
    ['["a\nb"]', 1],
    [String.raw`["\x"]`, 1],
    ['["never ends', 1],
    ["[tru]", 1],
    ["[01]", 2],
    ["[1}", 2],
    ["[]]", 2],
    ["\uFEFF[]", 0],
    ["undefined", 0],
    ["\u00a0[]", 0],
  ];
  for (const [text, place] of cases) assertEquals(faultOf(text), place, text);
});

Deno.test("a text that one character spoiled is not JSON up to its place, and is what it was before it", () => {
  const isJson = (text: string): boolean => {
    try {
      JSON.parse(text);
      return true;
    } catch {
      return false;
    }
  };
  for (let at = 0; at < valid.length; at++) {
    for (const sign of ["", '"', "]", "}", ",", ":", "x", "1", "\\", "\n"]) {
      const text = valid.slice(0, at) + sign + valid.slice(at + 1);
      const place = faultOf(text);
      assertEquals(isJson(text), place === text.length && isJson(text.slice(0, place)), text);
      // Whatever is before the place may be JSON still: it has no fault of its own.
      assertEquals(faultOf(text.slice(0, place)), place, text);
    }
  }
});

Deno.test("a long text takes time in proportion to its length", () => {
  const began = performance.now();
  const texts = [
    `["${"\\n".repeat(2_000_000)}`,
    "[".repeat(4_000_000),
    `[${"1,".repeat(2_000_000)}`,
  ];
  for (const text of texts) faultOf(text);
  assert(performance.now() - began < 10_000);
});

Deno.test("the rows before the place are told, and nothing that is nested deeper", () => {
  const rows: Array<number> = [];
  const place = faultOf('{"a": [1, {"b": [2, 3]}, [4]], "c": [x', (row) => rows.push(row));
  assertEquals([place, rows], [37, [7, 10, 25, 37]]);
});
