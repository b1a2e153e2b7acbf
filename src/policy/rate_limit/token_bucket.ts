/**
 * A token bucket, and how many of its tokens are wanted by the calls in line. It holds up to a limit of tokens and
 * refills at a steady rate. A call takes its tokens when it goes out, never while it waits, so a call that is given
 * up has nothing to give back.
 *
 * A call may want more tokens than the bucket holds. So while calls are in line, the bucket keeps the tokens beyond
 * its limit; they are lost when a call goes out that does not need them.
 *
 * The bucket's callers pass the current time. If their clock is set back, no time has passed for the bucket.
 *
 * @module
 */

/** The bucket. All times are in milliseconds of the same clock. */
export class TokenBucket {
  readonly #fillMillis: number;
  readonly #millisPerToken: number;
  /** How long the bucket needed at `#at` to be full. The number of tokens at any time follows from it. */
  #untilFull = 0;
  #at = 0;
  #wanted = 0;

  /** Begins full; `limit` tokens come back in `fillMillis`. */
  constructor(limit: number, fillMillis: number) {
    this.#fillMillis = fillMillis;
    this.#millisPerToken = fillMillis / limit;
  }

  /** Changes how many tokens the calls in line want. */
  want(tokens: number): void {
    this.#wanted += tokens;
  }

  /** When a call can go out that stands behind all calls in line. If there are none, the call is the first one. */
  readyBehindLine(now: number, tokens: number): number {
    if (this.#wanted > 0) return this.readyAt(now, this.#wanted + tokens);
    // Nobody is in line, so the tokens beyond the limit are lost.
    this.take(now, 0);
    return now;
  }

  /** When the first call in line can go out. */
  readyAt(now: number, tokens: number): number {
    const missing = this.#untilFullAt(now) + tokens * this.#millisPerToken - this.#fillMillis;
    return now + Math.max(0, missing);
  }

  /** Takes the tokens of a call that goes out. */
  take(now: number, tokens: number): void {
    const cost = tokens * this.#millisPerToken;
    const fullest = Math.min(0, this.#fillMillis - cost);
    this.#untilFull = Math.max(fullest, this.#untilFullAt(now)) + cost;
    this.#at = now;
  }

  #untilFullAt(now: number): number {
    return this.#untilFull - Math.max(0, now - this.#at);
  }
}
