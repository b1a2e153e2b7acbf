/**
 * Schemas of outcomes, reports and errors, so that they can cross RPC, a queue or a database. Their encoded
 * form is JSON, with the same tags and fields.
 *
 * The library itself does not need them. They stand in a file of their own, so that a program that does
 * not use them does not bundle them.
 *
 * @module
 */
import * as Schema from "effect/Schema";
import type { Issue } from "../customer/issue.ts";
import { exactly } from "../internal/exactly.ts";
import type * as Model from "./model.ts";
import { type Outcomes, outcomes } from "./kinds.ts";
import type * as Reports from "./report.ts";

const issue = () =>
  exactly<Issue>()(Schema.Struct({ path: Schema.String, message: Schema.String }));

const outcome = () =>
  Schema.Union([
    exactly<Model.Created>()(Schema.TaggedStruct("Created", { customerId: Schema.String })),
    exactly<Model.Updated>()(
      Schema.TaggedStruct("Updated", {
        customerId: Schema.String,
        fields: Schema.optional(Schema.Array(Schema.String)),
      }),
    ),
    exactly<Model.Unchanged>()(
      Schema.TaggedStruct("Unchanged", { customerId: Schema.String, differs: Schema.Boolean }),
    ),
    exactly<Model.Rejected>()(
      Schema.TaggedStruct("Rejected", {
        by: Schema.Literals(["validation", "thulium"]),
        status: Schema.Int,
        message: Schema.String,
        issues: Schema.Array(issue()),
      }),
    ),
    exactly<Model.Unknown>()(
      Schema.TaggedStruct("Unknown", {
        message: Schema.String,
        requestId: Schema.optional(Schema.String),
      }),
    ),
    exactly<Model.NotSent>()(
      Schema.TaggedStruct("NotSent", {
        message: Schema.String,
        status: Schema.optional(Schema.Int),
        requestId: Schema.optional(Schema.String),
      }),
    ),
  ]);

export type { Outcomes } from "./kinds.ts";

/**
 * What became of one customer: the schema of outcomes, functions that make them, and functions that tell
 * them apart.
 *
 * @example
 * ```ts
 * import { Outcome } from "@thulium-effect/batch-customers";
 * import * as Schema from "effect/Schema";
 *
 * const stored = JSON.stringify(Schema.encodeSync(Outcome)(Outcome.created("13")));
 * const outcome = Schema.decodeUnknownSync(Outcome)(JSON.parse(stored));
 * if (!Outcome.isCreated(outcome)) throw new Error("unexpected");
 * ```
 */
export const Outcome: Schema.Codec<Model.Outcome> & Outcomes =
  /* @__PURE__ */ (() => Object.assign(outcome(), outcomes()))();

/** What became of one customer. */
export type Outcome = Model.Outcome;

/** Schema of {@linkcode Report}. */
export const Report: Schema.Codec<Reports.Report> =
  /* @__PURE__ */ (() =>
    exactly<Reports.Report>()(
      Schema.Struct({
        total: Schema.Int,
        created: Schema.Int,
        updated: Schema.Int,
        unchanged: Schema.Int,
        rejected: Schema.Int,
        unknown: Schema.Int,
        notSent: Schema.Int,
        outcomes: Schema.Array(outcome()),
      }),
    ))();

/** The outcomes of a whole import, with counts. */
export type Report = Reports.Report;
