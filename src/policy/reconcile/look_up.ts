/**
 * Looks one customer up.
 *
 * @module
 */
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Option from "effect/Option";
import type { BatchItem } from "../../batch/item.ts";
import type { Find, Lookup, LookupError } from "../../call/lookup.ts";
import { beforeCall, stopOnAuth } from "../../call/run.ts";
import type { BatchError } from "../../outcome/error.ts";
import { batchErrorOf } from "../../outcome/error_of.ts";
import { Outcome } from "../../outcome/model.ts";
import type { IdOwners } from "./id_owners.ts";
import { verdictOn } from "./verdict.ts";

/** One match is what was looked for; a second one shows that the key is not unique. */
const maxFound = 2;

/**
 * The outcome that a lookup proves for a customer. Fails if the import has stopped. A lookup that dies of a
 * defect counts as one that failed.
 */
export const lookUp = (
  find: Find,
  item: BatchItem,
  lookup: Lookup,
  owners: IdOwners,
): Effect.Effect<Outcome, BatchError> =>
  Effect.andThen(
    beforeCall,
    Effect.exit(Effect.suspend(() => find(lookup, maxFound))).pipe(
      Effect.tap(stopIfRefused),
      Effect.map((found) => ownedBy(item, verdictOn(item, lookup, found), owners)),
    ),
  );

/** A user whom Thulium does not let look customers up may not add customers, either. */
const stopIfRefused = (found: Exit.Exit<unknown, LookupError>): Effect.Effect<void> => {
  const status = Exit.isFailure(found)
    ? Option.getOrUndefined(Cause.findErrorOption(found.cause))?.status
    : undefined;
  return status === 401 || status === 403
    ? stopOnAuth(batchErrorOf({ at: "status", status }))
    : Effect.void;
};

/** The outcome, unless the id in it belongs to another row. */
const ownedBy = ({ index }: BatchItem, outcome: Outcome, owners: IdOwners): Outcome =>
  outcome._tag !== "Created" || owners.claim(outcome.customerId, index)
    ? outcome
    : Outcome.unknown("may have been created; the customer with its key is another row");
