/**
 * The importer's input: a file or standard input, as rows. Each row is kept in its own form, too, so that one
 * that failed can be written out again.
 *
 * @module
 */
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as JsonArray from "effect/encoding/JsonArray";
import * as FileSystem from "effect/FileSystem";
import * as Stdio from "effect/Stdio";
import * as Stream from "effect/Stream";
import { joinBytes } from "../internal/bytes.ts";
import { type CsvTable, FormatError, readCsv } from "../format/csv.ts";
import { readNdjson } from "../format/ndjson.ts";
import { readAhead } from "../format/read_ahead.ts";
import { fieldOfPolish } from "../format/cut/polish_headers.ts";
import { UsageError } from "./usage_error.ts";

/** How customers are written down. */
export type Format = "csv" | "ndjson" | "json";
/** All of them. */
export const formats: ReadonlyArray<Format> = ["csv", "ndjson", "json"];

/** The column or field in which a file of rejects holds the reason; it is passed over. */
export const reasonField = "import_reason";

/** A row of the input, with what it takes to write it out again. */
export interface InputRow {
  /** A customer, if all is well. */
  readonly row: unknown;
  /** The line that is no JSON. */
  readonly line?: string | undefined;
  /** The cells of a CSV row. */
  readonly cells?: Cells | undefined;
}

/** A row of CSV, and the table that it stands in. */
export interface Cells {
  readonly cells: ReadonlyArray<string>;
  readonly table: CsvTable;
}

/** How CSV is encoded. */
export type Encoding = "utf-8" | "windows-1250";

/** What is given on the command line about the input. */
export interface InputOptions {
  /** A path, or `-` for standard input. */
  readonly file: string;
  readonly format: Format | undefined;
  readonly delimiter: string | undefined;
  readonly encoding: Encoding | undefined;
  /** Fields by the header names that stand for them. */
  readonly columns: { readonly [header: string]: string };
}

/** An open input. */
export interface Input {
  readonly format: Format;
  readonly rows: Stream.Stream<InputRow, FormatError>;
  /** Bytes in the file, if it is one; a pipe has no end that is known. */
  readonly size: number | undefined;
  /** Bytes read so far. */
  readonly bytesRead: () => number;
}

const maxRowBytes = 1_048_576;
const chunkBytes = 262_144;

/** Finds out what the input is. */
export const openInput = Effect.fnUntraced(function* (options: InputOptions) {
  const { file } = options;
  const format = options.format ?? formatByName(file);
  if (format === undefined) {
    return yield* new UsageError({
      message: file === "-"
        ? "standard input needs --format csv, ndjson or json"
        : `${file}: the name does not tell the format, give --format csv, ndjson or json`,
    });
  }
  const isStdin = file === "-";
  const fs = yield* FileSystem.FileSystem;
  const stdio = yield* Stdio.Stdio;
  const size = isStdin ? undefined : yield* sizeOf(fs, file);
  let bytesRead = 0;
  const bytes = (isStdin ? stdio.stdin : readFile(fs, file)).pipe(
    Stream.mapError(() => new FormatError({ message: "the input could not be read to its end" })),
    Stream.map((chunk) => {
      bytesRead += chunk.length;
      return chunk;
    }),
  );
  const encoding = options.encoding ??
    (format === "csv" && size !== undefined ? yield* encodingOf(fs, file) : undefined);
  const input: Input = {
    format,
    size,
    bytesRead: () => bytesRead,
    rows: rowsOf(format, bytes, { ...options, encoding }),
  };
  return input;
});

const extensions: ReadonlyMap<string, Format> = new Map([
  ["csv", "csv"],
  ["tsv", "csv"],
  ["ndjson", "ndjson"],
  ["jsonl", "ndjson"],
  ["json", "json"],
]);

const formatByName = (file: string): Format | undefined =>
  extensions.get(/\.(\w+)$/.exec(file)?.[1].toLowerCase() ?? "");

/** Each chunk has bytes of its own: rows that are under way are parts of them. */
const readFile = (fs: FileSystem.FileSystem, file: string) =>
  Stream.unwrap(
    Effect.map(fs.open(file), (opened) =>
      Stream.fromPull(Effect.succeed(Effect.suspend(() => {
        const chunk = new Uint8Array(chunkBytes);
        return Effect.flatMap(
          opened.read(chunk),
          (size) =>
            Number(size) === 0
              ? Cause.done()
              : Effect.succeed([chunk.subarray(0, Number(size))] as const),
        );
      })))),
  );

/**
 * Reads a whole file once to find its encoding out: one letter near its end may decide. Letters of
 * Windows-1250 are hardly ever UTF-8, so a few bad bytes among good letters are damage and no encoding.
 */
