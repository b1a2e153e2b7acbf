/** The arithmetic and the table of the benchmark. */
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { alternate } from "./alternate.ts";
import {
  figure,
  isMet,
  median,
  ratioAtLeast,
  ratioAtMost,
  ratioBelow,
  type Target,
  valueAtMost,
} from "./figure.ts";
import { table } from "./table.ts";

const of = (ours: number, peer: number, target?: Target) =>
  figure("imports", "s", "raw", { ours: [ours], peer: [peer] }, target);

Deno.test("the median is the middle reading, or halfway between the two middle ones", () => {
  assertEquals(median([9, 1, 5]), 5);
  assertEquals(median([4, 1, 3, 2]), 2.5);
});

Deno.test("a target is met only on the right side of its limit", () => {
  assertEquals([isMet(of(1, 1, ratioAtMost(1))), isMet(of(1.1, 1, ratioAtMost(1)))], [true, false]);
  assertEquals([isMet(of(1, 1, ratioBelow(1))), isMet(of(0.9, 1, ratioBelow(1)))], [false, true]);
  assertEquals([isMet(of(3, 1, ratioAtLeast(3))), isMet(of(2, 1, ratioAtLeast(3)))], [true, false]);
  assertEquals([isMet(of(56, 1, valueAtMost(56))), isMet(of(57, 99, valueAtMost(56)))], [
    true,
    false,
  ]);
  assertEquals(isMet(of(1, 1)), undefined);
});

Deno.test("contestants take turns, in reversed order in every second round", async () => {
  const order: Array<string> = [];
  const contestant = (name: string) => () => Promise.resolve(order.push(name));
  const readings = await alternate(
    { a: contestant("a"), b: contestant("b") },
    3,
    () => {},
  );
  assertEquals(order, ["a", "b", "b", "a", "a", "b"]);
  assertEquals(readings, { a: [1, 4, 5], b: [2, 3, 6] });
});

Deno.test("the table shows peer, ratio, target and whether the target was met", () => {
  const lines = table([of(2, 1, ratioAtMost(1)), of(1, 2, ratioAtMost(1))]).split("\n");
  assertStringIncludes(lines[2], "raw: 1.00 s");
  assertStringIncludes(lines[2], "2.00 |");
  assertStringIncludes(lines[2], "**not met**");
  assertStringIncludes(lines[3], "≤ 1.00 | met");
  assert(lines.every((line) => line.length === lines[0].length));
});
