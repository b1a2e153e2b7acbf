/**
 * An answer that says no: a status and a message for people, as JSON. Never holds anything of the request.
 *
 * @module
 */
import * as Data from "effect/Data";
import { json, type Reply } from "./reply.ts";

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
export const problemReply = ({ headers = {}, message, status }: Problem): Reply =>
  json({ message }, { status, headers });
