/**
 * A value as text, for fingerprints.
 *
 * @module
 */
import { isObject } from "../../internal/json.ts";

/** JSON with the fields in one order: a list whose columns were moved has the same customers. */
export const canonical = (value: unknown): string => {
  if (typeof value === "string") return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  let fields = "";
  for (const { name, start } of fieldsOf(value)) {
    fields += `${fields === "" ? "" : ","}${start}${canonical(value[name])}`;
  }
  return `{${fields}}`;
};

/** A field's name, and the same as the beginning of the field in JSON. */
interface Field {
  readonly name: string;
  readonly start: string;
}

/** The rows of a list have few different sets of fields. */
const maxKnown = 100;
const known = /* @__PURE__ */ new Map<string, ReadonlyArray<Field>>();

/** The fields of an object in their order. */
const fieldsOf = (value: object): ReadonlyArray<Field> => {
  const names = Object.keys(value);
  const all = names.join("\n");
  const found = known.get(all);
  if (found !== undefined && found.length === names.length) return found;
  const made = names.sort().map((name) => ({ name, start: `${JSON.stringify(name)}:` }));
  // A name with a line feed would make two lists of names look the same.
  if (known.size < maxKnown && !names.some((name) => name.includes("\n"))) known.set(all, made);
  return made;
};
