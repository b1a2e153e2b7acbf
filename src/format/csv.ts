/**
 * CSV with a header row (RFC 4180), as customers. The header names the fields, nested ones as paths:
 * `address.city`, `custom_fields.Kampania`. Several e-mail addresses or phone numbers share a cell, with
 * `|` between them. An empty cell is a field that is not given. The delimiter is the one of `;`, tab and
 * `,` that the header holds most of. The text must be UTF-8, with or without a byte order mark.
 *
 * @module
 */
import * as Data from "effect/Data";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { UnreadableRow } from "../customer/unreadable_row.ts";
import { type BadLine, RecordCutter } from "./cut/records.ts";
import { readAhead } from "./read_ahead.ts";

/** An input that can't be read any further, and where. Holds no value. */
export class FormatError extends Data.Error<{ readonly message: string }> {
  /** For `Effect.catchTag`. */
  readonly _tag = "FormatError" as const;
  /** The error's name. */
  override readonly name = "FormatError";
}

/** Most columns; the contract has some forty fields. */
const maxColumns = 1000;
/** Between several values in a cell. */
const separator = "|";
const delimiters = [";", "\t", ","];
const lists: ReadonlySet<string> = new Set(["email", "phone_number"]);
const flags: ReadonlySet<string> = new Set(["vip", "fill_read_only_custom_fields"]);
const flagValues: ReadonlyMap<string, boolean> = new Map([
  ...["true", "1", "tak", "yes"].map((text) => [text, true] as const),
  ...["false", "0", "nie", "no"].map((text) => [text, false] as const),
]);

/** How CSV is read. */
export interface CsvOptions {
  /** Longest row, in UTF-16 code units. */
  readonly maxRowLength: number;
  /** @default found out */
  readonly delimiter?: string | undefined;
  /** @default "utf-8" */
  readonly encoding?: "utf-8" | "windows-1250" | undefined;
  /**
   * The field that a header's name stands for.
   *
   * @default the name itself
   */
  readonly fieldOf?: ((name: string) => string) | undefined;
  /**
   * A field that a column must name: without it the first row is probably no header.
   *
   * @default none
   */
  readonly required?: string | undefined;
}

/** A row and what it says. */
export interface CsvRow {
  /** A customer, if all is well, or an `UnreadableRow`. */
  readonly row: unknown;
  readonly cells: ReadonlyArray<string>;
  /** The table that the row is of. */
  readonly table: CsvTable;
}

/** What a table's header says. */
export interface CsvTable {
  readonly header: ReadonlyArray<string>;
  readonly delimiter: string;
}

/**
 * Reads rows from the bytes of CSV. A row that is no CSV, or has not as many cells as the header, becomes an
 * `UnreadableRow`; a header that can't be meant fails.
 */
export const readCsv = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  options: CsvOptions,
): Stream.Stream<CsvRow, E | FormatError, R> =>
  Stream.unwrap(Effect.gen(function* () {
    const { encoding = "utf-8", maxRowLength } = options;
    const { head, rest } = yield* readAhead(
      decodeText(bytes, encoding),
      (texts) => texts.join(""),
      (head) => headerOf(head) !== undefined || head.length > maxRowLength,
    );
    const [said] = /^[\r\n]*sep=(.)\r?\n/.exec(head)?.slice(1) ?? [];
    const text = said === undefined
      ? head
      : head.slice(head.indexOf("\n", head.indexOf("sep=")) + 1);
    const delimiter = options.delimiter ?? said ?? delimiterOf(text);
    return Stream.concat(Stream.make(text), rest).pipe(
      Stream.mapAccumArray(
        () => new RecordCutter(delimiter, maxRowLength),
        (cutter, texts) => [cutter, recordsOf((take) => cutter.add(texts.join(""), take))],
        { onHalt: (cutter) => recordsOf((take) => cutter.finish(take)) },
      ),
      Stream.mapAccumArrayEffect(
        (): Reading => ({ table: undefined, fields: [], count: 0 }),
        (reading, records) => readRows(reading, records, delimiter, options),
      ),
    );
  }));

type CsvRecord = ReadonlyArray<string> | BadLine;

const isBad = (record: CsvRecord): record is BadLine => "row" in record;

const recordsOf = (cut: (take: (record: CsvRecord) => void) => void): ReadonlyArray<CsvRecord> => {
  const records: Array<CsvRecord> = [];
  cut((record) => records.push(record));
  return records;
};

const utf8 = "the input is not UTF-8";

