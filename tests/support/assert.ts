/**
 * Deno std's assertions, with types: the copy on the npm registry has none. If the import map points
 * at `jsr:@std/assert`, nothing here has to change.
 */
// @ts-types="./std_assert.d.ts"
export {
  assert,
  assertEquals,
  assertInstanceOf,
  assertMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
