/**
 * A map with a maximum size: when it is full, it forgets the entry that was set first.
 *
 * @module
 */

/** Keeps the entries that were set last. */
export class BoundedMap<Key, Value> {
  readonly #entries = new Map<Key, Value>();
  readonly #max: number;

  /** Keeps at most `max` entries. */
  constructor(max: number) {
    this.#max = max;
  }

  /** The value of a key, if it is not forgotten. */
  get(key: Key): Value | undefined {
    return this.#entries.get(key);
  }

  /** Sets an entry. It becomes the newest one. */
  set(key: Key, value: Value): void {
    this.#entries.delete(key);
    this.#entries.set(key, value);
    if (this.#entries.size <= this.#max) return;
    const [oldest = key] = this.#entries.keys();
    this.#entries.delete(oldest);
  }

  /** Removes an entry. */
  delete(key: Key): void {
    this.#entries.delete(key);
  }
}
