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
import * as Csv from "effect/encoding/Csv";
import * as Pull from "effect/Pull";
import * as Stream from "effect/Stream";
import { UnreadableRow } from "../unreadable_row.ts";

/** An input that can't be read any further, and where. Holds no value. */
export class FormatError extends Data.Error<{ readonly message: string }> {
  /** For `Effect.catchTag`. */
  readonly _tag = "FormatError" as const;
  /** The error's name. */
  override readonly name = "FormatError";
}

/** Between several values in a cell. */
const separator = "|";
const delimiters = [";", "\t", ","];
const lists: ReadonlySet<string> = new Set(["email", "phone_number"]);
const flags: ReadonlySet<string> = new Set(["vip", "fill_read_only_custom_fields"]);
const flagValues: ReadonlyMap<string, boolean> = new Map([
  ...["true", "1", "tak", "yes"].map((text) => [text, true] as const),
  ...["false", "0", "nie", "no"].map((text) => [text, false] as const),
]);

/**
 * Reads rows from the bytes of CSV. A row that has not as many cells as the header becomes an
 * `UnreadableRow`; an input that is no CSV from some place on fails.
 */
export const readCsv = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  maxRowLength: number,
): Stream.Stream<unknown, E | FormatError, R> =>
  Stream.unwrap(Effect.gen(function* () {
    const pull = yield* Stream.toPull(decodeText(bytes));
    const { head, isWhole } = yield* readHead(pull, "", maxRowLength);
    const rest = isWhole ? Stream.empty : Stream.fromPull(Effect.succeed(pull));
    return Stream.concat(Stream.make(head), rest).pipe(
      Stream.pipeThroughChannel(Csv.decodeString({
        delimiter: delimiterOf(head),
        maxRecordSize: maxRowLength,
        ignoreEmptyLines: true,
      })),
      Stream.mapError((error) => Csv.isCsvError(error) ? broken(error) : error),
      Stream.mapAccumArrayEffect(() => ({ header: undefined, count: 0 }), readRows),
    );
  }));

const utf8 = "the input is not UTF-8";

const decodeText = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
): Stream.Stream<string, E | FormatError, R> =>
  Stream.suspend(() => {
    const decoder = new TextDecoder("utf-8", { fatal: true });
    const decode = (chunk?: Uint8Array) =>
      Effect.try({
        try: () => decoder.decode(chunk, { stream: chunk !== undefined }),
        catch: () => new FormatError({ message: utf8 }),
      });
    return Stream.concat(Stream.mapEffect(bytes, decode), Stream.fromEffect(decode()));
  });

interface Head {
  readonly head: string;
  readonly isWhole: boolean;
}

/** Reads until the header row is in. */
const readHead = <E>(
  pull: Pull.Pull<ReadonlyArray<string>, E>,
  head: string,
  maxLength: number,
): Effect.Effect<Head, E> =>
  /[\r\n]/.test(head) || head.length > maxLength
    ? Effect.succeed({ head, isWhole: false })
    : Pull.matchEffect(pull, {
      onSuccess: (texts) => readHead(pull, head + texts.join(""), maxLength),
      onFailure: Effect.failCause,
      onDone: () => Effect.succeed({ head, isWhole: true }),
    });

const delimiterOf = (head: string): string => {
  const [header] = head.split(/[\r\n]/, 1);
  const counts = delimiters.map((delimiter) => header.split(delimiter).length);
  return delimiters[counts.indexOf(Math.max(...counts))];
};

const broken = ({ kind, line }: Csv.CsvError): FormatError =>
  new FormatError({
    message: kind === "RecordSize"
      ? `the row at line ${line} is too long; perhaps a quotation mark is not closed`
      : `line ${line} is no CSV: a quotation mark is out of place or not closed`,
  });

interface Reading {
  readonly header: ReadonlyArray<string> | undefined;
  /** Rows so far. */
  readonly count: number;
}

const readRows = Effect.fnUntraced(function* (
  { count, header }: Reading,
  rows: ReadonlyArray<ReadonlyArray<string>>,
) {
  const names = header ?? (yield* readHeader(rows[0]));
  const data = header === undefined ? rows.slice(1) : rows;
  const customers = data.map((cells, i) => customerOf(names, cells, count + i + 1));
  return [{ header: names, count: count + data.length }, customers] as const;
});

const readHeader = (cells: ReadonlyArray<string>) => {
  const names = cells.map((cell) => cell.trim());
  const empty = names.indexOf("");
  if (empty >= 0) {
    return Effect.fail(
      new FormatError({ message: `column ${empty + 1} has no name in the header` }),
    );
  }
  const repeated = names.findIndex((name, i) => names.indexOf(name) < i);
  return repeated < 0 ? Effect.succeed(names) : Effect.fail(
    new FormatError({
      message: `column ${repeated + 1} has the same name as column ${
        names.indexOf(names[repeated]) + 1
      }`,
    }),
  );
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
  names.forEach((name, i) => {
    if (cells[i] === "") return;
    const [field, ...path] = name.split(".");
    if (path.length === 0) customer.set(field, valueOf(field, cells[i]));
    else {
      const group = customer.get(field);
      const others = typeof group === "object" ? group : {};
      customer.set(field, { ...others, [path.join(".")]: cells[i] });
    }
  });
  return Object.fromEntries(customer);
};

const valueOf = (field: string, cell: string): unknown => {
  if (lists.has(field) && cell.includes(separator)) {
    return cell.split(separator).map((part) => part.trim()).filter((part) => part !== "");
  }
  return flags.has(field) ? flagValues.get(cell.trim().toLowerCase()) ?? cell : cell;
};
