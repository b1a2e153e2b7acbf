/**
 * A unit of rows on its way through a streaming import: read, being sent, settled; and then its rows are given
 * out, one by one or all at once.
 *
 * Streams and fibers hand on entries, and an entry is empty once its rows were given out. They must not hand
 * on the rows themselves: V8's young collections keep whatever a deleted entry of an old `Set` or `Map` still
 * reaches, and so every row of an import would stay in memory until a full collection.
 *
 * @module
 */
import type { LastRequest } from "../call/last_request.ts";
import { Outcome } from "../outcome/model.ts";
import type { Unit } from "./unit.ts";
import { outcomeTexts } from "../outcome/texts.ts";

/** What became of one row. */
export interface ImportedCustomer {
  /** The row's index, counted from `firstIndex`. */
  readonly index: number;
  /** Its outcome. */
  readonly outcome: Outcome;
  /** The caller's own reference to the row, if it came as a `ReferencedRow`. */
  readonly reference?: unknown;
}

type State =
  | { readonly _tag: "Read"; readonly unit: Unit }
  | { readonly _tag: "Sending"; readonly unit: Unit; readonly last: LastRequest }
  | Settled
  | { readonly _tag: "GivenOut" };

interface Settled {
  readonly _tag: "Settled";
  readonly rows: ReadonlyArray<ImportedCustomer>;
  /** How many of the rows were given out. */
  given: number;
  isCounted: boolean;
}

/** One unit and its state. */
export class Entry {
  #state: State;

  /** Starts as a unit that was read. */
  constructor(unit: Unit) {
    this.#state = { _tag: "Read", unit };
  }

  /** The unit, while it waits to be sent. */
  get waiting(): Unit | undefined {
    return this.#state._tag === "Read" ? this.#state.unit : undefined;
  }

  /** Whether the outcomes of the rows were counted. */
  get isCounted(): boolean {
    return this.#state._tag === "Settled" && this.#state.isCounted;
  }

  /** Notes that the unit's customers are being sent, and where the id of their last request will stand. */
  send(unit: Unit, last: LastRequest): void {
    this.#state = { _tag: "Sending", unit, last };
  }

  /** Sets the outcomes of the unit's customers. Returns all its rows. */
  settle(unit: Unit, outcomes: ReadonlyArray<Outcome>): ReadonlyArray<ImportedCustomer> {
    const rows = inOrder(unit, outcomes);
    this.#state = { _tag: "Settled", rows, given: 0, isCounted: false };
    return rows;
  }

  /** Notes that the outcomes of the rows were counted. */
  count(): void {
    if (this.#state._tag === "Settled") this.#state.isCounted = true;
  }

  /** The rows that were not given out yet, with their outcomes as far as these are known. */
  rowsLeft(): ReadonlyArray<ImportedCustomer> {
    switch (this.#state._tag) {
      case "Read":
        return inOrder(this.#state.unit, outcomesOf(this.#state.unit, notSent));
      case "Sending":
        return inOrder(
          this.#state.unit,
          outcomesOf(
            this.#state.unit,
            Outcome.unknown(outcomeTexts.endedInDoubt, this.#state.last.id),
          ),
        );
      case "Settled": {
        const { given, rows } = this.#state;
        return given === 0 ? rows : rows.slice(given);
      }
      case "GivenOut":
        return [];
    }
  }

  /** The next row to give out, if there is one. */
  nextRow(): ImportedCustomer | undefined {
    return this.#state._tag === "Settled" ? this.#state.rows[this.#state.given++] : undefined;
  }

  /** Whether all rows of a settled unit were given out. */
  get isGivenOut(): boolean {
    return this.#state._tag === "Settled" && this.#state.given >= this.#state.rows.length;
  }

  /** Lets go of the rows. */
  empty(): void {
    this.#state = { _tag: "GivenOut" };
  }
}

const notSent = /* @__PURE__ */ Outcome.notSent(outcomeTexts.ended);

const outcomesOf = ({ batch }: Unit, outcome: Outcome): ReadonlyArray<Outcome> =>
  batch?.items.map(() => outcome) ?? [];

const inOrder = (
  { badRows, batch, references }: Unit,
  outcomes: ReadonlyArray<Outcome>,
): ReadonlyArray<ImportedCustomer> => {
  const sent = batch?.items.map(({ index }, i) => ({ index, outcome: outcomes[i] })) ?? [];
  const rows = badRows.length === 0 ? sent : [...badRows, ...sent].sort(byIndex);
  return references === undefined
    ? rows
    : rows.map((row) =>
      references.has(row.index) ? { ...row, reference: references.get(row.index) } : row
    );
};

/** Sorts rows by their indices. */
export const byIndex = (one: ImportedCustomer, other: ImportedCustomer): number =>
  one.index - other.index;
