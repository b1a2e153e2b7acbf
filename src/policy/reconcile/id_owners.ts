/**
 * Which row of an import owns an id of Thulium's: a lookup must not give the id of one row to another row.
 *
 * @module
 */
import type { ImportRun } from "../../call/run.ts";

/** How many ids are remembered at least, the latest ones; and never more than twice as many. */
const rememberedIds = 10_000;

/** A row: its index, or its key. */
type Row = number | string;

/** The owners of the ids that one import saw lately. */
export class IdOwners {
  #newer = new Notes();
  #older = new Notes();

  /** Notes that a customer with this id was created for a row. */
  note(id: string, row: Row): void {
    if (this.#newer.isFull) {
      this.#older = this.#newer;
      this.#newer = new Notes();
    }
    this.#newer.add(id, row);
  }

  /** Gives an id to a row, and says whether it could: an id of another row stays with that row. */
  claim(id: string, row: Row): boolean {
    const isFree = (this.#newer.ownerOf(id) ?? this.#older.ownerOf(id) ?? row) === row;
    if (isFree) this.note(id, row);
    return isFree;
  }
}

/** Owners that are listed, and only put in a map when somebody asks: most imports look nobody up, and note everybody. */
class Notes {
  readonly #listed: Array<readonly [id: string, row: Row]> = [];
  readonly #owners = new Map<string, Row>();

  /** Whether there are enough ids. One that was noted twice is one. */
  get isFull(): boolean {
    if (this.#listed.length + this.#owners.size < rememberedIds) return false;
    this.#sort();
    return this.#owners.size >= rememberedIds;
  }

  add(id: string, row: Row): void {
    this.#listed.push([id, row]);
  }

  ownerOf(id: string): Row | undefined {
    this.#sort();
    return this.#owners.get(id);
  }

  #sort(): void {
    for (const [listed, row] of this.#listed) this.#owners.set(listed, row);
    this.#listed.length = 0;
  }
}

/** The owners of each import. */
export class OwnersByRun {
  readonly #owners = new WeakMap<ImportRun, IdOwners>();

  /** The owners of an import. */
  of(run: ImportRun): IdOwners {
    const owners = this.#owners.get(run) ?? new IdOwners();
    this.#owners.set(run, owners);
    return owners;
  }
}
