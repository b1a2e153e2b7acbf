/** Which keys an import has met: a table that many keys share. */
import { RunKeys } from "../../../src/policy/journal/run_keys.ts";
import { sha256Hex } from "../../../src/internal/sha256.ts";
import { assert, assertEquals } from "../../support/assert.ts";

const key = (i: number) => sha256Hex(`key ${i}`).slice(0, 32);
const print = (i: number) => sha256Hex(`print ${i}`).slice(0, 16);

Deno.test("a key is met with another content, or with the same", () => {
  const keys = new RunKeys();
  assertEquals(keys.isOther(key(1), print(1)), false);
  assertEquals(keys.isOther(key(1), print(1)), false);
  assertEquals(keys.isOther(key(1), print(2)), true);
  assertEquals(keys.isOther(key(1), print(1)), false);
  assertEquals(keys.isOther(key(2), print(2)), false);
});

Deno.test("any number of keys are told apart", () => {
  const keys = new RunKeys();
  const count = 20_000;
  for (let i = 0; i < count; i++) assert(!keys.isOther(key(i), print(i)));
  for (let i = 0; i < count; i++) {
    assert(!keys.isOther(key(i), print(i)));
    assert(keys.isOther(key(i), print(i + 1)));
  }
});

Deno.test("a key whose first half is empty is a key", () => {
  const keys = new RunKeys();
  const zeros = "0".repeat(32);
  assertEquals(keys.isOther(zeros, print(1)), false);
  assertEquals(keys.isOther(zeros, print(2)), true);
});
