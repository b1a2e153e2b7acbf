/**
 * Finds out how CSV is written, in its first lines: Excel's `sep=;` names the delimiter, and a header shows it.
 *
 * A delimiter is certain if it cuts a line into the names of a header. Without such a line it is the one that the first
 * line has most of. Each character is read once; a line is cut at most once for each delimiter that stands in it.
 *
 * @module
 */
import { RecordReader } from "./record.ts";
import { isHeader, knownIn, maxAbove, namesRequired } from "./table/header.ts";
import type { TableOptions } from "./table/options.ts";

/** The usual ones first: they count more where several cut a line alike. */
const delimiters = [";", "\t", ",", "|", "^", ":", "~"];
/** The ones that are found by their number alone. */
const usual = delimiters.slice(0, 3);

/** The line in which Excel names the delimiter, as it is written and as programs write it again. */
const notice = /^\s*"?sep\s*=\s?(?<delimiter>[^"\r\n])"?[;,\t|]*\s*$/iu;

/** How CSV is written. */
export interface Dialect {
  readonly delimiter: string;
  /** The mark around cells. */
  readonly quote: '"' | "'";
  /** Whether lines with quotation marks are one cell, which holds the whole record. */
  readonly isWrapped: boolean;
}

/** How the head is read. */
export interface HeadOptions extends TableOptions {
  /** Most characters of the head. */
  readonly maxRowLength: number;
  /** The delimiter, if it is known. */
  readonly delimiter?: string | undefined;
}

/** Collects text up to the end of the line that tells how the text is written. */
export class Head {
  readonly #options: HeadOptions;
  #text = "";
  /** How many characters of the text were read. */
  #length = 0;
  /** Where the line begins that is being read. */
  #start = 0;
  /** The number of this line, and of the line after the last line end. */
  #line = 1;
  #lastLine = 1;
  #isBlank = true;
  #isQuoted = false;
  /** How many carriage returns came last. */
  #returns = 0;
  /** Whether a cell begins here, whichever sign is the delimiter: only here a quotation mark opens a cell. */
  #isAtCell = true;
  /** How many lines were looked at that are not empty. */
  #lines = 0;
  /** How often each usual delimiter stands in the first line, outside of quotation marks. */
  readonly #counts = usual.map(() => 0);
  #named: string | undefined;
  #noticeLine: number | undefined;
  #dialect: Dialect | undefined;

  /** Reads as the options say. */
  constructor(options: HeadOptions) {
    this.#options = options;
  }

  /** All text that was taken. */
  get text(): string {
    return this.#text;
  }

  /** How the text is written. */
  get dialect(): Dialect {
    return this.#dialect ?? {
      delimiter: this.#options.delimiter ?? this.#named ??
        usual[this.#counts.indexOf(Math.max(...this.#counts))],
      quote: '"',
      isWrapped: false,
    };
  }

  /** The line that names the delimiter and is no header. */
  get noticeLine(): number | undefined {
    return this.#noticeLine;
  }

