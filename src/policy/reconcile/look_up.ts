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
import { type Verdict, verdictOn } from "./verdict.ts";

/** One match is what was looked for; a second one shows that the key is not unique. */
const maxFound = 2;

/**
 * What a lookup says about a customer. Fails if the import has stopped. A lookup that dies of a defect counts as
 * one that failed.
 */
export const lookUp = (
  find: Find,
  item: BatchItem,
  lookup: Lookup,
  owners: IdOwners,
): Effect.Effect<Verdict, BatchError> =>
  Effect.andThen(
    beforeCall,
    Effect.exit(Effect.suspend(() => find(lookup, maxFound))).pipe(
      Effect.tap(stopIfRefused),
      Effect.map((found) => ownedBy(item, verdictOn(item, lookup, found), owners)),
    ),
  );

/**
 * Wrong credentials stop the import. A user who may add customers need not have the right to look them up, so a
 * 403 is a lookup that failed: the doubts stay, and the import goes on.
 */
const stopIfRefused = (found: Exit.Exit<unknown, LookupError>): Effect.Effect<void> => {
  const status = Exit.isFailure(found)
    ? Option.getOrUndefined(Cause.findErrorOption(found.cause))?.status
    : undefined;
  if (status === 403) return Effect.logWarning(mayNotLookUp);
  return status === 401 ? stopOnAuth(batchErrorOf({ at: "status", status })) : Effect.void;
};

const mayNotLookUp =
  "Thulium does not let this user look customers up (HTTP 403): customers in doubt stay unknown";

/** The verdict, unless the customer that was found belongs to another row. */
const ownedBy = ({ index }: BatchItem, verdict: Verdict, owners: IdOwners): Verdict =>
  verdict._tag !== "Created" || owners.claim(verdict.customerId, index)
    ? verdict
    : Outcome.unknown("may have been created; the customer with its key is another row");
