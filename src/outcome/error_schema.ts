/**
 * The schema of errors, for the same uses as `schema.ts`. Decoding makes real instances of the error
 * classes again, so that `Effect.catchTag` and `instanceof` work on the other side.
 *
 * @module
 */
import * as Schema from "effect/Schema";
import * as SchemaTransformation from "effect/SchemaTransformation";
import * as Errors from "./error.ts";

const common = () => ({
  delivery: Schema.Literals(["not-sent", "refused", "unknown"]),
  message: Schema.String,
  requestId: Schema.optional(Schema.String),
  thulium: Schema.optional(Schema.Struct({
    requestId: Schema.optional(Schema.String),
    codes: Schema.Array(Schema.String),
  })),
});

/** Only these: an error also has a stack, and what `Error` itself keeps. */
const fieldsOf = <Tag extends string>(
  { _tag, delivery, message, requestId, thulium }: Errors.BatchErrorFields & {
    readonly _tag: Tag;
  },
) => ({ _tag, delivery, message, requestId, ...(thulium === undefined ? {} : { thulium }) });

const authError = () =>
  Schema.instanceOf(Errors.AuthError).pipe(
    Schema.encodeTo(
      Schema.TaggedStruct("AuthError", { ...common(), status: Schema.Literals([401, 403]) }),
      SchemaTransformation.transform({
        decode: (fields) => new Errors.AuthError(fields),
        encode: (error) => ({ ...fieldsOf(error), status: error.status }),
      }),
    ),
  );

const refusedError = () =>
  Schema.instanceOf(Errors.RefusedError).pipe(
    Schema.encodeTo(
      Schema.TaggedStruct("RefusedError", { ...common(), status: Schema.Int }),
      SchemaTransformation.transform({
        decode: (fields) => new Errors.RefusedError(fields),
        encode: (error) => ({ ...fieldsOf(error), status: error.status }),
      }),
    ),
  );

const transportError = () =>
  Schema.instanceOf(Errors.TransportError).pipe(
    Schema.encodeTo(
      Schema.TaggedStruct("TransportError", { ...common(), reason: reason() }),
      SchemaTransformation.transform({
        decode: (fields) => new Errors.TransportError(fields),
        encode: (error) => ({ ...fieldsOf(error), reason: error.reason }),
      }),
    ),
  );

/** Waiting times are encoded as the header's text: whole seconds, rounded up, or a date. */
const reason = () => {
  const retryAfter = Schema.optional(Schema.RetryAfterFromString);
  return Schema.Union([
    Schema.TaggedStruct("ConnectFailed", {
      failure: Schema.Literals(["refused", "dns", "tls", "not-allowed", "blocked-port", "other"]),
    }),
    Schema.TaggedStruct("CircuitOpen", { retryAfter }),
    Schema.TaggedStruct("ImportStopped", {
      why: Schema.Literals(["time", "calls", "interrupted", "failures"]),
    }),
    Schema.TaggedStruct("ConnectionLost", {}),
    Schema.TaggedStruct("TimedOut", {}),
    Schema.TaggedStruct("RateLimited", { status: Schema.Literal(429), retryAfter }),
    Schema.TaggedStruct("Unavailable", { status: Schema.Literal(503), retryAfter }),
    Schema.TaggedStruct("Redirected", { status: Schema.Int }),
    Schema.TaggedStruct("ServerFailed", { status: Schema.Int }),
    Schema.TaggedStruct("BadAnswer", {
      status: Schema.Int,
      fault: Schema.Literals(["cut", "too-large", "not-json", "wrong-shape"]),
    }),
  ]);
};

/**
 * Schema of {@linkcode BatchError}. Its encoded form is JSON: tag, message, delivery, and status or reason.
 *
 * @example
 * ```ts
 * import { BatchError } from "@thulium-effect/batch-customers";
 * import { batchErrorOf } from "@thulium-effect/batch-customers/policy";
 * import * as Schema from "effect/Schema";
 *
 * const sent = JSON.stringify(Schema.encodeSync(BatchError)(batchErrorOf({ at: "deadline" })));
 * const error = Schema.decodeUnknownSync(BatchError)(JSON.parse(sent));
 * if (error._tag !== "TransportError") throw new Error("unexpected");
 * ```
 */
export const BatchError: Schema.Codec<Errors.BatchError, unknown> =
  /* @__PURE__ */ (() => Schema.Union([authError(), transportError(), refusedError()]))();

/** Every way in which a batch call fails. */
export type BatchError = Errors.BatchError;