  /** Takes text. Returns whether it was enough. */
  add(text: string): boolean {
    this.#text += text;
    for (let at = 0; at < text.length; at++) {
      if (this.#length === this.#options.maxRowLength) return true;
      if (this.#read(text[at])) return true;
    }
    return false;
  }

  /** Looks at the last line, if it had no line end. */
  finish(): void {
    if (!this.#isBlank && this.#dialect === undefined) this.#endLine();
  }

  /** Reads a character. Returns whether it was enough. */
  #read(sign: string): boolean {
    const isLineEnd = sign === "\r" || sign === "\n";
    if (isLineEnd) this.#countLine(sign);
    else this.#returns = 0;
    if (isLineEnd && !this.#isQuoted) {
      const isEnough = !this.#isBlank && this.#endLine();
      this.#length++;
      this.#start = this.#length;
      this.#line = this.#lastLine;
      this.#isBlank = true;
      this.#isAtCell = true;
      return isEnough;
    }
    this.#length++;
    this.#isBlank &&= isLineEnd;
    if (this.#isQuoted) this.#isQuoted = sign !== '"';
    else this.#readPlain(sign);
    return false;
  }

  /** A line may end with CRLF, or with CRCRLF. */
  #countLine(sign: string): void {
    if (sign === "\r" || this.#returns === 0) this.#lastLine++;
    else if (this.#returns > 1) this.#lastLine--;
    this.#returns = sign === "\r" ? this.#returns + 1 : 0;
  }

  #readPlain(sign: string): void {
    const isDelimiter = delimiters.includes(sign) || sign === this.#options.delimiter;
    if (this.#lines === 0 && isDelimiter && usual.includes(sign)) {
      this.#counts[usual.indexOf(sign)]++;
    }
    // After a quotation mark that closes a cell, a second one opens it again: two stand for one.
    if (sign === '"' && this.#isAtCell) this.#isQuoted = true;
    else if (sign !== " " && sign !== "\ufeff") this.#isAtCell = isDelimiter;
  }

  /** Looks at a line that is not empty. Returns whether it was enough. */
  #endLine(): boolean {
    const line = this.#text.slice(this.#start, this.#length);
    const named = this.#lines === 0 && this.#noticeLine === undefined
      ? notice.exec(line)?.groups?.delimiter
      : undefined;
    if (named !== undefined) {
      this.#named = named;
      this.#noticeLine = this.#line;
      this.#counts.fill(0);
      return false;
    }
    const { headerRow, required } = this.#options;
    if (headerRow !== undefined && this.#line < headerRow) return false;
    const isFirst = this.#lines++ === 0;
    this.#dialect = this.#dialectOf(line, isFirst || headerRow !== undefined);
    return this.#dialect !== undefined || required === undefined || headerRow !== undefined ||
      this.#lines > maxAbove;
  }

  /** The dialect in which a line is a header for sure. */
  #dialectOf(line: string, isFirst: boolean): Dialect | undefined {
    const { delimiter, required } = this.#options;
    if (required === undefined) return undefined;
    const tried = delimiter !== undefined
      ? [delimiter]
      : [...new Set([this.#named ?? this.dialect.delimiter, ...delimiters])].filter((one, i) =>
        i === 0 || line.includes(one)
      );
    let best: Dialect | undefined;
    let most = 0;
    const look = (cells: ReadonlyArray<string> | undefined, dialect: Dialect): void => {
      if (cells === undefined) return;
      const known = isFirst && namesRequired(cells, this.#options) || isHeader(cells, this.#options)
        ? Math.max(1, knownIn(cells) ?? 0)
        : 0;
      if (known > most) [best, most] = [dialect, known];
    };
    for (const delimiter of tried) {
      const cells = cellsOf(line, delimiter);
      if (line.includes("'") && isSingleQuoted(cells)) {
        look(cellsOf(line, delimiter, "'"), { delimiter, quote: "'", isWrapped: false });
      } else look(cells, { delimiter, quote: '"', isWrapped: false });
      const [inner = "", ...more] = cells ?? [];
      if (more.length === 0 && line.includes('"') && inner.includes(delimiter)) {
        const wrapped = cellsOf(inner, delimiter);
        if ((wrapped?.length ?? 0) > 1) look(wrapped, { delimiter, quote: '"', isWrapped: true });
      }
    }
    return best;
  }
}

const isSingleQuoted = (cells: ReadonlyArray<string> | undefined): boolean =>
  cells !== undefined && cells.every((cell) => /^\s*'[^']+'\s*$/u.test(cell));

/** The cells of a record that stands alone; nothing if it is none. */
export const cellsOf = (
  record: string,
  delimiter: string,
  quote?: string,
): ReadonlyArray<string> | undefined => {
  const reader = new RecordReader(delimiter, quote);
  if (reader.read(record, 0) < record.length || reader.place === "quoted cell") return undefined;
  if (reader.place === "out of place" || reader.place === "end of the record") return undefined;
  reader.finish();
  return reader.cells;
};
