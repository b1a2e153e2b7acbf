/**
 * What is wrong with rows, one line for each fault: `lines 3, 7, 12 and 40 more: surname: is required`.
 *
 * @module
 */
import type { Texts, Unit } from "./texts/table.ts";

/** How many different faults are shown. */
const maxFaults = 20;
/** How many rows are named for each fault. */
const maxPlaces = 8;

interface Fault {
  count: number;
  readonly places: Array<number | string>;
}

/** Groups and counts faults. */
export class Findings {
  readonly #faults = new Map<string, Fault>();
  /** Rows whose faults are not shown. */
  #notShown = 0;

  /** Notes a fault of the row at a place. */
  add(text: string, place: number | string): void {
    const known = this.#faults.get(text);
    if (known === undefined && this.#faults.size >= maxFaults) {
      this.#notShown++;
      return;
    }
    const fault = known ?? { count: 0, places: [] };
    fault.count++;
    if (fault.places.length < maxPlaces) fault.places.push(place);
    this.#faults.set(text, fault);
  }

  /** The lines to show. `where` says where the other faults are listed; it may be empty. */
  lines({ summary }: Texts, unit: Unit, where = ""): ReadonlyArray<string> {
    const lines = [...this.#faults].map(([text, { count, places }]) =>
      `${summary.at(unit, places, count - places.length)}: ${text}`
    );
    return this.#notShown === 0
      ? lines
      : [...lines, `${summary.otherReasons(this.#notShown)}${where}`];
  }
}
