/**
 * Which row of an import owns an id of Thulium's: a lookup must not give the id of one row to another row.
 *
 * @module
 */
import type { BatchItem } from "../../batch/item.ts";
import { BoundedMap } from "../../internal/bounded_map.ts";
import type { Outcome } from "../../outcome/model.ts";

/** How many ids are remembered, the latest ones. */
const rememberedIds = 10_000;

/** The owners of the ids that one import saw lately. */
export class IdOwners {
  readonly #rows = new BoundedMap<string, number>(rememberedIds);

  /** Notes the ids of the customers that a call created. */
  note(items: ReadonlyArray<BatchItem>, outcomes: ReadonlyArray<Outcome>): void {
    items.forEach(({ index }, place) => {
      const outcome = outcomes[place];
      if (outcome?._tag === "Created") this.#rows.set(outcome.customerId, index);
    });
  }

  /** Gives an id to a row, and says whether it could: an id of another row stays with that row. */
  claim(id: string, row: number): boolean {
    const isFree = (this.#rows.get(id) ?? row) === row;
    if (isFree) this.#rows.set(id, row);
    return isFree;
  }
}
