/**
 * Functions that make outcomes and tell them apart, without their schemas: those need all of Schema.
 *
 * @module
 */
import * as Model from "./model.ts";

/** A function for each outcome. */
type Handlers<A> = {
  readonly [tag in Model.Outcome["_tag"]]: (
    outcome: Extract<Model.Outcome, { readonly _tag: tag }>,
  ) => A;
};

/** Makes outcomes and tells them apart. */
export interface Outcomes extends Model.OutcomeMakers {
  /** Calls the function for the outcome's tag, and returns its result. */
  readonly match: <A>(outcome: Model.Outcome, handlers: Handlers<A>) => A;
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
  match: (outcome, handlers) => {
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
  },
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
