/**
 * Opens a workbook. The directory of its archive is at its end: a file is read at the places that are asked for, and
 * anything else, such as a pipe, must be in memory as a whole, within a limit.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import * as Stream from "effect/Stream";
import { type FileHandle, open } from "node:fs/promises";
import type { Findings } from "../../format/cut/table/findings.ts";
import { type FormatError, formatError } from "../../format/error.ts";
import { openSheet } from "../../format/xlsx.ts";
import { sourceOfBytes, type XlsxSheet, type XlsxSource } from "../../format/xlsx/model.ts";
import { readSheet } from "../../format/sheet.ts";
import { ByteBuffer } from "../../internal/byte_buffer.ts";
import type { Notice } from "./notice.ts";
import { type InputRow, rowOfTable, type TableInput, tableOptions } from "./rows.ts";

/** A workbook that is in memory may have so many bytes, which are some 500,000 rows. */
export const maxInMemory = 67_108_864;

/** What is known of a workbook before it is opened. */
export interface WorkbookInput {
  /** The file, if its own bytes are the workbook. */
  readonly file: { readonly path: string; readonly size: number } | undefined;
  /** The bytes of the workbook, for when it is no file. */
  readonly bytes: Stream.Stream<Uint8Array, FormatError>;
  /** The name of the sheet. */
  readonly sheet: string | undefined;
}

/** An open workbook. Its size is known even if it came through a pipe, and its rows may be read again and again. */
export interface Workbook {
  readonly sheet: XlsxSheet;
  readonly size: number;
  /** How many bytes were read so far, since the rows were last read from the first one. */
  readonly bytesRead: () => number;
  readonly notices: ReadonlyArray<Notice>;
  /** Reads the rows. */
  readonly rows: (
    options: TableInput,
    onFindings: (findings: Findings) => void,
  ) => Stream.Stream<InputRow, FormatError>;
}

/** Opens a workbook, and proves that its sheet is not damaged. */
export const openWorkbook: (
  input: WorkbookInput,
) => Effect.Effect<Workbook, FormatError, Scope.Scope> = Effect.fnUntraced(
  function* ({ bytes, file, sheet: name }) {
    const source = file === undefined ? yield* inMemory(bytes) : yield* inFile(file);
    let bytesRead = 0;
    const counted: XlsxSource = {
      size: source.size,
      read: (offset, length) => {
        bytesRead += length;
        return source.read(offset, length);
      },
    };
    const { sheet, sheets } = yield* openSheet(counted, { sheet: name });
    const others = sheets.filter((other) => other !== sheet && !other.isHidden)
      .map((other) => other.name);
    return {
      sheet,
      size: source.size,
      // The first reading also takes the parts beside the sheet.
      bytesRead: () => Math.min(bytesRead, source.size),
      notices: name === undefined && others.length > 0
        ? [{ code: "other-sheets", sheets: others }]
        : [],
      rows: (options, onFindings) =>
        Stream.suspend(() => {
          bytesRead = 0;
          return Stream.map(readSheet(sheet, tableOptions(options, onFindings)), rowOfTable);
        }),
    };
  },
);

const brokenOff = () => formatError({ code: "broken-off" });

const inFile = (
  { path, size }: { readonly path: string; readonly size: number },
): Effect.Effect<XlsxSource, FormatError, Scope.Scope> =>
  Effect.map(
    Effect.acquireRelease(
      Effect.tryPromise({ try: () => open(path), catch: brokenOff }),
      (handle) => Effect.promise(() => handle.close()),
    ),
    (handle) => ({ size, read: (offset, length) => readAt(handle, offset, length) }),
  );

/** Reads as many bytes as there are: a file may have become shorter. */
const readAt = async (handle: FileHandle, offset: number, length: number): Promise<Uint8Array> => {
  const bytes = new Uint8Array(length);
  let read = 0;
  while (read < length) {
    const { bytesRead } = await handle.read(bytes, read, length - read, offset + read);
    if (bytesRead === 0) break;
    read += bytesRead;
  }
  return bytes.subarray(0, read);
};

const inMemory = (
  bytes: Stream.Stream<Uint8Array, FormatError>,
): Effect.Effect<XlsxSource, FormatError> =>
  Effect.suspend(() => {
    const all = new ByteBuffer();
    return Stream.runForEach(bytes, (part) => {
      if (all.length + part.length > maxInMemory) {
        return Effect.fail(formatError({ code: "workbook-in-memory", maxBytes: maxInMemory }));
      }
      return Effect.sync(() => all.add(part));
    }).pipe(Effect.map(() => sourceOfBytes(all.take())));
  });
