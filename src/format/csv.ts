/**
 * CSV as a stream of customers: decodes the bytes, and cuts the text into rows (`cut/csv.ts`). UTF-8 may begin with a
 * byte order mark.
 *
 * @module
 */
import * as Arr from "effect/Array";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { CsvCutter, type CsvRow, type CsvRows, type CsvTextOptions } from "./cut/csv.ts";
import { problemText } from "./cut/problem_texts.ts";
import type { Findings } from "./cut/table/findings.ts";
import { type Cutter, cutToEnd } from "./cut_to_end.ts";
import { FormatError } from "./error.ts";

/** How CSV is read. */
export interface CsvOptions extends CsvTextOptions {
  /** @default "utf-8" */
  readonly encoding?: "utf-8" | "windows-1250" | undefined;
  /** Is told what was seen: when the header was read, and at the end. */
  readonly onFindings?: ((findings: Findings) => void) | undefined;
}

/**
 * Reads rows from the bytes of CSV. A row that is not valid CSV, or has more or fewer cells than the header, becomes
 * an `UnreadableRow`. An unusable header, or bytes of another encoding, end the stream with a `FormatError`. If the
 * bytes break off, a last record without a line end is no row.
 */
export const readCsv = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  options: CsvOptions,
): Stream.Stream<CsvRow, E | FormatError, R> =>
  cutToEnd(decodeText(bytes, options.encoding), () => cutterOf(options)).pipe(
    Stream.mapEffect(rowsOrError),
    Stream.filter(Arr.isReadonlyArrayNonEmpty),
    Stream.flattenArray,
  );

const cutterOf = (options: CsvOptions): Cutter<string, CsvRows> => {
  const cutter = new CsvCutter(options);
  let isHeaderTold = false;
  const tell = (isOver: boolean): void => {
    if (options.onFindings === undefined || isHeaderTold && !isOver) return;
    const { findings } = cutter;
    if (!isOver && findings.headerPlace === undefined) return;
    isHeaderTold = true;
    options.onFindings(findings);
  };
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

const rowsOrError = (read: CsvRows): Effect.Effect<ReadonlyArray<CsvRow>, FormatError> =>
  "problem" in read
    ? Effect.fail(new FormatError({ message: problemText(read.problem), problem: read.problem }))
    : Effect.succeed(read);

const decodeText = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  encoding = "utf-8",
): Stream.Stream<string, E | FormatError, R> =>
  Stream.suspend(() => {
    const decoder = new TextDecoder(encoding, { fatal: true });
    const decode = (chunk?: Uint8Array) =>
      Effect.try({
        try: () => decoder.decode(chunk, { stream: chunk !== undefined }),
        catch: () => new FormatError({ message: "the input is not UTF-8" }),
      });
    return Stream.concat(Stream.mapEffect(bytes, decode), Stream.fromEffect(decode()));
  });
