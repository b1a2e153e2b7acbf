/**
 * Whether the user of one import may look customers up, as far as this is known. Thulium gives permissions per method, so
 * a user who may add customers may be refused a lookup.
 *
 * It belongs to one import: on Workers nothing that makes a caller wait may be shared between requests.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Semaphore from "effect/Semaphore";
import type { BatchError } from "../../outcome/error.ts";

/** What is known of the permission of one import. */
export class LookupPermission {
  /** Whether Thulium refused a lookup. */
  isRefused = false;
  #isChecked = false;
  readonly #turn = Semaphore.makeUnsafe(1);

  /**
   * Makes a check, unless one was made. Who comes while it is made waits for it; if it is given up, the next one who waits
   * makes it.
   */
  checkOnce(check: Effect.Effect<void, BatchError>): Effect.Effect<void, BatchError> {
    const first = Effect.tap(check, () => Effect.sync(() => this.#isChecked = true));
    const unlessChecked = Effect.suspend(() => this.#isChecked ? Effect.void : first);
    return Effect.suspend(() =>
      this.#isChecked ? Effect.void : this.#turn.withPermit(unlessChecked)
    );
  }
}
