/**
 * What is to be done when a request is over, however it ends: when its whole answer was sent, or when its caller left.
 *
 * It is a list of functions and no scope of Effect, because each request has one, and nothing here waits.
 *
 * @module
 */

/** The end of one request. */
export class RequestEnd {
  readonly #last: Array<() => void> = [];

  /** Adds what is to be done. What was added last is done first. It must not throw. */
  add(last: () => void): void {
    this.#last.push(last);
  }

  /** Does what was added, once. */
  run(): void {
    for (let last = this.#last.pop(); last !== undefined; last = this.#last.pop()) last();
  }
}
