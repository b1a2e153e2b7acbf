/**
 * Parts of a batch: a policy picks some customers, sends them again under their own indices, and puts the new
 * outcomes in the places of the old ones.
 *
 * @module
 */
import { type Batch, makeBatch } from "../batch/model.ts";
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
export const pick = (batch: Batch, places: ReadonlyArray<number>): Batch | undefined => {
  const [first, ...rest] = places.map((place) => batch.items[place]);
  return first === undefined ? undefined : makeBatch([first, ...rest]);
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
