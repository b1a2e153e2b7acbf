/**
 * Checks rows before the first is sent: which would be rejected and why, and which have a key that occurred before.
 *
 * **It must find what the import finds**, by the same rules, and costs little: for a customer that is recognized in the
 * bytes of the input nothing is decoded or allocated, unless its key has letters beyond ASCII.
 *
 * @module
 */
import * as Result from "effect/Result";
import type { BatchItem } from "../../batch/item.ts";
import { checkBatchLimits, type CheckedBatchLimits } from "../../batch/limits.ts";
import { prepareItem } from "../../batch/prepare.ts";
import { bodyLength } from "../../customer/envelope.ts";
import { CustomerScanner } from "../../customer/fast/scanner.ts";
import { CustomerJson } from "../../customer/json.ts";
import type { Customer } from "../../customer/model.ts";
import { validateCustomer, type ValidationOptions } from "../../customer/validate.ts";
import type { TakeBytes } from "../../format/cut/recognized.ts";
import type { RowTaker } from "../../format/cut/take.ts";
import { UnreadableRecord } from "../../format/cut/unreadable_record.ts";
import { Repeats } from "../../import/repeats.ts";
import { Outcome, type Rejected } from "../../outcome/model.ts";
import { type ImportArguments, profileOf } from "../flags.ts";
import type { InputRow } from "../input/rows.ts";
import { shownFault } from "../row_reason.ts";
import type { Texts, Unit } from "../texts/table.ts";
import { Findings } from "../findings.ts";
import { type KeyText, keyTextOf, keyTextOfItem } from "./key_text.ts";

const quote = 0x22;
const backslash = 0x5c;
const space = 0x20;
const decoder = new TextDecoder();

/** The JSON of a row of a table has at most so many bytes for each character of its cells and of its header, and some more. */
const bytesPerCharacter = 6;
const bytesAround = 8192;

/** The key of a valid customer, if it has one; or why the row is rejected. */
type Key = Result.Result<string | undefined, Rejected>;

/** What the command line says of the check. */
export type CheckArguments = Pick<
  ImportArguments,
  "allowDuplicates" | "batchSize" | "fromLine" | "key" | "nulls" | "strict"
>;

/** Checks the rows of one input, in their order. */
export class RowCheck implements RowTaker {
  readonly scanner: CustomerScanner;
  readonly findings = new Findings();
  /** The rows so far; of these, rows that break rules or can't be read, and rows whose key occurred before. */
  total = 0;
  invalid = 0;
  repeated = 0;
  /** Valid rows that have no key. */
  keyless = 0;
  readonly #unit: Unit;
  readonly #texts: Texts;
  readonly #key: string;
  /** Whether a row is refused whose key occurred before. */
  readonly #comparesKeys: boolean;
  /** The field of customers in which the key stands. */
  readonly #keyField: string;
  readonly #keyTexts: {
    readonly of: KeyText<Customer>;
    readonly ofItem: KeyText<BatchItem>;
  };
  readonly #repeats = new Repeats();
  readonly #limits: CheckedBatchLimits;
  readonly #rules: ValidationOptions;
  readonly #from: number;

  /** Checks nothing yet. */
  constructor(given: CheckArguments, unit: Unit, texts: Texts) {
    this.#unit = unit;
    this.#texts = texts;
    this.#key = given.key;
    this.#comparesKeys = !given.allowDuplicates;
    this.#keyTexts = { of: keyTextOf(this.#key), ofItem: keyTextOfItem(this.#key) };
    this.#keyField = this.#key.replace(/\..*/s, "");
    this.#limits = checkBatchLimits({ maxCustomers: given.batchSize });
    this.#rules = { profile: profileOf(given), nulls: given.nulls };
    this.#from = given.fromLine ?? 0;
    this.scanner = new CustomerScanner(this.#keyField);
  }

  readonly exact: TakeBytes = (bytes, start, end, place) => {
    if (place < this.#from) return;
    const isShort = bodyLength(1, end - start) <= this.#limits.maxBytes;
    if (this.#rules.profile === "strict" || !isShort) {
      return this.row({ row: new CustomerJson(bytes, start, end).customer, place });
    }
    this.total++;
    const { markEnd, markStart } = this.scanner;
    if (markEnd === 0) this.keyless++;
    else this.#compareIn(bytes, markStart, markEnd, place);
  };

  /** A customer that is written anew gets shorter. */
  readonly loose: TakeBytes = this.exact;

  readonly row = (row: InputRow): void => {
    const { place } = row;
    if (place < this.#from) return;
    this.total++;
    const key = this.#isShort(row) ? this.#keyOfShort(row.row) : this.#keyOfItem(row.row);
    if (Result.isFailure(key)) {
      const fault = row.row instanceof UnreadableRecord ? { problem: row.row.problem } : undefined;
      this.invalid++;
      this.findings.add(shownFault(key.failure, fault, this.#unit, this.#texts) ?? "", place);
    } else this.#compare(key.success, place);
  };

  #keyOfItem(row: unknown): Key {
    return Result.map(prepareItem(0, row, this.#limits, this.#rules), this.#keyTexts.ofItem);
  }

  /** Most rows of tables are far from too long, and need not be written to be measured. */
  #keyOfShort(row: unknown): Key {
    const customer = Result.mapError(
      validateCustomer(row, this.#rules),
      (issues) => Outcome.invalid(issues),
    );
    return Result.map(customer, this.#keyTexts.of);
  }

  #isShort({ cells, row }: InputRow): boolean {
    if (cells === undefined || row instanceof UnreadableRecord) return false;
    let length = 0;
    for (const cell of cells.cells) length += cell.length;
    for (const name of cells.table.header) length += name.length;
    return bytesPerCharacter * length + bytesAround < this.#limits.maxBytes;
  }

  /** Compares the key whose JSON stands in the bytes. */
  #compareIn(bytes: Uint8Array, start: number, end: number, place: number): void {
    if (this.#key === "identifier") {
      const isText = bytes[start] === quote;
      const [from, to] = isText ? [start + 1, end - 1] : [start, end];
      const kind = kindOf(bytes, from, to);
      if (kind === "blank") return this.#compare(undefined, place);
      if (kind === "plain") {
        if (this.#comparesKeys) {
          this.#addRepeat(place, this.#repeats.firstWithBytes(bytes, from, to, place));
        }
        return;
      }
    }
    const value: unknown = JSON.parse(decoder.decode(bytes.subarray(start, end)));
    this.#compare(this.#keyTexts.of({ surname: "", [this.#keyField]: value }), place);
  }

  #compare(key: string | undefined, place: number): void {
    if (key === undefined) this.keyless++;
    else if (this.#comparesKeys) this.#addRepeat(place, this.#repeats.firstWith(key, place));
  }

  #addRepeat(place: number, first: number | undefined): void {
    if (first === undefined) return;
    const { summary } = this.#texts;
    this.repeated++;
    this.findings.add(summary.repeated(this.#key), summary.like(place, first));
  }
}

/** Whether a text stands in the bytes as it is, or must be decoded. */
const kindOf = (bytes: Uint8Array, start: number, end: number): "blank" | "plain" | "other" => {
  let isBlank = true;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === backslash || byte > 0x7e) return "other";
    if (byte !== space) isBlank = false;
  }
  return isBlank ? "blank" : "plain";
};
