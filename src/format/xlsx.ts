/**
 * XLSX as a stream of rows (`xlsx/`): their numbers, their cells as text, and what is wrong with cells.
 *
 * @module
 */
import * as Arr from "effect/Array";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { checkInteger } from "../internal/check_option.ts";
import { type FormatError, formatError } from "./error.ts";
import { XlsxError } from "./xlsx/error.ts";
import type { XlsxLimits } from "./xlsx/limits.ts";
import type { XlsxRow, XlsxSheet, XlsxSource, XlsxWorkbook } from "./xlsx/model.ts";
import { openXlsx } from "./xlsx/workbook.ts";

/**
 * How a workbook is read.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `maxUnpackedBytes` | 2 GiB | Most bytes that a sheet, or the texts that cells share, unpack to. |
 * | `maxRatio` | 200 | A part may unpack to so many times its packed size, beyond the first 16 MiB. |
 * | `maxTextBytes` | 128 MiB | Most bytes of memory for the texts that cells share. |
 * | `maxCellLength` | 131,068 | Longest text of a cell, in UTF-16 code units. |
 * | `maxRowLength` | 1,048,576 | Longest row, in UTF-16 code units. |
 * | `maxColumns` | 2,000 | Most columns. |
 */
export interface XlsxOptions extends XlsxLimits {
  /**
   * The name of the sheet, in any case.
   * @default the first sheet that is visible
   */
  readonly sheet?: string | undefined;
  /**
   * Whether the sheet's checksum is proved before the first row is given. It takes a sixth of the time, and a damaged
   * workbook gives no wrong row then. Only who reads the rows to their end before acting on them does without.
   * @default true
   */
  readonly isVerified?: boolean | undefined;
}

/** An open workbook, and the sheet of it that is read. */
export interface OpenSheet extends Pick<XlsxWorkbook, "sheets"> {
  readonly sheet: XlsxSheet;
}

/**
 * Opens a sheet. No more of the source is read when this is interrupted. Fails with a `FormatError` if the workbook can't be read. Throws a `RangeError` if a limit is no whole
 * number of at least 1.
 */
export const openSheet = (
  source: XlsxSource,
  options: XlsxOptions = {},
): Effect.Effect<OpenSheet, FormatError> => {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === "number") checkInteger(name, value);
  }
  return Effect.tryPromise({
    try: async (signal) => {
      const read: XlsxSource["read"] = (offset, length) => {
        signal.throwIfAborted();
        return source.read(offset, length);
      };
      const book = await openXlsx({ size: source.size, read }, options);
      const sheet = book.sheet(options.sheet);
      if (options.isVerified ?? true) await sheet.verify();
      return { sheets: book.sheets, sheet };
    },
    catch: formatErrorOf,
  });
};

/** The rows of a sheet that have a cell with text, or with a fault, in the chunks in which they are read. */
export const rowsOfSheet = (
  sheet: XlsxSheet,
): Stream.Stream<ReadonlyArray<XlsxRow>, FormatError> =>
  Stream.fromAsyncIterable(sheet.rows(), formatErrorOf);

/**
 * Reads the rows of a sheet that have a cell with text, or with a fault. A workbook that can't be read, or not to its
 * end, and a source that fails, end the stream with a `FormatError`. Throws like {@linkcode openSheet}.
 */
export const readXlsx = (
  source: XlsxSource,
  options: XlsxOptions = {},
): Stream.Stream<XlsxRow, FormatError> => {
  const opened = openSheet(source, options);
  return Stream.unwrap(Effect.map(opened, ({ sheet }) => rowsOfSheet(sheet))).pipe(
    Stream.filter(Arr.isReadonlyArrayNonEmpty),
    Stream.flattenArray,
  );
};

const formatErrorOf = (error: unknown): FormatError => {
  if (!(error instanceof XlsxError)) return formatError({ code: "broken-off" });
  const { code: fault, place, rule, sheets } = error;
  return fault === "no-such-sheet"
    ? formatError({ code: "no-such-sheet", sheets })
    : formatError({ code: "workbook", fault, place, rule });
};
