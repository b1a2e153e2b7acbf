/**
 * A circuit in memory. It is closed at first; after too many failures it is open for a while; then it is half
 * open, while one call tries it. It knows no calls and no effects, and its callers pass the current time.
 *
 * @module
 */

/** What a call says of Thulium's health. */
export type Verdict = "success" | "failure" | "ignored";

/** What opens a circuit: a number of failures in a row, or a share of the last calls. */
export type OpensAt =
  | { readonly failures: number }
  | { readonly share: number; readonly of: number };

/** The state of a circuit. */
export type CircuitState = "closed" | "open" | "half_open";

/** A call was let through. Its verdict counts only if the circuit is still in the same state. */
export interface Admission {
  readonly generation: number;
}

/** A call was not let through. */
export interface Refusal {
  /** Milliseconds until the circuit is tried; `undefined` if that is not known. */
  readonly retryAfter: number | undefined;
}

/** The circuit. All times are in milliseconds of the same clock. */
export class Circuit {
  readonly #opensAt: OpensAt;
  #state: CircuitState = "closed";
  /** Counts the changes of state, so that calls from before a change are ignored. */
  #generation = 0;
  #openUntil = 0;
  /** Whether each of the last calls failed, the latest one last; as many as `opensAt` looks at. */
  #lastFailed: Array<boolean> = [];

  /** Begins closed. */
  constructor(opensAt: OpensAt) {
    this.#opensAt = opensAt;
  }

  /** The state that the last call left. */
  get state(): CircuitState {
    return this.#state;
  }

  /** Lets a call through or refuses it. When the open time is over, one call is let through to try the circuit. */
  admit(now: number): Admission | Refusal {
    if (this.#state === "half_open") return { retryAfter: undefined };
    if (this.#state === "open") {
      if (now < this.#openUntil) return { retryAfter: this.#openUntil - now };
      this.#enter("half_open");
    }
    return { generation: this.#generation };
  }

  /** Takes the verdict of a call. If it opens the circuit, the circuit stays open for `openFor`. */
  record(now: number, { generation }: Admission, verdict: Verdict, openFor: number): void {
    if (generation !== this.#generation) return;
    if (this.#state === "half_open" && verdict !== "failure") {
      // An ignored call says nothing, so the next call tries the circuit.
      this.#enter(verdict === "success" ? "closed" : "open");
      return;
    }
    if (verdict === "ignored") return;
    this.#remember(verdict === "failure");
    if (this.#state === "half_open" || this.#trips()) {
      this.#enter("open");
      this.#openUntil = now + openFor;
    }
  }

  #enter(state: CircuitState): void {
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
