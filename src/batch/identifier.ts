/**
 * The identifier of a customer, found in its JSON without parsing the whole customer.
 *
 * It relies on what the JSON of a valid customer is: in JSON, `"identifier":` can't be a part of a text, because its quotation
 * marks would be escaped there. So it is a name, and only custom fields and unknown fields may have the same name inside.
 * Whatever is not plain is parsed.
 *
 * @module
 */
import { type BatchItem, GivenItem } from "./item.ts";

const name = '"identifier":';
const nameBytes = /* @__PURE__ */ new TextEncoder().encode(name);
const plain = /^(?:"([^"\\]*)"|(\d+))[,}]/;
/** Longer identifiers are rare, and are parsed. */
const maxLength = 200;

/** The identifier as text; `undefined` if there is none, or a blank one. */
export const identifierOf = (item: BatchItem): string | undefined => {
  const found = item instanceof GivenItem
    ? inBytes(item.given.bytesUpTo(item.given))
    : inText(item.json);
  const identifier = found === "unclear" ? item.customer.identifier : found?.text;
  return identifier === undefined || String(identifier).trim() === ""
    ? undefined
    : String(identifier);
};

type Found = { readonly text: string } | "unclear" | undefined;

const inText = (json: string): Found => {
  const at = json.indexOf(name);
  if (at < 0) return undefined;
  const isOwn = json.lastIndexOf("{", at) === 0;
  const [, text, digits] = isOwn && plain.exec(json.slice(at + name.length, at + maxLength)) || [];
  const value = text ?? digits;
  return value === undefined ? "unclear" : { text: value };
};

const quote = 0x22;
const brace = 0x7b;
const backslash = 0x5c;

/** The same in bytes, where decoding a row costs more than looking through it. */
const inBytes = (json: Uint8Array): Found => {
  let isOwn = true;
  for (let at = 1; at < json.length - nameBytes.length; at++) {
    const byte = json[at];
    if (byte === brace) isOwn = false;
    else if (byte === quote && json[at + 1] === nameBytes[1] && startsWithName(json, at)) {
      return isOwn ? plainText(json, at + nameBytes.length) : "unclear";
    }
  }
  return undefined;
};

const startsWithName = (json: Uint8Array, at: number): boolean => {
  for (let i = 2; i < nameBytes.length; i++) {
    if (json[at + i] !== nameBytes[i]) return false;
  }
  return true;
};

/** A text of plain ASCII. */
const plainText = (json: Uint8Array, start: number): Found => {
  if (json[start] !== quote) return "unclear";
  let text = "";
  for (let at = start + 1; at < start + maxLength; at++) {
    const byte = json[at];
    if (byte === quote) return { text };
    if (byte === backslash || byte > 0x7e) return "unclear";
    text += String.fromCharCode(byte);
  }
  return "unclear";
};