const encodingOf = Effect.fnUntraced(function* (fs: FileSystem.FileSystem, file: string) {
  const decoder = new TextDecoder();
  let good = 0;
  let bad = 0;
  const count = (text: string) => {
    for (let at = 0; at < text.length; at++) {
      const code = text.charCodeAt(at);
      if (code === 0xfffd) bad++;
      else if (code > 0x7f) good++;
    }
  };
  yield* readFile(fs, file).pipe(
    Stream.runForEach((chunk) => Effect.sync(() => count(decoder.decode(chunk, { stream: true })))),
    Effect.mapError(() => new UsageError({ message: `${file}: it can't be read` })),
  );
  count(decoder.decode());
  return bad > good ? "windows-1250" as const : "utf-8" as const;
});

const sizeOf = (
  fs: FileSystem.FileSystem,
  file: string,
): Effect.Effect<number | undefined, UsageError> =>
  Effect.flatMap(
    Effect.mapError(fs.stat(file), ({ reason }) => {
      const why = reason._tag === "NotFound"
        ? "there is no such file"
        : reason._tag === "PermissionDenied"
        ? "it may not be read"
        : "it can't be read";
      return new UsageError({ message: `${file}: ${why}` });
    }),
    ({ size, type }) =>
      type === "Directory"
        ? Effect.fail(new UsageError({ message: `${file}: is a folder` }))
        : Effect.succeed(type === "File" ? Number(size) : undefined),
  );

type Bytes = Stream.Stream<Uint8Array, FormatError>;
type Rows = Stream.Stream<InputRow, FormatError>;

const rowsOf = (format: Format, bytes: Bytes, options: InputOptions): Rows => {
  switch (format) {
    case "csv":
      return csvRows(bytes, options);
    case "ndjson":
      return Stream.map(readNdjson(bytes, maxRowBytes), withoutReason);
    case "json":
      return Stream.map(jsonRows(bytes), (row) => withoutReason({ row }));
  }
};

/** Whether a row is a plain object, with fields. */
export const isFields = (row: unknown): row is { readonly [field: string]: unknown } =>
  typeof row === "object" && row !== null && Object.getPrototypeOf(row) === Object.prototype;

const withoutReason = (input: InputRow): InputRow => {
  if (!isFields(input.row) || !Object.hasOwn(input.row, reasonField)) return input;
  const { [reasonField]: _, ...row } = input.row;
  return { ...input, row };
};

const csvRows = (bytes: Bytes, { columns, delimiter, encoding }: InputOptions): Rows => {
  const fieldOf = (name: string) =>
    Object.hasOwn(columns, name) ? columns[name] : fieldOfPolish(name);
  return Stream.unwrap(
    Effect.map(
      peek(bytes, () => true),
      ({ all, head }) =>
        isUtf16(head) ? Stream.fail(utf16) : readCsv(all, {
          maxRowLength: maxRowBytes,
          delimiter,
          encoding: encoding ?? (isUtf8(head) ? "utf-8" : "windows-1250"),
          fieldOf,
          required: "surname",
        }).pipe(
          Stream.map(({ row, ...cells }) => withoutReason({ row, cells })),
        ),
    ),
  );
};

/** Excel's "Unicode text" begins so. */
const isUtf16 = ([first, second]: Uint8Array): boolean =>
  first === 0xff && second === 0xfe || first === 0xfe && second === 0xff;

const utf16 = new FormatError({ message: "the input is UTF-16: save it as CSV in UTF-8" });

/** Whether bytes may be UTF-8; the last character may be cut. */
const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
};

/** A list, or an object with a list `customers`; read piece by piece. */
const jsonRows = (bytes: Bytes): Stream.Stream<unknown, FormatError> =>
  Stream.unwrap(
    Effect.map(peek(bytes, (head) => firstSign(head) !== undefined), ({ all, head }) => {
      const pointer = firstSign(head) === "{" ? "/customers" : "";
      return all.pipe(
        Stream.pipeThroughChannel(JsonArray.decode({ pointer, maxElementSize: maxRowBytes })),
        Stream.mapError((error) => JsonArray.isJsonArrayError(error) ? brokenJson(error) : error),
      );
    }),
  );

const firstSign = (head: Uint8Array): string | undefined =>
  /[^\s\uFEFF]/.exec(new TextDecoder().decode(head))?.[0];

const brokenJson = ({ kind, offset = 0 }: JsonArray.JsonArrayError): FormatError =>
  new FormatError({
    message: kind === "Pointer"
      ? 'the input must be a list of customers, or an object with a list "customers"'
      : kind === "Limit"
      ? `what begins at character ${offset + 1} is too large`
      : `the input is not valid JSON, in what begins at character ${offset + 1}`,
  });

/** Reads ahead until enough is seen, and gives what was read back before the rest. */
const peek = (bytes: Bytes, isEnough: (head: Uint8Array) => boolean) =>
  Effect.map(
    readAhead(
      bytes,
      joinBytes,
      (head) => head.length > 0 && isEnough(head) || head.length > maxRowBytes,
    ),
    ({ head, rest }) => ({ head, all: Stream.concat(Stream.make(head), rest) }),
  );
