/**
 * The fields whose names are closest to the name of a column that nobody knows.
 *
 * @module
 */
import { mayMean } from "./field_names.ts";
import { usualNames } from "./known_columns.ts";
import { plainName } from "./plain_name.ts";

/** Most fields that are named. */
const maxClosest = 2;
/** Longer names are no misspelt ones. */
const maxLength = 40;

/** The fields that a column may stand for, the closest first. There may be none. */
export const closestFields = (name: string): ReadonlyArray<string> => {
  const plain = plainName(name);
  const meant = Object.hasOwn(mayMean, plain) ? mayMean[plain] : undefined;
  if (meant !== undefined) return meant.split(", ");
  if (plain === "" || plain.length > maxLength) return [];
  const best = new Map<string, number>();
  for (const [known, field] of usualNames()) {
    const limit = Math.floor(Math.min(known.length, plain.length) / 4);
    if (Math.abs(known.length - plain.length) > limit) continue;
    const distance = editDistance(plain, known, limit);
    if (distance <= limit && distance < (best.get(field) ?? Infinity)) best.set(field, distance);
  }
  return [...best].sort(([, a], [, b]) => a - b).slice(0, maxClosest).map(([field]) => field);
};

/** How many letters must be changed, put in, left out or swapped with their neighbour. More than `limit` is `Infinity`. */
const editDistance = (a: string, b: string, limit: number): number => {
  let before: ReadonlyArray<number> = [];
  let last = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const isSame = a[i - 1] === b[j - 1];
      let cost = Math.min(last[j - 1] + (isSame ? 0 : 1), last[j] + 1, row[j - 1] + 1);
      if (i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]) {
        cost = Math.min(cost, before[j - 2] + 1);
      }
      row.push(cost);
    }
    if (Math.min(...row) > limit) return Infinity;
    before = last;
    last = row;
  }
  return last[b.length];
};
