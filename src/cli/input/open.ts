/**
 * Opens the importer's input: finds out what it is, how it is encoded and in which shape its rows stand, and reads them.
 *
 * A file is looked through before its first row is read, and so is a workbook that comes through a pipe, because it must
 * be in memory anyway. Of any other pipe the beginning decides; what turns up later can only reject rows, or end the
 * import.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import * as Stream from "effect/Stream";
import { Utf8Decoder } from "../../format/cut/utf8.ts";
import { type FormatError, formatError } from "../../format/error.ts";
import { longestRow } from "../../format/longest_row.ts";
import { readAhead } from "../../format/read_ahead.ts";
import type { Findings } from "../../format/cut/table/findings.ts";
import type { Unit } from "../texts/table.ts";
import type { UsageError } from "../usage_error.ts";
import { type InputBytes, openBytes } from "./bytes.ts";
import { isEncodedTwice } from "./encoded_twice.ts";
import { assumedUtf8 } from "./assumed_utf8.ts";
import { asUtf8, encodingOf, isUtf8Beginning, isUtf8InsteadOf, utf16Of } from "./encoding.ts";
import { type Encoding, whole } from "./encodings.ts";
import { type Format, formatOfName, formatOfText } from "./format.ts";
import { isEnough, isOneList, type JsonShape, shapeOf } from "./json_shape.ts";
import { kindOf } from "./kind.ts";
import { KnownChunks } from "./known_chunks.ts";
import type { Notice } from "./notice.ts";
import { type CsvInput, type InputRow, isByElement, type Reading, readRows } from "./rows.ts";
import { keepsBytes, type Visit, visitRows, visitStream } from "./visit.ts";

/** What the command line says about the input. */
export interface InputOptions extends CsvInput {
  /** A path, or `-` for standard input. */
  readonly file: string;
  /** @default by the content and the file's name */
  readonly format: Format | undefined;
  /** @default found out */
  readonly encoding: Encoding | undefined;
  /** @default the first sheet that is visible */
  readonly sheet: string | undefined;
}

/** What opening an input needs, and how it may fail. */
type Opening<A> = Effect.Effect<
  A,
  UsageError | FormatError,
  Scope.Scope
>;

/** An open input. */
export interface Input extends Pick<InputBytes, "size" | "bytesRead"> {
  readonly format: Format;
  /** The name of the sheet that is read, if the input is a workbook. */
  readonly sheet?: string | undefined;
  /** What people should know of the input. */
  readonly notices: ReadonlyArray<Notice>;
  /** How the rows are counted. */
  readonly unit: Unit;
  /** What was seen in a table so far; `undefined` of other formats. */
  readonly findings: () => Findings | undefined;
  /** The rows. They may be read again and again if the input has a size. */
  readonly rows: Stream.Stream<InputRow, FormatError>;
  /** Gives the rows to somebody who only looks at them. Fails if the input was taken for UTF-8 and is not. */
  readonly visit: Visit;
  /** Opens the input once more and looks through it, if only its beginning was looked at. */
  readonly lookThrough?: Opening<Input> | undefined;
}

type Bytes = Stream.Stream<Uint8Array, FormatError>;

/** Bytes whose beginning is known. */
interface Source {
  readonly bytes: Bytes;
  readonly look: Bytes | undefined;
  readonly passing: Bytes | undefined;
  readonly head: Uint8Array;
  readonly isWhole: boolean;
}

/** Opens a file or standard input, and looks through a file. */
export const openInput = (options: InputOptions): Opening<Input> =>
  Effect.flatMap(openBytes(options.file), (opened) => open(options, opened, false));

/**
 * Opens a file by its beginning, if its rows are visited before anything is made of them. If something is not as the
 * beginning promises, `lookThrough` must have the last word: only a look at the whole file can say what is wrong.
 */
export const openToVisit = (options: InputOptions): Opening<Input> =>
  Effect.flatMap(openBytes(options.file), (opened) => {
    // A pipe that is opened once more has lost its beginning, and what was wrong with it.
    if (opened.size === undefined) return open(options, opened, false);
    const lookThrough = openInput(options);
    return open(options, opened, true).pipe(
      Effect.map((input) => input.isTrusted ? { ...input, lookThrough } : input),
      Effect.catchTag("FormatError", () => lookThrough),
    );
  });

