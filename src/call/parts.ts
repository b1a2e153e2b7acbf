/**
 * Parts of a batch: a policy picks some customers, sends them again under their own indices, and puts the new
 * outcomes in the places of the old ones.
 *
 * @module
 */
import type { NonEmptyReadonlyArray } from "effect/Array";
import {
  type AddBatch,
  type Batch,
  isNonEmpty,
  makeBatch,
  makeUpdateBatch,
} from "../batch/model.ts";
import { isRetryLater } from "../outcome/delivery.ts";
import type { Outcome } from "../outcome/model.ts";

/** Whether Thulium put this one customer off: it asked to send it again later (429, 503). */
export const isPutOff = (outcome: Outcome): boolean =>
  outcome._tag === "NotSent" && outcome.status !== undefined && isRetryLater(outcome.status);

/** The places in a batch of the outcomes that `isWanted` selects. */
export const placesOf = (
  outcomes: ReadonlyArray<Outcome>,
  isWanted: (outcome: Outcome) => boolean,
): ReadonlyArray<number> => outcomes.flatMap((outcome, place) => isWanted(outcome) ? [place] : []);

/** The customers at some places, as a batch of their own; `undefined` if there are no places. */
export function pick(batch: AddBatch, places: ReadonlyArray<number>): AddBatch | undefined;
/** The same of a batch of either kind. */
export function pick(batch: Batch, places: ReadonlyArray<number>): Batch | undefined;
export function pick(batch: Batch, places: ReadonlyArray<number>): Batch | undefined {
  return batch.operation === "update"
    ? made(batch.items, places, makeUpdateBatch)
    : made(batch.items, places, makeBatch);
}

const made = <Item>(
  items: ReadonlyArray<Item>,
  places: ReadonlyArray<number>,
  make: (items: NonEmptyReadonlyArray<Item>) => Batch,
): Batch | undefined => {
  const picked = places.map((place) => items[place]);
  return isNonEmpty(picked) ? make(picked) : undefined;
};

/** The outcomes of a batch, with those at some places replaced. */
export const replaceAt = (
  outcomes: ReadonlyArray<Outcome>,
  places: ReadonlyArray<number>,
  replacements: ReadonlyArray<Outcome | undefined>,
): ReadonlyArray<Outcome> => {
  const replaced = [...outcomes];
  places.forEach((place, i) => replaced[place] = replacements[i] ?? replaced[place]);
  return replaced;
};
