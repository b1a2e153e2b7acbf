/**
 * Opens the importer's input: finds its format and encoding, and reads its rows.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as FileSystem from "effect/FileSystem";
import type * as Stdio from "effect/Stdio";
import type * as Stream from "effect/Stream";
import type { Findings } from "../../format/cut/table/findings.ts";
import type { FormatError } from "../../format/error.ts";
import type { Unit } from "../texts/texts.ts";
import type { UsageError } from "../usage_error.ts";
import { type InputBytes, openBytes } from "./bytes.ts";
import { encodingOfFile } from "./encoding.ts";
import { type Format, formatOf } from "./format.ts";
import { type CsvInput, type InputRow, readRows } from "./rows.ts";

/** What the command line says about the input. */
export interface InputOptions extends CsvInput {
  /** A path, or `-` for standard input. */
  readonly file: string;
  readonly format: Format | undefined;
}

/** An open input. */
export interface Input extends Pick<InputBytes, "size" | "bytesRead"> {
  readonly format: Format;
  readonly unit: Unit;
  /** What was seen in a table so far; `undefined` of other formats. */
  readonly findings: () => Findings | undefined;
  /** The rows. They may be read again and again if the input has a size. */
  readonly rows: Stream.Stream<InputRow, FormatError>;
}

/** Opens a file or standard input. */
export const openInput: (
  options: InputOptions,
) => Effect.Effect<Input, UsageError, FileSystem.FileSystem | Stdio.Stdio> = Effect.fnUntraced(
  function* (options) {
    const { file } = options;
    const format = yield* formatOf(file, options.format);
    const { bytes, bytesRead, size } = yield* openBytes(file);
    // A pipe can't be read twice: its beginning has to tell.
    const isFound = options.encoding === undefined && format === "csv" && size !== undefined;
    const encoding = isFound ? yield* encodingOfFile(file) : options.encoding;
    let findings: Findings | undefined;
    const unit = format === "json" ? "element" as const : "line" as const;
    return {
      format,
      unit,
      size,
      bytesRead,
      findings: () => findings,
      rows: readRows(format, bytes, { ...options, encoding }, (found) => findings = found),
    };
  },
);
