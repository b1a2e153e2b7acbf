/** Random choices that depend only on a seed, so that a case can be played again. */

export class Draw {
  #state: number;

  constructor(seed: string) {
    // FNV-1a
    let hash = 0x811c9dc5;
    for (const sign of seed) hash = Math.imul(hash ^ sign.charCodeAt(0), 0x01000193);
    this.#state = hash >>> 0;
  }

  /** From 0 to below 1 (mulberry32). */
  number(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let t = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  }

  integer(minimum: number, maximum: number): number {
    return minimum + Math.floor(this.number() * (maximum - minimum + 1));
  }

  /** Mostly small numbers, and sometimes one up to the maximum. */
  size(maximum: number): number {
    return Math.floor(this.number() ** 4 * (maximum + 1));
  }

  chance(share: number): boolean {
    return this.number() < share;
  }

  one<A>(list: ReadonlyArray<A>): A {
    return list[this.integer(0, list.length - 1)];
  }

  /** One of several makers, by weight. */
  weighted<A>(makers: ReadonlyArray<readonly [weight: number, make: () => A]>): A {
    let left = this.number() * makers.reduce((sum, [weight]) => sum + weight, 0);
    const found = makers.find(([weight]) => (left -= weight) < 0) ?? makers[0];
    return found[1]();
  }
}
