/**
 * Who calls: how many requests a caller has at a time, and what Thulium said to its credentials. Nothing here waits, so
 * that requests may share it on Workers as well. Credentials are known by a keyed digest, and only so many of them.
 *
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { BoundedMap } from "../internal/bounded_map.ts";

/** What Thulium said to a caller's credentials: it accepted them, it has just refused them, or it was not asked yet. */
export type Standing = "accepted" | "refused" | "new";

/** A refusal counts for so long. A caller who corrects its password is somebody else. */
const refusalMillis = 60_000;

/** The most callers that are remembered. */
const maxCallers = 10_000;

const encoder = new TextEncoder();

/** All callers of a handler. */
export class Callers {
  /** Made with the first caller, because Workers have no random numbers before the first request. */
  #key: Uint8Array | undefined;
  readonly #maxRequests: number;
  readonly #longestMillis: number;
  /** Nobody gets in here with invented credentials. */
  readonly #accepted = new BoundedMap<string, true>(maxCallers);
  /** When Thulium refused the caller. */
  readonly #refused = new BoundedMap<string, number>(maxCallers);
  /** The requests that a caller has now, each with the time when it began. */
  readonly #requests = new BoundedMap<string, Map<symbol, number>>(maxCallers);

  /** Lets a caller have `maxRequests` at a time, each for `longestMillis` at most. */
  constructor(maxRequests: number, longestMillis: number) {
    this.#maxRequests = maxRequests;
    this.#longestMillis = longestMillis;
  }

  /** The name of the caller with these credentials. It tells nothing to who does not have the key. */
  nameOf(credentials: string): string {
    this.#key ??= crypto.getRandomValues(new Uint8Array(32));
    const hash = sha256.create().update(this.#key).update(encoder.encode(credentials));
    return bytesToHex(hash.digest());
  }

  /** Begins a request at a time in milliseconds. Gives what ends it, or `undefined` if it is one too many. */
  begin(name: string, now: number): (() => void) | undefined {
    const requests = this.#requests.get(name) ?? new Map<symbol, number>();
    for (const [request, began] of requests) {
      // Workers drop a request whose caller leaves, so that its end is never told.
      if (now - began > this.#longestMillis) requests.delete(request);
    }
    if (requests.size >= this.#maxRequests) return undefined;
    const request = Symbol();
    this.#requests.set(name, requests.set(request, now));
    return () => {
      requests.delete(request);
      if (requests.size === 0 && this.#requests.get(name) === requests) this.#requests.delete(name);
    };
  }

  /** Remembers that Thulium accepted the caller. */
  accept(name: string): void {
    if (!this.isAccepted(name)) this.#accepted.set(name, true);
    this.#refused.delete(name);
  }

  /** Remembers that Thulium refused the caller at this time. */
  refuse(name: string, now: number): void {
    this.#accepted.delete(name);
    this.#refused.set(name, now);
  }

  /** Whether Thulium accepted the caller, and has not refused it since. */
  isAccepted(name: string): boolean {
    return this.#accepted.get(name) === true;
  }

  /** What Thulium last said to the caller. */
  standingOf(name: string, now: number): Standing {
    if (this.isAccepted(name)) return "accepted";
    const refusedAt = this.#refused.get(name) ?? -Infinity;
    return now - refusedAt < refusalMillis ? "refused" : "new";
  }
}
