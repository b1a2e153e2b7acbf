/**
 * The form of Thulium's own errors of a whole request: `{ "request_id": "…", "errors": [ … ] }`, with one or more
 * errors. A proxy before Thulium answers in other forms, so this form shows who answered.
 *
 * @module
 */
import { isObject, parseJson } from "../internal/json.ts";

/** The most bytes that an error of Thulium has. A longer body does not count as one, and is not read. */
export const maxErrorBytes = 16_384;

/** Whether a body has the form of Thulium's own errors. */
export const isErrorForm = (text: string): boolean => {
  const body = parseJson(text);
  return isObject(body) && typeof body.request_id === "string" && body.request_id !== "" &&
    Array.isArray(body.errors) && body.errors.length > 0;
};
