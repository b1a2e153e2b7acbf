/**
 * A token bucket in memory. It holds up to a limit of tokens and refills at a steady rate. A call that takes more
 * tokens than there are leaves a debt, and waits until the tokens have come back. The bucket's callers pass the
 * current time.
 *
 * @module
 */

/** The bucket. All times are in milliseconds of the same clock. */
export class TokenBucket {
  readonly #perMillis: number;
  readonly #millisPerToken: number;
  /** When all tokens will have come back. The number of tokens at any time follows from it. */
  #fullAt = -Infinity;

  /** Begins full; `limit` tokens come back in `perMillis`. */
  constructor(limit: number, perMillis: number) {
    this.#perMillis = perMillis;
    this.#millisPerToken = perMillis / limit;
  }

  /** Takes tokens. Returns how long to wait for them. */
  take(now: number, tokens: number): number {
    this.#fullAt = Math.max(this.#fullAt, now) + tokens * this.#millisPerToken;
    return Math.max(0, Math.ceil(this.#fullAt - now - this.#perMillis));
  }
}
