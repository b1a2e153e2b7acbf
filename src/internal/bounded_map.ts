/**
 * A map that forgets: what was set longest ago goes when there is too much.
 *
 * @module
 */

/** Remembers the entries that were set last. */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #max: number;

  /** Remembers at most so many entries. */
  constructor(max: number) {
    this.#max = max;
  }

  /** What was set for a key, unless it is forgotten. */
  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  /** Sets an entry, as the newest one. */
  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#max) return;
    const [oldest = key] = this.#entries.keys();
    this.#entries.delete(oldest);
  }

  /** Forgets an entry. */
  delete(key: Key): void {
    this.#entries.delete(key);
  }
}
