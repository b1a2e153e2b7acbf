/**
 * The form of Thulium's own errors of a whole request: `{ "request_id": "…", "errors": [ … ] }`, with one or more
 * errors. A proxy before Thulium answers in other forms, so this form shows who answered.
 *
 * Of such an error only its id and its codes are kept, and only if they have the form of ids and codes: Thulium's messages
 * may quote a customer.
 *
 * @module
 */
import { isObject, parseJson } from "../internal/json.ts";
import type { ThuliumError } from "../outcome/delivery.ts";

/** The most bytes that an error of Thulium has. A longer body does not count as one, and is not read. */
export const maxErrorBytes = 16_384;

/** How many codes of an error are kept. */
const maxCodes = 10;

const idForm = /^[\w.:-]{1,128}$/;
/** Letters and an underscore, or digits fewer than those of a telephone number. */
const codeForm = /^(?:[A-Za-z_]{1,40}|\d{1,8})$/;

/** Reads a body in the form of Thulium's own errors; `undefined` if it has another form. */
export const readErrorForm = (text: string): ThuliumError | undefined => {
  const body = parseJson(text);
  if (!isObject(body) || typeof body.request_id !== "string" || body.request_id === "") {
    return undefined;
  }
  const { errors, request_id: id } = body;
  if (!Array.isArray(errors) || errors.length === 0) return undefined;
  const codes = errors.slice(0, maxCodes).flatMap((error: unknown) => {
    const code = isObject(error) ? String(error.code ?? "") : "";
    return codeForm.test(code) ? [code] : [];
  });
  return { requestId: idForm.test(id) ? id : undefined, codes };
};