const open: (
  options: InputOptions,
  opened: InputBytes,
  trusts: boolean,
) => Opening<Input & { readonly isTrusted: boolean }> = Effect.fnUntraced(
  function* (options, opened, trusts) {
    const notices: Array<Notice> = [];
    const { file } = options;
    let findings: Findings | undefined;
    let source = yield* sourceOf(opened);
    let kind = kindOf(source.head, textOf(source.head));
    if (kind === "gzip") {
      notices.push({ code: "unpacked" });
      const { bytes, look } = source;
      // Loaded when it is needed, like all that most inputs do not need.
      const { unpack } = yield* Effect.promise(() => import("./unpack.ts"));
      source = yield* sourceOf({
        bytes: unpack(bytes),
        look: look && unpack(look),
        passing: undefined,
      });
      kind = kindOf(source.head, textOf(source.head));
    }
    const { bytesRead, size } = opened;
    const withNotices = (format: Format, found: ReadonlyArray<Notice>): ReadonlyArray<Notice> => {
      const named = options.format ?? formatOfName(file);
      return named !== undefined && isOther(named, format)
        ? [{ code: "format-by-content", format }, ...notices, ...found]
        : [...notices, ...found];
    };
    const seen = (now: Findings) => {
      findings = now;
    };
    if (kind === "xlsx" || kind === "xls") {
      const { openWorkbook } = yield* Effect.promise(() => import("./workbook.ts"));
      const isFile = size !== undefined && notices.length === 0;
      const { bytes } = source;
      const book = yield* openWorkbook({
        ...{ bytes, sheet: options.sheet },
        file: isFile ? { path: file, size } : undefined,
      });
      const rows = book.rows(options, seen);
      return {
        format: "xlsx" as const,
        sheet: book.sheet.name,
        size: book.size,
        bytesRead: book.bytesRead,
        notices: withNotices("xlsx", book.notices),
        unit: "row" as const,
        findings: () => findings,
        rows,
        visit: visitStream(rows),
        isTrusted: false,
      };
    }
    if (kind !== "text") return yield* Effect.fail(formatError({ code: "file-kind", kind }));
    const { bytes, isTrusted, notices: found, reading } = yield* readingOf(source, options, trusts);
    // A small file is read once more in no time.
    const known = isTrusted ? new KnownChunks() : undefined;
    const csv = size === undefined ? ofPipe(options) : options;
    const input = { csv, known, onFindings: seen };
    const visited = keepsBytes(reading) ? bytes : source.passing ?? bytes;
    return {
      format: reading.format,
      ...{ size, bytesRead },
      notices: withNotices(reading.format, found),
      unit: unitOf(reading),
      findings: () => findings,
      rows: readRows(reading, { ...input, bytes }),
      visit: visitRows(reading, { ...input, bytes: isTrusted ? assumedUtf8(visited) : bytes }),
      isTrusted,
    };
  },
);

/** A pipe is not looked at as a whole before its first row is sent, so nobody knows whether a column is empty. */
const ofPipe = ({ delimiter, table }: InputOptions): CsvInput =>
  table.unknownColumns === "refuse-filled"
    ? { delimiter, table: { ...table, unknownColumns: "refuse" } }
    : { delimiter, table };

const unitOf = (reading: Reading): Unit =>
  reading.format !== "csv" && isByElement(reading.shape) ? "element" : "line";

/** NDJSON and JSON are told apart by their shape, and nobody needs to know. */
const isOther = (named: Format, format: Format): boolean => {
  const kind = (format: Format) => format === "ndjson" ? "json" : format;
  return kind(named) !== kind(format);
};

const sourceOf = (
  { bytes, look, passing }: Pick<InputBytes, "bytes" | "look" | "passing">,
): Effect.Effect<Source, FormatError, Scope.Scope> =>
  look === undefined
    ? Effect.map(
      readAhead(bytes, (part) => part.length > 0, longestRow),
      ({ all, head, isWhole }) => ({ bytes: all, look, passing, head, isWhole }),
    )
    : Effect.map(headOf(look), (found) => ({ bytes, look, passing, ...found }));

