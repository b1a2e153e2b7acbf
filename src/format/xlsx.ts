/**
 * XLSX as a stream of rows (`xlsx/`): their numbers, their cells as text, and what is wrong with cells.
 *
 * @module
 */
import * as Arr from "effect/Array";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { checkInteger } from "../internal/check_option.ts";
import { FormatError } from "./error.ts";
import { XlsxError } from "./xlsx/error.ts";
import type { XlsxLimits } from "./xlsx/limits.ts";
import type { XlsxRow, XlsxSheet, XlsxSource } from "./xlsx/model.ts";
import { openXlsx } from "./xlsx/workbook.ts";

/** How a workbook is read. */
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

/**
 * Reads the rows of a sheet that have a cell with text. A workbook that can't be read, or not to its end, and a source
 * that fails, end the stream with a `FormatError`. Throws a `RangeError` if a limit is no whole number of at least 1.
 */
export const readXlsx = (
  source: XlsxSource,
  options: XlsxOptions = {},
): Stream.Stream<XlsxRow, FormatError> => {
  for (const [name, value] of Object.entries(options)) {
    if (typeof value === "number") checkInteger(name, value);
  }
  const sheet = Effect.tryPromise({
    try: () => openSheet(source, options),
    catch: formatErrorOf,
  });
  return Stream.unwrap(Effect.map(sheet, rowsOf));
};

const rowsOf = (sheet: XlsxSheet): Stream.Stream<XlsxRow, FormatError> =>
  Stream.fromAsyncIterable(sheet.rows(), formatErrorOf).pipe(
    Stream.filter(Arr.isReadonlyArrayNonEmpty),
    Stream.flattenArray,
  );

const openSheet = async (source: XlsxSource, options: XlsxOptions): Promise<XlsxSheet> => {
  const sheet = (await openXlsx(source, options)).sheet(options.sheet);
  if (options.isVerified ?? true) await sheet.verify();
  return sheet;
};

const formatErrorOf = (error: unknown): FormatError =>
  new FormatError({
    message: error instanceof XlsxError
      ? error.message
      : "the workbook could not be read to its end",
  });
