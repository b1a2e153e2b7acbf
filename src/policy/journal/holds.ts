/**
 * How long claims are held, and when they were confirmed last.
 *
 * How long a claim is held follows from what it must cover: the time from its confirmation to the request, the
 * longest time of the request, and the time that Thulium may go on working on it. After that a lookup that does not
 * find the customer proves that it was not created. Do not make it shorter.
 *
 * @module
 */
import { confirmedMillis } from "../../call/confirm.ts";

/** What the claims of a journal have in common. */
export interface ClaimTerms {
  /** How long Thulium may work on a request after its end, in milliseconds. */
  readonly absentMillis: number;
  /** The longest time of a request, once one has told its own. */
  timeoutMillis?: number | undefined;
}

/** A confirmation of a claim. */
interface Confirmed {
  /** The time since it was asked for, in milliseconds. */
  readonly elapsed: () => number;
  /** For how long the claim is held from then on. */
  readonly holdMillis: number;
}

/** The holds on the customers of one batch. */
export class Holds {
  readonly #terms: ClaimTerms;
  /** By key: the last confirmation of the claim. */
  readonly #confirmed = new Map<string, Confirmed>();

  /** Nothing is held yet. */
  constructor(terms: ClaimTerms) {
    this.#terms = terms;
  }

  /** For how long a claim is held after a confirmation, in milliseconds. */
  get holdMillis(): number {
    const { absentMillis, timeoutMillis = assumedMillis } = this.#terms;
    return Math.ceil(2 * confirmedMillis + timeoutMillis + absentMillis);
  }

  /** How long Thulium may work on a request that has ended, in milliseconds. */
  get absentMillis(): number {
    return Math.ceil(this.#terms.absentMillis);
  }

  /** Notes the longest time of a request. */
  tellTimeout(millis: number): void {
    this.#terms.timeoutMillis = Math.max(millis, this.#terms.timeoutMillis ?? 0);
  }

  /** Notes claims that were confirmed together. */
  note(keys: ReadonlyArray<string>, confirmed: Confirmed): void {
    for (const key of keys) this.#confirmed.set(key, confirmed);
  }

  /**
   * Whether claims were confirmed just now, and for as long as a request may take: this may have become known since. Keys
   * that were confirmed together have one clock, which is read once.
   */
  areFresh(keys: ReadonlyArray<string>): boolean {
    const confirmations = new Set(keys.map((key) => this.#confirmed.get(key)));
    return [...confirmations].every((confirmed) =>
      confirmed !== undefined && confirmed.elapsed() < confirmedMillis &&
      confirmed.holdMillis >= this.holdMillis
    );
  }
}

/** The time of a request before the first one has told its own: the default of `BatchCall`. */
const assumedMillis = 30_000;