/** The beginning of a file: more than a row may have. */
const headOf = (
  look: Bytes,
): Effect.Effect<Pick<Source, "head" | "isWhole">, FormatError> =>
  Effect.scoped(
    Effect.map(
      readAhead(look, () => false, longestRow),
      ({ head, isWhole }) => ({ head, isWhole }),
    ),
  );

/** The characters of a head, as far as they matter for what it is. */
const textOf = (head: Uint8Array): string =>
  new TextDecoder(utf16Of(head) ?? "utf-8").decode(head.subarray(0, 16_384));

/** How text is read, and its bytes as UTF-8. `trusts`: the rest of a file is believed to be as its beginning. */
const readingOf = Effect.fnUntraced(
  function* (source: Source, { encoding: said, file, format }: InputOptions, trusts: boolean) {
    const notices: Array<Notice> = [];
    const isOther = said !== undefined && isUtf8InsteadOf(said, source.head, !source.isWhole);
    if (isOther) notices.push({ code: "utf8-after-all", encoding: said });
    const given = isOther ? undefined : said;
    const isTrusted = trusts && said === undefined && source.look !== undefined &&
      !source.isWhole && isUtf8Beginning(source.head);
    const all = source.passing ?? source.look ?? Stream.make(source.head);
    const { encoding, isDamaged } = isTrusted
      ? whole("utf-8")
      : given === undefined
      ? yield* encodingOf(all, source.head, !source.isWhole)
      : whole(given);
    if (given === undefined && encoding !== "utf-8") notices.push({ code: "encoding", encoding });
    if (isDamaged) notices.push({ code: "damaged" });
    const bytes = asUtf8(source.bytes, encoding);
    const look = source.look && asUtf8(source.look, encoding);
    const encoded = { encoding: encoding === "utf-8" ? "UTF-8" : encoding };
    const head = yield* headOf(asUtf8(Stream.make(source.head), encoding));
    if (given === undefined && isEncodedTwice(decoded(head.head))) {
      return yield* Effect.fail(formatError({ code: "encoded-twice" }));
    }
    const text = format ?? formatOfText(decoded(head.head), formatOfName(file));
    if (text === "csv" || text === "xlsx") {
      const reading: Reading = { format: "csv", ...encoded };
      return { reading, bytes, notices, isTrusted };
    }
    const json = yield* jsonOf(bytes, look, isTrusted);
    const { notice } = json.shape;
    // One line of NDJSON is nothing to speak of.
    const isUsual = notice?.code === "single-object" && formatOfName(file) === "ndjson";
    if (notice !== undefined && !isUsual) notices.push(notice);
    const reading: Reading = { format: formatOfShape(json.shape), shape: json.shape, ...encoded };
    return { reading, bytes: json.bytes, notices, isTrusted };
  },
);

/** The format in which rejected rows can be written: that of the input. */
const formatOfShape = (shape: JsonShape): "json" | "ndjson" =>
  shape.read === "lines" || shape.rows.in === "values" ? "ndjson" : "json";

/** Finds the shape of JSON. */
const jsonOf = Effect.fnUntraced(
  function* (bytes: Bytes, look: Bytes | undefined, isTrusted: boolean) {
    const { all, head, isWhole } = look === undefined
      ? yield* readAhead(bytes, untilEnough(), longestRow)
      : { all: bytes, ...(yield* headOf(look)) };
    const shape = shapeOf({ text: decoded(head), isWhole });
    if ("problem" in shape) return yield* Effect.fail(formatError(shape.problem));
    const isLines = shape.read === "lines";
    if (look !== undefined && !isLines && !(isTrusted && isOneList(shape))) {
      const { verifyParts } = yield* Effect.promise(() => import("./json_verify.ts"));
      yield* verifyParts(shape, look, isWhole);
    }
    return { bytes: all, shape };
  },
);

/** Whether the parts so far are enough to find the shape. Looks at them anew only when they have doubled. */
const untilEnough = () => {
  const decoder = new Utf8Decoder();
  let text = "";
  let next = 0;
  return (part: Uint8Array): boolean => {
    text += decoder.add(part);
    if (text.length < next) return false;
    next = 2 * text.length;
    return isEnough(text);
  };
};

const decoded = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);
