/**
 * The types of a batch on its way.
 *
 * @module
 */
import type * as Effect from "effect/Effect";
import type { Batch } from "../batch/model.ts";
import type { BatchError } from "../outcome/error.ts";
import type { Outcome } from "../outcome/model.ts";

/**
 * A batch on its way: one outcome per customer, `outcomes[i]` for `batch.items[i]`, or a
 * {@linkcode BatchError} that says what became of all of them.
 */
export type Call = Effect.Effect<ReadonlyArray<Outcome>, BatchError>;

/** Sends a batch. */
export type Send = (batch: Batch) => Call;
