/**
 * CSV as a stream of customers: decodes the bytes (`cut/utf8.ts`), and cuts the text into rows (`cut/csv.ts`).
 *
 * @module
 */
import * as Arr from "effect/Array";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { UnreadableRow } from "../customer/unreadable_row.ts";
import { CsvCutter, type CsvRow, type CsvRows, type CsvTextOptions } from "./cut/csv.ts";
import { UnreadableRecord } from "./cut/unreadable_record.ts";
import { type Cutter, cutToEnd } from "./cut_to_end.ts";
import { hasForeignByte, Utf8Decoder } from "./cut/utf8.ts";
import { type FormatError, formatError } from "./error.ts";
import { tellFindings, type TellOptions } from "./tell_findings.ts";

/** How CSV is read. */
export interface CsvOptions extends CsvTextOptions, TellOptions {
  /**
   * The name of the encoding that the bytes of UTF-8 came from.
   *
   * @default "UTF-8"
   */
  readonly encoding?: string | undefined;
}

/**
 * Reads rows from the bytes of CSV. A row that is not valid CSV, or has more or fewer cells than the header, becomes
 * an `UnreadableRow`; so does a row with bytes of another encoding. An unusable header ends the stream with a `FormatError`. If the
 * bytes break off, a last record without a line end is no row.
 */
export const readCsv = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  options: CsvOptions,
): Stream.Stream<CsvRow, E | FormatError, R> =>
  Stream.suspend(() => {
    const decoder = new Utf8Decoder();
    const { encoding = "UTF-8" } = options;
    return cutToEnd(decodeText(bytes, decoder), () => cutterOf(options)).pipe(
      Stream.mapEffect((read) => rowsOrError(read, encoding)),
      Stream.filter(Arr.isReadonlyArrayNonEmpty),
      Stream.flattenArray,
      Stream.map((row) => decoder.hasForeign ? withoutForeignBytes(row, encoding) : row),
    );
  });

/**
 * So many bytes are decoded at once: their text and its rows are gone before the engine has to move them. With 256 KB an
 * import takes a third longer.
 */
const pieceBytes = 16_384;

const decodeText = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  decoder: Utf8Decoder,
): Stream.Stream<string, E, R> =>
  bytes.pipe(
    Stream.map(piecesOf),
    Stream.filter(Arr.isReadonlyArrayNonEmpty),
    Stream.flattenArray,
    Stream.rechunk(1),
    Stream.map((piece) => decoder.add(piece)),
    Stream.concat(Stream.suspend(() => Stream.make(decoder.finish()))),
  );

const piecesOf = (chunk: Uint8Array): ReadonlyArray<Uint8Array> =>
  Array.from(
    { length: Math.ceil(chunk.length / pieceBytes) },
    (_, i) => chunk.subarray(i * pieceBytes, (i + 1) * pieceBytes),
  );

const cutterOf = (options: CsvOptions): Cutter<string, CsvRows> => {
  const cutter = new CsvCutter(options);
  const tell = tellFindings(options, () => cutter.findings);
  return {
    add: (texts) => {
      const rows = cutter.add(texts.join(""));
      tell(false);
      return [rows];
    },
    finish: () => {
      const rows = cutter.finish();
      tell(true);
      return [rows];
    },
  };
};

const rowsOrError = (
  read: CsvRows,
  encoding: string,
): Effect.Effect<ReadonlyArray<CsvRow>, FormatError> => {
  if ("problem" in read) return Effect.fail(formatError(read.problem));
  const header = read[0]?.table.header ?? [];
  return header.some(hasForeignByte)
    ? Effect.fail(formatError({ code: "header-encoding", encoding }))
    : Effect.succeed(read);
};

/** No row with a mark may be sent, whoever read it. */
const withoutForeignBytes = (row: CsvRow, encoding: string): CsvRow =>
  row.row instanceof UnreadableRow || !row.cells.some(hasForeignByte) ? row : {
    ...row,
    row: new UnreadableRecord({ code: "line-encoding", line: row.place, encoding }),
  };
