/**
 * Limits that keep a workbook from taking all memory or time: 50 KB can unpack to gigabytes.
 *
 * @module
 */

/** How much of a workbook is read. Texts, styles and one piece of a sheet are in memory; all else streams. */
export interface XlsxLimits {
  /**
   * Most bytes that a sheet, or the texts that cells share, unpack to. Sheets stream, so this bounds time and not
   * memory: a second takes some 30 MB.
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
   * @default 128 MiB
   */
  readonly maxTextBytes?: number | undefined;
  /**
   * Longest text of a cell, in UTF-16 code units. Excel itself allows 32,767.
   * @default 131,068
   */
  readonly maxCellLength?: number | undefined;
  /**
   * Longest row, in UTF-16 code units.
   * @default 1,048,576
   */
  readonly maxRowLength?: number | undefined;
  /**
   * Most columns.
   * @default 2,000
   */
  readonly maxColumns?: number | undefined;
}

/** The limits with their defaults. */
export type Limits = { readonly [name in keyof XlsxLimits]-?: number };

const MiB = 1_048_576;

/** Fills in the defaults. */
export const withDefaults = (limits: XlsxLimits = {}): Limits => ({
  maxUnpackedBytes: limits.maxUnpackedBytes ?? 2048 * MiB,
  maxRatio: limits.maxRatio ?? 200,
  maxTextBytes: limits.maxTextBytes ?? 128 * MiB,
  maxCellLength: limits.maxCellLength ?? 131_068,
  maxRowLength: limits.maxRowLength ?? 1_048_576,
  maxColumns: limits.maxColumns ?? 2000,
});

/** Most bytes of a part that lists sheets, relations or styles, and is kept. */
export const maxListBytes = 16 * MiB;

/** Most sheets, relations or styles. Excel allows 65,490 styles. */
export const maxListed = 65_536;

/** The ratio is not looked at before so much is unpacked. */
export const freeBytes = 16 * MiB;
