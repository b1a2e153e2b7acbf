/**
 * A value as text, for fingerprints.
 *
 * @module
 */
import { isObject } from "../../internal/json.ts";

/** JSON with the fields in one order: a list whose columns were moved has the same customers. */
export const canonical = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (!isObject(value)) return JSON.stringify(value);
  let fields = "";
  for (const name of Object.keys(value).sort()) {
    fields += `${fields === "" ? "" : ","}${JSON.stringify(name)}:${canonical(value[name])}`;
  }
  return `{${fields}}`;
};
