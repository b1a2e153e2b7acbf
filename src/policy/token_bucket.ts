/**
 * A token bucket in memory: so many tokens at once after a pause, and then as fast as they come back. Who takes
 * more than there are owes them, and waits until they are there. Takes the time as it is told.
 *
 * @module
 */

/** The bucket. Times are of one clock, in milliseconds. */
export class TokenBucket {
  readonly #perMillis: number;
  readonly #millisPerToken: number;
  /** When all tokens will have come back: this alone says how many there are. */
  #fullAt = -Infinity;

  /** Begins full; `limit` tokens come back in `perMillis`. */
  constructor(limit: number, perMillis: number) {
    this.#perMillis = perMillis;
    this.#millisPerToken = perMillis / limit;
  }

  /** Takes tokens, and says how long to wait for them. */
  take(now: number, tokens: number): number {
    this.#fullAt = Math.max(this.#fullAt, now) + tokens * this.#millisPerToken;
    return Math.max(0, Math.ceil(this.#fullAt - now - this.#perMillis));
  }
}
