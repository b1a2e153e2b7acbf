/**
 * An answer that says no: a status and a message for people, as JSON. Never holds anything of the request.
 *
 * @module
 */
import * as Data from "effect/Data";
import * as HttpServerResponse from "effect/http/HttpServerResponse";

/** A request that is not served, and why. */
export class Problem extends Data.Error<{
  readonly status: number;
  readonly message: string;
  readonly headers?: { readonly [name: string]: string } | undefined;
}> {
  /** For `Effect.catchTag`. */
  readonly _tag = "Problem" as const;
  /** The error's name. */
  override readonly name = "Problem";
}

/** The answer: `{ "message": … }`. */
export const problemResponse = (
  { headers, message, status }: Problem,
): HttpServerResponse.HttpServerResponse =>
  HttpServerResponse.jsonUnsafe({ message }, { status, headers });
