/**
 * For authors of policies, and of replacements for Thulium in tests: what a policy is, what it gets, and how it
 * says what became of customers. Users of the library do not need this module.
 *
 * A policy is a layer that needs a `BatchCall` and provides one. {@linkcode policy} makes a policy from a
 * function that takes a call and returns a call.
 *
 * @example
 * ```ts
 * import { policy } from "@thulium-effect/batch-customers/policy";
 * import * as Effect from "effect/Effect";
 *
 * const Logged = policy((next) =>
 *   Effect.succeed((batch) =>
 *     Effect.tap(next(batch), () => Effect.logInfo(`${batch.items.length} customers answered`))
 *   )
 * );
 * ```
 *
 * @module
 */
export {
  type AddBatch,
  type Batch,
  makeBatch,
  makeUpdateBatch,
  type UpdateBatch,
} from "../batch/model.ts";
export { type BatchItem, makeBatchItem } from "../batch/item.ts";
export { sendConfirmed } from "../call/confirm.ts";
export type { Call, Send } from "../call/send.ts";
export { Attempt } from "../call/telemetry.ts";
export { deliveryOf, maySendAgain, type Observation } from "../outcome/delivery.ts";
export { type CallObservation, outcomeOf } from "../outcome/error.ts";
export { batchErrorOf } from "../outcome/error_of.ts";
export { type Policy, policy } from "./layer.ts";
