/**
 * Values that people write where they have none: `brak`, `-`, `123456789`. Many customers have the same one, so that it is
 * nobody's key.
 *
 * An identifier may be any number, also one of one digit repeated.
 *
 * @module
 */
import type { Lookup } from "../../call/lookup.ts";
import { comparableForm } from "./same_key.ts";

/** Whether a value stands for none. */
export const isPlaceholder = (lookup: Lookup): boolean => {
  if (isWord(lookup.value)) return true;
  switch (lookup.by) {
    case "phone_number":
    case "nip":
      return isFiller(comparableForm(lookup));
    case "email":
      return isWord(lookup.value.split("@", 1)[0]);
    case "custom_field":
    case "identifier":
      return false;
  }
};

const words: ReadonlySet<string> = /* @__PURE__ */ new Set([
  "b/d",
  "brak",
  "brak danych",
  "n/a",
  "n/d",
  "nie dotyczy",
  "nie ma",
  "nie podano",
  "nieznany",
  "none",
  "null",
  "undefined",
]);

/** A word for nothing, or no letter and no digit at all. */
const isWord = (value: string): boolean =>
  // Most values have a digit, which no word has. The tests stand in the order of their speed.
  !/\d/.test(value) &&
  (value.length <= longestWord && words.has(value.trim().toLowerCase()) ||
    !/[a-z]/i.test(value) && !/[\p{L}\p{N}]/u.test(value));

/** In characters. A longer text is none of the words, and is not searched for them. */
const longestWord = 20;

/** One digit repeated, or the digits in their order. */
const isFiller = (digits: string): boolean =>
  /^(\d)\1*$/.test(digits) || digits === "123456789" || digits === "1234567890";
