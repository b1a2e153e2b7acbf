/**
 * Requests: as the sandbox receives them, and as it records them for tests.
 *
 * @module
 */
import type { Fault } from "./fault.ts";

/** A request whose body was read to its end. */
export interface SandboxRequest {
  /** Its method, such as `POST`. */
  readonly method: string;
  /** Its path and query. */
  readonly url: string;
  /** Its headers. */
  readonly headers: { readonly get: (name: string) => string | null };
  /** Its body; empty if there is none. */
  readonly body: Uint8Array;
}

/** A request that the API has received. */
export interface SeenRequest {
  /** Its method, such as `POST`. */
  readonly method: string;
  /** Its path without the query. */
  readonly path: string;
  /** Number of customers in the batch. */
  readonly customers?: number | undefined;
  /** Kind of the fault that was played. */
  readonly fault?: Fault["kind"] | undefined;
  /** The status of the reply, even if a fault kept the caller from receiving it. */
  readonly status: number;
}

/** The value of a JSON body in UTF-8; `undefined` if the body is not valid. */
export const parseBody = (body: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(body));
  } catch {
    return undefined;
  }
};
