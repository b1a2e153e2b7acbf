/**
 * The identifier of a customer, found in its JSON without parsing the whole customer.
 *
 * It relies on what the JSON of a valid customer is: in JSON, `"identifier":` can't be a part of a text, because its quotation
 * marks would be escaped there. So it is a name, and only custom fields and unknown fields may have the same name inside.
 *
 * @module
 */
import type { BatchItem } from "../batch/item.ts";

const name = '"identifier":';
const plain = /^(?:"([^"\\]*)"|(\d+))[,}]/;

/** The identifier as text; `undefined` if there is none, or a blank one. */
export const identifierOf = (item: BatchItem): string | undefined => {
  const { json } = item;
  const at = json.indexOf(name);
  if (at < 0) return undefined;
  const isOwn = json.lastIndexOf("{", at) === 0;
  const [, text, digits] = isOwn && plain.exec(json.slice(at + name.length, at + maxLength)) || [];
  const identifier = text ?? digits ?? item.customer.identifier;
  return identifier === undefined || String(identifier).trim() === ""
    ? undefined
    : String(identifier);
};

/** Longer identifiers are rare, and are parsed. */
const maxLength = 200;
