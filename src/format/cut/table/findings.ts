/**
 * What a reader saw in a table: for the person who wants to know whether it was read right.
 *
 * @module
 */
import type { Notice } from "../notice.ts";

/** What a column was taken for. */
export interface ColumnFinding {
  /** From 1. */
  readonly number: number;
  /** The name in the header, trimmed. Empty if there is none. */
  readonly name: string;
  /** The field: `surname`, `address.city`, `custom_fields.Dział`. None if the column is left out. */
  readonly field: string | undefined;
  /**
   * Why: the option `map` or `skip` says so, the name is known, it holds both names of a person, the contract does not
   * know it, it has no name, or it belongs to this program.
   */
  readonly why: "map" | "skip" | "known" | "both names" | "unknown" | "unnamed" | "ignored";
  /** Whether both names of a person are parted: at their first space, or by a column that has the first name. */
  readonly isSplit: boolean;
}

/** What was seen. The counts are those of the rows that were read so far. */
export interface Findings {
  /** Of text; a sheet has none. */
  readonly delimiter: string | undefined;
  /** The line or row of the header, once it was found. */
  readonly headerPlace: number | undefined;
  /** Empty until the header was found. */
  readonly columns: ReadonlyArray<ColumnFinding>;
  /** What was left out or taken in another way than it is written. */
  readonly notices: ReadonlyArray<Notice>;
}