const decodeText = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  encoding: string,
): Stream.Stream<string, E | FormatError, R> =>
  Stream.suspend(() => {
    const decoder = new TextDecoder(encoding, { fatal: true });
    const decode = (chunk?: Uint8Array) =>
      Effect.try({
        try: () => decoder.decode(chunk, { stream: chunk !== undefined }),
        catch: () => new FormatError({ message: utf8 }),
      });
    return Stream.concat(Stream.mapEffect(bytes, decode), Stream.fromEffect(decode()));
  });

/** The first line that is not blank, without what stands in quotation marks; once its end is in. */
const headerOf = (head: string): string | undefined =>
  /^[\r\n]*((?:[^"\r\n]|"[^"]*")+)[\r\n]/.exec(head)?.[1].replaceAll(/"[^"]*"/g, "");

const delimiterOf = (head: string): string => {
  const header = headerOf(`${head}\n`) ?? "";
  const counts = delimiters.map((delimiter) => header.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))];
};

interface Reading {
  readonly table: CsvTable | undefined;
  /** The fields that the columns stand for. */
  readonly fields: ReadonlyArray<string>;
  /** Rows so far. */
  readonly count: number;
}

const readRows = Effect.fnUntraced(function* (
  { count, fields, table }: Reading,
  records: ReadonlyArray<CsvRecord>,
  delimiter: string,
  options: CsvOptions,
) {
  const [first] = records;
  const header = table?.header ?? (isBad(first) ? [] : first);
  const known = table ?? { header, delimiter };
  const names = table === undefined ? yield* readHeader(first, options) : fields;
  const data = table === undefined ? records.slice(1) : records;
  const read = data.map((record, i): CsvRow =>
    isBad(record)
      ? { row: record.row, cells: [record.line], table: known }
      : { row: customerOf(names, record, count + i + 1), cells: record, table: known }
  );
  return [{ table: known, fields: names, count: count + data.length }, read] as const;
});

const readHeader = (
  record: CsvRecord,
  { fieldOf = (name) => name, required }: CsvOptions,
): Effect.Effect<ReadonlyArray<string>, FormatError> => {
  if (isBad(record)) return Effect.fail(new FormatError(record.row));
  const names = record.map((cell) => cell.trim() === "" ? "" : fieldOf(cell.trim()));
  const isMissing = required !== undefined && !names.includes(required);
  const problem = isMissing
    ? `no column is named ${required}: the first row must be a header`
    : problemOf(names);
  return problem === undefined
    ? Effect.succeed(names)
    : Effect.fail(new FormatError({ message: problem }));
};

const problemOf = (names: ReadonlyArray<string>): string | undefined => {
  if (names.length > maxColumns) return `there are more than ${maxColumns} columns`;
  const columns = new Map<string, number>();
  const groups = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    const column = i + 1;
    const dot = name.indexOf(".");
    if (name === "" || dot === 0 || dot === name.length - 1) {
      return `column ${column} has no name in the header`;
    }
    const same = columns.get(name);
    if (same !== undefined) return `column ${column} names the same field as column ${same}`;
    columns.set(name, column);
    if (dot > 0) groups.set(name.slice(0, dot), column);
  }
  for (const [name, column] of columns) {
    const part = groups.get(name);
    if (part !== undefined) {
      return `column ${column} names a field, and column ${part} a part of it`;
    }
  }
  return undefined;
};

const customerOf = (
  names: ReadonlyArray<string>,
  cells: ReadonlyArray<string>,
  row: number,
): unknown => {
  if (cells.length !== names.length) {
    return new UnreadableRow(`row ${row} has ${cells.length} cells, the header ${names.length}`);
  }
  const customer = new Map<string, unknown>();
  const groups = new Map<string, Map<string, string>>();
  names.forEach((name, i) => {
    if (cells[i] === "") return;
    const dot = name.indexOf(".");
    if (dot < 0) customer.set(name, valueOf(name, cells[i]));
    else {
      const group = groups.get(name.slice(0, dot)) ?? new Map<string, string>();
      groups.set(name.slice(0, dot), group.set(name.slice(dot + 1), cells[i]));
    }
  });
  for (const [field, group] of groups) customer.set(field, Object.fromEntries(group));
  return Object.fromEntries(customer);
};

const valueOf = (field: string, cell: string): unknown => {
  if (lists.has(field) && cell.includes(separator)) {
    return cell.split(separator).map((part) => part.trim()).filter((part) => part !== "");
  }
  return flags.has(field) ? flagValues.get(cell.trim().toLowerCase()) ?? cell : cell;
};
