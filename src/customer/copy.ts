/**
 * Copies a JSON value that is sent unchanged: reads each part once, so that what was checked is what is sent. Depth and
 * work have limits, because a value may contain itself, or the same object in many places.
 *
 * @module
 */
import { type Fields, LongNumber } from "../internal/json.ts";
import { maxDepth, maxValues, words } from "./rules.ts";

/**
 * Copies a value. If it can't be sent unchanged, `report` gets the first reason, and the copy is not whole. Throws what
 * a property of the value throws.
 */
export const copyJson = (value: unknown, report: (fault: string) => void): unknown => {
  const around: Array<object> = [];
  let count = 0;
  let isWhole = true;
  const fail = (fault: string): void => {
    if (isWhole) report(fault);
    isWhole = false;
  };
  const copyList = (list: ReadonlyArray<unknown>): ReadonlyArray<unknown> => {
    const { length } = list;
    const copied: Array<unknown> = [];
    for (let i = 0; i < length && isWhole; i++) copied.push(copy(list[i]));
    return copied;
  };
  /** Made from entries, so that a field named `__proto__` stays a field. */
  const copyObject = (fields: Fields): unknown => {
    const prototype = Object.getPrototypeOf(fields);
    if (prototype !== null && prototype !== Object.prototype) return fail(words.json);
    const entries: Array<[string, unknown]> = [];
    for (const name of Object.keys(fields)) {
      if (isWhole) entries.push([name, copy(fields[name])]);
    }
    return Object.fromEntries(entries);
  };
  const copy = (part: unknown): unknown => {
    if (++count > maxValues) return fail(words.values);
    if (part instanceof LongNumber) return part.exact ?? fail(words.exact);
    if (typeof part === "object" && part !== null) {
      if (around.length === maxDepth) {
        return fail(around.includes(part) ? words.json : words.depth);
      }
      // `JSON.stringify` would write something else.
      if (Object.hasOwn(part, "toJSON") && typeof (part as Fields).toJSON === "function") {
        return fail(words.json);
      }
      around.push(part);
      const copied = Array.isArray(part) ? copyList(part) : copyObject(part as Fields);
      around.pop();
      return copied;
    }
    const isJson = part === null || typeof part === "string" || typeof part === "boolean" ||
      Number.isFinite(part);
    return isJson ? part : fail(words.json);
  };
  return copy(value);
};
