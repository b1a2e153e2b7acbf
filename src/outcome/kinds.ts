/**
 * Functions that make outcomes and tell them apart, without their schemas: those need all of Schema.
 *
 * @module
 */
import { dual } from "effect/Function";
import * as Model from "./model.ts";

/** A function for each outcome. Their results may be of different types. */
interface Handlers<A, B, C, D, E, F> {
  readonly Created: (outcome: Model.Created) => A;
  readonly Updated: (outcome: Model.Updated) => B;
  readonly Unchanged: (outcome: Model.Unchanged) => C;
  readonly Rejected: (outcome: Model.Rejected) => D;
  readonly Unknown: (outcome: Model.Unknown) => E;
  readonly NotSent: (outcome: Model.NotSent) => F;
}

type Match = <A, B = A, C = A, D = A, E = A, F = A>(
  outcome: Model.Outcome,
  handlers: Handlers<A, B, C, D, E, F>,
) => A | B | C | D | E | F;

/** For `pipe` and `map`: the outcome comes last. */
type MatchLast = <A, B = A, C = A, D = A, E = A, F = A>(
  handlers: Handlers<A, B, C, D, E, F>,
) => (outcome: Model.Outcome) => A | B | C | D | E | F;

/** Makes outcomes and tells them apart. */
export interface Outcomes extends Model.OutcomeMakers {
  /** Calls the function for the outcome's tag, and returns its result. Without the outcome it makes a function of one. */
  readonly match: Match & MatchLast;
  /** Whether this import created the customer. */
  readonly isCreated: (outcome: Model.Outcome) => outcome is Model.Created;
  /** Whether this import changed the customer. */
  readonly isUpdated: (outcome: Model.Outcome) => outcome is Model.Updated;
  /** Whether another run created the customer. */
  readonly isUnchanged: (outcome: Model.Outcome) => outcome is Model.Unchanged;
  /** Whether the customer was refused because of its values. */
  readonly isRejected: (outcome: Model.Outcome) => outcome is Model.Rejected;
  /** Whether the customer may have been created or changed. */
  readonly isUnknown: (outcome: Model.Outcome) => outcome is Model.Unknown;
  /** Whether the customer was certainly not created or changed and may be sent again. */
  readonly isNotSent: (outcome: Model.Outcome) => outcome is Model.NotSent;
}

/** Makes {@linkcode Outcomes}. */
export const outcomes = (): Outcomes => ({
  ...Model.Outcome,
  match: dual<MatchLast, Match>(2, (outcome, handlers) => {
    switch (outcome._tag) {
      case "Created":
        return handlers.Created(outcome);
      case "Updated":
        return handlers.Updated(outcome);
      case "Unchanged":
        return handlers.Unchanged(outcome);
      case "Rejected":
        return handlers.Rejected(outcome);
      case "Unknown":
        return handlers.Unknown(outcome);
      case "NotSent":
        return handlers.NotSent(outcome);
    }
  }),
  isCreated: (outcome) => outcome._tag === "Created",
  isUpdated: (outcome) => outcome._tag === "Updated",
  isUnchanged: (outcome) => outcome._tag === "Unchanged",
  isRejected: (outcome) => outcome._tag === "Rejected",
  isUnknown: (outcome) => outcome._tag === "Unknown",
  isNotSent: (outcome) => outcome._tag === "NotSent",
});

/**
 * Makes outcomes and tells them apart.
 *
 * @example
 * ```ts
 * import { Outcome } from "@thulium-effect/batch-customers/promise";
 *
 * if (!Outcome.isCreated(Outcome.created("13"))) throw new Error("unexpected");
 * ```
 */
export const Outcome: Outcomes = /* @__PURE__ */ outcomes();

/** What became of one customer. */
export type Outcome = Model.Outcome;
