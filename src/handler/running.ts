/**
 * Which requests are being answered, and the end of the handler: it waits for them, and then lets go of what they use.
 *
 * @module
 */

/** The longest time that the end waits for requests, in milliseconds. Platforms kill a process some 30 seconds after SIGTERM. */
const maxWaitMillis = 20_000;

/** The requests of one handler. */
export class Running {
  #count = 0;
  #ended: Promise<void> | undefined;
  /** Goes on with the end, once that waits for requests. */
  #noMore = () => {};

  /** Notes that a request begins, and returns what notes its end, once. `undefined` if the handler is ending. */
  begin(): (() => void) | undefined {
    if (this.#ended !== undefined) return undefined;
    this.#count++;
    let isOver = false;
    return () => {
      if (isOver) return;
      isOver = true;
      if (--this.#count === 0) this.#noMore();
    };
  }

  /** Ends the handler: `release` runs once, when all requests are over or took too long. */
  end(release: () => Promise<void>): Promise<void> {
    return this.#ended ??= this.#wait().then(release);
  }

  #wait(): Promise<void> {
    if (this.#count === 0) return Promise.resolve();
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, maxWaitMillis);
      this.#noMore = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }
}
