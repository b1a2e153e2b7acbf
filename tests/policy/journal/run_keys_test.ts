/** Which keys an import has met: a table that many keys share. */
import { type KeyedRow, RunKeys } from "../../../src/policy/journal/run_keys.ts";
import { sha256Hex } from "../../../src/internal/sha256.ts";
import { assert, assertEquals } from "../../support/assert.ts";

/** A row whose JSON is written in a way of its own. */
const row = (key: number, content: number, way = 0): KeyedRow => ({
  key: sha256Hex(`key ${key}`).slice(0, 32),
  content: sha256Hex(`content ${content}`).slice(0, 16),
  json: sha256Hex(`json ${content} ${way}`).slice(0, 32),
});

/** Whether a row of a batch is another one. */
const isOther = (keys: RunKeys, row: KeyedRow): boolean => {
  const batch: Array<KeyedRow> = [];
  keys.begin(batch);
  const isOther = keys.isOther(row);
  if (!isOther) batch.push(row);
  keys.end(batch);
  return isOther;
};

Deno.test("a key is met with another content, or with the same", () => {
  const keys = new RunKeys();
  assertEquals(isOther(keys, row(1, 1)), false);
  assertEquals(isOther(keys, row(1, 1)), false);
  assertEquals(isOther(keys, row(1, 2)), true);
  assertEquals(isOther(keys, row(1, 1, 1)), false);
  assertEquals(isOther(keys, row(2, 2)), false);
});

Deno.test("a row is compared by content with one that is under way", () => {
  const keys = new RunKeys();
  const batch = [row(1, 1)];
  keys.begin(batch);
  assertEquals(keys.isOther(batch[0]), false);
  assertEquals(isOther(keys, row(1, 1)), false);
  assertEquals(isOther(keys, row(1, 1, 1)), false);
  assertEquals(isOther(keys, row(1, 2)), true);
  keys.end(batch);
  assertEquals(isOther(keys, row(1, 1, 2)), false);
  assertEquals(isOther(keys, row(1, 2)), true);
});

Deno.test("the content of a row is not asked for as long as its key and its JSON are new, or the same", () => {
  const keys = new RunKeys();
  const { json, key } = row(1, 1);
  const unread: KeyedRow = {
    key,
    json,
    get content(): string {
      throw new Error("was asked for");
    },
  };
  keys.begin([unread]);
  assertEquals(keys.isOther(unread), false);
  assertEquals(keys.isOther(unread), false);
});

Deno.test("any number of keys are told apart", () => {
  const keys = new RunKeys();
  const count = 20_000;
  for (let i = 0; i < count; i++) assert(!isOther(keys, row(i, i)));
  for (let i = 0; i < count; i++) {
    assert(!isOther(keys, row(i, i)));
    assert(isOther(keys, row(i, i + 1)));
  }
});

Deno.test("a key whose first half is empty is a key", () => {
  const keys = new RunKeys();
  const zeros = "0".repeat(32);
  assertEquals(isOther(keys, { ...row(1, 1), key: zeros }), false);
  assertEquals(isOther(keys, { ...row(1, 2), key: zeros }), true);
});
