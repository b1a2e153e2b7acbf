/**
 * How JSON is to be read, by its beginning: people's files are lists, lines, objects around a list, or objects one after
 * the other, whatever their names say.
 *
 * **A shape is found only where it is certain what is meant.** An object that may be a customer is never taken for what
 * stands around customers, and of two lists none is chosen.
 *
 * @module
 */
import { customerFields } from "../../customer/fields.ts";
import { JsonPartCutter, type Rows } from "../../format/cut/json_parts.ts";
import { withoutSpareCommas } from "../../format/cut/json_rows.ts";
import type { Problem } from "../../format/cut/problem.ts";
import { type Fields, isObject, parseJson } from "../../internal/json.ts";
import type { Notice } from "./notice.ts";

/** How the rows are read: line by line, or as parts of the text. */
export type JsonShape =
  | { readonly read: "lines"; readonly isBulk: boolean; readonly notice?: Notice | undefined }
  | { readonly read: "parts"; readonly rows: Rows; readonly notice?: Notice | undefined };

/** A shape, or why there is none. */
export type FoundShape = JsonShape | { readonly problem: Problem };

/** The beginning of a text. */
export interface Head {
  readonly text: string;
  /** Whether this is all of the text. */
  readonly isWhole: boolean;
}

const lines: JsonShape = { read: "lines", isBulk: false };
const values: JsonShape = { read: "parts", rows: { in: "values" } };
const list: JsonShape = { read: "parts", rows: { in: "list", keys: [] } };

/** The shape of a text. */
export const shapeOf = (head: Head): FoundShape => {
  const text = withoutComments(head.text);
  const shape = shapeOfJson(text, head.isWhole);
  return !("problem" in shape) && isResource(firstRow(text, shape)) ? noShape("json-api") : shape;
};

