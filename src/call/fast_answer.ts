/**
 * The fast path for answers: reads the usual answer without parsing it, in which every customer was created, in order, and
 * which is written without white space. It only ever says yes; without it everything is the same, but an answer for twenty
 * customers takes 11 µs instead of 3.
 *
 * @module
 */
import { Outcome } from "../outcome/model.ts";

/** A longer id would keep the whole answer in memory, because V8 makes a part of a text that refers to all of it. */
const entry =
  /[{,]"(\d{1,6})":\{"http_status":2\d\d,"customer_id":(?:"([\w-]{1,12})"|([1-9]\d{0,11}))\}/y;

/** The outcomes, if all of `count` customers were created; `undefined` if the answer must be parsed. */
export const readCreated = (text: string, count: number): ReadonlyArray<Outcome> | undefined => {
  const outcomes: Array<Outcome> = [];
  entry.lastIndex = 0;
  for (let i = 0; i < count; i++) {
    if (text[entry.lastIndex] !== (i === 0 ? "{" : ",")) return undefined;
    const found = entry.exec(text);
    if (found === null || found[1] !== String(i)) return undefined;
    outcomes.push(Outcome.created(found[2] ?? found[3]));
  }
  return text[entry.lastIndex] === "}" && entry.lastIndex + 1 === text.length
    ? outcomes
    : undefined;
};
