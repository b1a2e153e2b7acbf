/**
 * Limits that keep a workbook from taking all memory or time: 50 KB can unpack to gigabytes.
 *
 * @module
 */
import { XlsxError } from "./error.ts";

/** How much of a workbook is read. Texts, styles and one piece of a sheet are in memory; all else streams. */
export interface XlsxLimits {
  /**
   * Most bytes that all parts together unpack to. Sheets stream, so this bounds time and not memory.
   * @default 2 GiB
   */
  readonly maxUnpackedBytes?: number | undefined;
  /**
   * A part may unpack to so many times its packed size, beyond the first 16 MiB. Sheets of real programs stay below 50.
   * @default 200
   */
  readonly maxRatio?: number | undefined;
  /**
   * Most bytes of memory for the texts that cells share. A program on the edge, with 128 MB in all, should give 32 MiB.
   * @default 192 MiB
   */
  readonly maxTextBytes?: number | undefined;
  /**
   * Longest text of a cell, in UTF-16 code units. Excel itself allows 32,767.
   * @default 131,068
   */
  readonly maxCellLength?: number | undefined;
  /** @default 2,000 */
  readonly maxColumns?: number | undefined;
}

/** The limits with their defaults. */
export type Limits = { readonly [name in keyof XlsxLimits]-?: number };

const MiB = 1_048_576;

/** Fills in the defaults. */
export const withDefaults = (limits: XlsxLimits = {}): Limits => ({
  maxUnpackedBytes: limits.maxUnpackedBytes ?? 2048 * MiB,
  maxRatio: limits.maxRatio ?? 200,
  maxTextBytes: limits.maxTextBytes ?? 192 * MiB,
  maxCellLength: limits.maxCellLength ?? 131_068,
  maxColumns: limits.maxColumns ?? 2000,
});

/** The ratio is not looked at before so much is unpacked. */
const freeBytes = 16 * MiB;

/** Counts the unpacked bytes of one reading of a workbook. */
export class Budget {
  readonly #limits: Limits;
  #total = 0;

  /** Counts from nothing. */
  constructor(limits: Limits) {
    this.#limits = limits;
  }

  /** Counts `bytes` of a part, of which `packed` bytes have unpacked to `unpacked` so far. Throws beyond a limit. */
  spend(bytes: number, place: string, packed: number, unpacked: number): void {
    const { maxRatio, maxUnpackedBytes } = this.#limits;
    this.#total += bytes;
    if (this.#total > maxUnpackedBytes || unpacked > freeBytes + maxRatio * packed) {
      throw new XlsxError("too-large", place, "unpacks to more than is allowed");
    }
  }
}
