/**
 * The circuit in memory: closed, open for a while after too many failures, then half open while one call tries
 * it. Knows nothing of calls or effects, and takes the time as it is told.
 *
 * @module
 */

/** What a call says of how Thulium is. */
export type Verdict = "success" | "failure" | "ignored";

/** What opens a circuit: so many failures in a row, or a share of the last calls. */
export type OpensAt =
  | { readonly failures: number }
  | { readonly share: number; readonly of: number };

/** A call was let through; a verdict counts only as long as the circuit is in the same state. */
export interface Admission {
  readonly generation: number;
}

/** A call was not let through; how long until the circuit is tried, if that is known, in milliseconds. */
export interface Refusal {
  readonly retryAfter: number | undefined;
}

/** The circuit. Times are of one clock, in milliseconds. */
export class Circuit {
  readonly #opensAt: OpensAt;
  #state: "closed" | "open" | "half open" = "closed";
  /** Counts the states, so that calls of an earlier one say nothing. */
  #generation = 0;
  #openUntil = 0;
  /** Whether the last calls failed, latest last; no more than are looked at. */
  #lastFailed: Array<boolean> = [];

  /** Begins closed. */
  constructor(opensAt: OpensAt) {
    this.#opensAt = opensAt;
  }

  /** Lets a call through, or not. Of a circuit whose time is up, one call tries it. */
  admit(now: number): Admission | Refusal {
    if (this.#state === "half open") return { retryAfter: undefined };
    if (this.#state === "open") {
      if (now < this.#openUntil) return { retryAfter: this.#openUntil - now };
      this.#enter("half open");
    }
    return { generation: this.#generation };
  }

  /** Takes a verdict; a circuit that it opens stays open for so long. */
  record(now: number, { generation }: Admission, verdict: Verdict, openFor: number): void {
    if (generation !== this.#generation) return;
    if (this.#state === "half open" && verdict !== "failure") {
      // A call that says nothing leaves it to the next one to try.
      this.#enter(verdict === "success" ? "closed" : "open");
      return;
    }
    if (verdict === "ignored") return;
    this.#remember(verdict === "failure");
    if (this.#state === "half open" || this.#trips()) {
      this.#enter("open");
      this.#openUntil = now + openFor;
    }
  }

  #enter(state: "closed" | "open" | "half open"): void {
    this.#state = state;
    this.#generation++;
    this.#lastFailed = [];
  }

  #remember(failed: boolean): void {
    const size = "failures" in this.#opensAt ? this.#opensAt.failures : this.#opensAt.of;
    this.#lastFailed.push(failed);
    if (this.#lastFailed.length > size) this.#lastFailed.shift();
  }

  #trips(): boolean {
    const failures = this.#lastFailed.filter((failed) => failed).length;
    if ("failures" in this.#opensAt) return failures >= this.#opensAt.failures;
    const { of, share } = this.#opensAt;
    return this.#lastFailed.length >= of && failures > 0 && failures / of >= share;
  }
}
