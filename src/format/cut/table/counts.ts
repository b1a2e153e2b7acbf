/**
 * How often a reader left something out, or took it in another way than it is written.
 *
 * @module
 */
import type { Notice, NoticeCode } from "../notice.ts";

/** What is only counted. */
export type CountedCode = Exclude<NoticeCode, "title-rows">;

/** Counts what people want to know of afterwards. */
export class Counts {
  readonly #counts = new Map<CountedCode, number>();

  /** Counts one more. */
  add(code: CountedCode): void {
    this.#counts.set(code, (this.#counts.get(code) ?? 0) + 1);
  }

  /** The counts as notices. */
  get notices(): ReadonlyArray<Notice> {
    return Array.from(this.#counts, ([code, count]) => ({ code, count }));
  }
}