const shapeOfJson = (text: string, isWhole: boolean): FoundShape => {
  if (/^\[?\s*\{?\s*'/.test(text)) return noShape("single-quotes");
  if (text === "" || text.startsWith("[")) return list;
  if (!text.startsWith("{")) return text.startsWith('"') ? noShape("text") : lines;
  const first = firstValue(text);
  if (first === undefined) return isWhole ? cutShort(text) : aroundRows(text);
  const value = parseJson(withoutSpareCommas(first));
  const after = text.slice(first.length);
  const isAlone = isWhole && isBlank(after);
  if (!isObject(value)) return isAlone ? values : linesOrValues(first, after);
  if (isBulkAction(value)) return { read: "lines", isBulk: true, notice: { code: "bulk" } };
  if (isCustomer(value) && !(isAlone && isEnvelope(value))) {
    return isAlone ? { ...values, notice: { code: "single-object" } } : linesOrValues(first, after);
  }
  // What follows a customer may be the next one; what follows another object would have been read.
  return isBlank(after) ? shapeAround(value) : linesOrValues(first, after);
};

/** The first value is not whole. If other values begin on lines of their own, only the first line is broken. */
const cutShort = (text: string): FoundShape =>
  /[\r\n]\s*\{/.test(text)
    ? lines
    : { problem: { code: "json-document", line: 1, fault: "ends-early" } };

/**
 * Tells when enough of a pipe was read to find the shape: a customer, or two values. Whether a list of customers stands
 * in an object can be seen only when nothing follows the object.
 */
export const isEnough = (text: string): boolean => {
  const json = withoutComments(text);
  if (!json.startsWith("{")) return json !== "";
  const first = firstValue(json);
  if (first === undefined) return false;
  const value = parseJson(withoutSpareCommas(first));
  return !isBlank(json.slice(first.length)) || isObject(value) &&
      (isCustomer(value) || isBulkAction(value) || Array.isArray(value.customers));
};

/**
 * Whether the text can have no other list of rows: a reading of it finds whatever is wrong around the rows. Of a list that
 * was found in an object, only its beginning was seen.
 */
export const isOneList = (shape: JsonShape): boolean =>
  shape.read === "lines" || shape.rows.in !== "list" || shape.rows.keys.length === 0 ||
  shape.rows.keys[0] === "customers";

const isBlank = (text: string): boolean => /^[\s\p{Cc},]*$/u.test(text);

const noShape = (
  shape: Extract<Problem, { readonly code: "json-shape" }>["shape"],
): FoundShape => ({
  problem: { code: "json-shape", shape },
});

/** The text from its first value on, if nothing but comments stands before it. */
const withoutComments = (text: string): string =>
  text.replace(/^(?:[\s\p{Cc}]+|\/\/[^\r\n]*|\/\*[^]*?\*\/)+/u, "");

/** The value with which a text begins, if all of it is there. */
const firstValue = (text: string): string | undefined => firstPart(text, { in: "values" });

const firstPart = (text: string, rows: Rows): string | undefined => {
  let first: string | undefined;
  const cutter = new JsonPartCutter(rows, Infinity, ({ text }) => first ??= text);
  for (let at = 0; at < text.length && first === undefined; at += 4096) {
    cutter.add(text.slice(at, at + 4096));
  }
  return first;
};

/** The first row, if all of it is there. */
const firstRow = (text: string, shape: JsonShape): unknown => {
  const first = firstPart(text, shape.read === "lines" ? { in: "values" } : shape.rows);
  return first === undefined ? undefined : parseJson(withoutSpareCommas(first));
};

/** A resource of JSON:API, whose fields stand one level deeper. */
const isResource = (value: unknown): boolean =>
  isObject(value) && typeof value.type === "string" && isObject(value.attributes) &&
  !Object.hasOwn(value, "surname");

/** One value on each line can be read line by line, and then a bad line costs only itself. */
const linesOrValues = (first: string, after: string): JsonShape => {
  const isLine = !/[\r\n]/.test(first.trim()) && /^[ \t]*,?[ \t]*(?:\r?\n|$)/.test(after);
  if (/\{\s*"\$(?:oid|date|number\w+)"\s*:/.test(first)) {
    return { ...(isLine ? lines : values), notice: { code: "extended-json" } };
  }
  return isLine ? lines : { ...values, notice: { code: "json-values" } };
};

const isCustomer = (value: Fields): boolean => {
  const plain = (name: string) => name.toLowerCase().replaceAll(/[\s_-]/g, "");
  const names = new Set(Object.keys(value).map(plain));
  return Object.keys(customerFields).some((field) => names.has(plain(field)));
};

/** `{"type": "customers", "data": […]}`: no customer, because it has no surname, and all elements of its only list have. */
const isEnvelope = (value: Fields): boolean => {
  const [path, ...others] = pathsToLists(value);
  if (path === undefined || others.length > 0 || Object.hasOwn(value, "surname")) return false;
  const list = path.reduce<unknown>((part, key) => isObject(part) ? part[key] : undefined, value);
  return Array.isArray(list) &&
    list.every((row) => isObject(row) && Object.hasOwn(row, "surname"));
};

const actions: ReadonlySet<string> = new Set(["index", "create", "update", "delete"]);

/** A line of Elasticsearch's bulk format that says what to do with the line after it. */
export const isBulkAction = (value: unknown): boolean => {
  if (!isObject(value)) return false;
  const [[action, target] = ["", undefined], ...others] = Object.entries(value);
  return others.length === 0 && actions.has(action) && isObject(target) &&
    Object.keys(target).every((name) => name.startsWith("_"));
};

const isListOfObjects = (value: unknown): boolean =>
  Array.isArray(value) && value.length > 0 && value.every(isObject);

/** The shape of an object that stands around rows. */
const shapeAround = (value: Fields): FoundShape => {
  if (Array.isArray(value.customers)) return listAt(["customers"]);
  if (isResource(value.data)) return noShape("json-api");
  if (isKeyed(value, hasSurname)) return noShape("keyed");
  const paths = pathsToLists(value);
  if (paths.length === 1) return listAt(paths[0]);
  if (paths.length > 1) return noShape("several-lists");
  const entries = Object.entries(value);
  return entries.length > 0 && entries.every(([key, row]) => /^\d+$/.test(key) && isObject(row))
    ? { read: "parts", rows: { in: "members" }, notice: { code: "index-keys" } }
    : noShape(isKeyed(value, isCustomer) ? "keyed" : "object");
};

/** Customers under keys that are no numbers, such as their e-mail addresses. */
const isKeyed = (value: Fields, isOne: (member: Fields) => boolean): boolean => {
  const members = Object.entries(value);
  return members.length > 0 &&
    members.every(([key, member]) => !/^\d+$/.test(key) && isObject(member) && isOne(member));
};

const hasSurname = (member: Fields): boolean => Object.hasOwn(member, "surname");

/** The lists of objects in an object, and in the objects in it. */
const pathsToLists = (value: Fields): ReadonlyArray<ReadonlyArray<string>> =>
  Object.entries(value).flatMap(([key, member]) => {
    if (isListOfObjects(member)) return [[key]];
    if (!isObject(member)) return [];
    return Object.entries(member)
      .filter(([, part]) => isListOfObjects(part))
      .map(([part]) => [key, part]);
  });

const listAt = (keys: ReadonlyArray<string>): JsonShape => ({
  read: "parts",
  rows: { in: "list", keys },
  notice: keys.join() === "customers" ? undefined : { code: "list-found", keys },
});

/** The shape of an object that is too large to be seen as a whole: which list is open where the text ends? */
const aroundRows = (text: string): FoundShape => {
  const keys = openKeys(text);
  // An object with the fields of a customer is a customer, and this one is too large.
  if (keys === undefined) {
    return noShape(isKeyed(firstMember(text), isCustomer) ? "keyed" : "object");
  }
  if (Object.hasOwn(customerFields, keys[0])) return noShape("object");
  const [key] = keys;
  return /^\d+$/.test(key)
    ? { read: "parts", rows: { in: "members" }, notice: { code: "index-keys" } }
    : listAt(keys);
};

/** An object with the first member of an object that is too large, if that is all there. */
const firstMember = (text: string): Fields => {
  const start = /^\{\s*"(?:[^"\\]|\\.)*"\s*:\s*(?=\{)/.exec(text)?.[0] ?? text;
  const member = firstValue(text.slice(start.length));
  return { "": member === undefined ? undefined : parseJson(withoutSpareCommas(member)) };
};

/** The keys of the objects that are open around the outermost open list; or the first key, if it counts rows. */
const openKeys = (text: string): readonly [string, ...Array<string>] | undefined => {
  const open: Array<{ readonly bracket: string; key: string }> = [];
  for (const [sign, after] of text.matchAll(/"(?:[^"\\]|\\.)*"(\s*:)?|[[\]{}]/g)) {
    const around = open.at(-1);
    if (sign === "[" || sign === "{") open.push({ bracket: sign, key: "" });
    else if (sign === "]" || sign === "}") open.pop();
    else if (after !== undefined && around?.bracket === "{") {
      around.key = String(parseJson(sign.slice(0, sign.length - after.length)));
    }
  }
  const place = open.findIndex(({ bracket }) => bracket === "[");
  const keys = open.slice(0, place < 0 ? open.length : place).map(({ key }) => key);
  const [first, ...others] = keys;
  if (first === undefined) return undefined;
  if (place < 0) return /^\d+$/.test(first) ? [first] : undefined;
  return place <= 2 ? [first, ...others] : undefined;
};
