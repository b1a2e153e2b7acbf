/**
 * The dry run: what an import would do, without a call. It validates, packs batches, and finds customers that
 * occur twice in the input.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { type BatchLimits, checkBatchLimits, type CheckedBatchLimits } from "../batch/limits.ts";
import type { BatchItem } from "../batch/item.ts";
import type { AddBatch } from "../batch/model.ts";
import { toAdd } from "../batch/operation.ts";
import type { Customer } from "../customer/model.ts";
import { checkInteger } from "../internal/check_option.ts";
import { identifierOf } from "../batch/identifier.ts";
import { copyRows } from "./rows.ts";
import { Repeats } from "./repeats.ts";
import { type BadRow, type CheckOptions, type Unit, UnitMaker } from "./unit.ts";
import { checkValidationOptions } from "../customer/validate.ts";

/**
 * Options of {@linkcode planImport}.
 *
 * | inherited option | default | what it is |
 * |---|---|---|
 * | `profile` | "contract" | `contract`: the rules of the vendor's page and no more. `strict`: also NIP and PESEL checksums, e-mail addresses, Polish postcodes and ISO dates. |
 * | `unknownFields` | "refuse" | What happens to a field that the contract does not know. |
 * | `nulls` | "refuse" | What happens to a field that is `null`. |
 * | `check` | no further check | A further check of each valid customer, in the order of the rows. |
 * | `maxCustomers` | 100 | Maximum number of customers in a batch. |
 * | `maxBytes` | 1_048_576 | Maximum length of a request's body, in bytes. |
 */
export interface PlanOptions extends CheckOptions, BatchLimits {
  /**
   * Index of the first row.
   *
   * @default 0
   */
  readonly firstIndex?: number | undefined;
  /**
   * Maximum number of problems, and of duplicates, that are listed one by one. All are counted.
   *
   * @default 100
   */
  readonly maxListed?: number | undefined;
  /**
   * Number of earlier rows with which each customer is compared. This bounds the memory: 34 to 68 bytes for each. With
   * `Infinity` it grows with the number of rows; with 0 none are compared.
   *
   * @default 100_000
   */
  readonly duplicateWindow?: number | undefined;
  /**
   * Is called with rows that fail validation, as soon as they are known. It must not throw.
   *
   * @default nothing is called
   */
  readonly onInvalid?: ((rows: ReadonlyArray<BadRow>) => void) | undefined;
  /**
   * Runs with each batch that would be sent, one after the other.
   *
   * @default nothing runs
   */
  readonly onBatch?: ((batch: AddBatch) => Effect.Effect<void>) | undefined;
}

/** What an import would do. */
export interface ImportPlan {
  /** Number of rows in the input. */
  readonly total: number;
  /** Number of customers that would be sent. */
  readonly valid: number;
  /** Number of rows that fail validation and would not be sent. */
  readonly invalid: number;
  /** Number of batches that would be sent. */
  readonly batches: number;
  /** Length of all requests' bodies, in bytes. */
  readonly bytes: number;
  /** Number of customers that repeat an earlier one. */
  readonly duplicates: number;
  /** The first rows that fail validation. */
  readonly firstInvalid: ReadonlyArray<BadRow>;
  /** The first repetitions, each with the first row that is the same. */
  readonly firstDuplicates: ReadonlyArray<{ readonly index: number; readonly of: number }>;
}

/**
 * Plans an import of a stream of customers, or of rows from outside. Nothing is sent.
 *
 * Two customers are the same if they have the same `identifier`, or, without one, if all their fields
 * are equal. That is only reported: an import without a journal would send both.
 *
 * @throws {RangeError} If an option is invalid.
 *
 * @example
 * ```ts
 * import { planImport } from "@thulium-effect/batch-customers";
 * import * as Effect from "effect/Effect";
 * import * as Stream from "effect/Stream";
 *
 * const rows = Stream.make({ surname: "Nowak" }, {}, { surname: "Nowak" });
 * const plan = await Effect.runPromise(planImport(rows));
 * // { total: 3, valid: 2, invalid: 1, batches: 1, duplicates: 1, … }
 * ```
 */
export const planImport = <E, R>(
  source: Stream.Stream<unknown, E, R>,
  options: PlanOptions = {},
): Effect.Effect<ImportPlan, E, R> => {
  checkValidationOptions(options);
  checkInteger("firstIndex", options.firstIndex ?? 0, 0);
  checkInteger("maxListed", options.maxListed ?? 100, 0);
  const { duplicateWindow = 100_000 } = options;
  if (duplicateWindow !== Infinity) checkInteger("duplicateWindow", duplicateWindow, 0);
  const limits = checkBatchLimits(options);
  return Effect.suspend(() => {
    const planner = new Planner(limits, options);
    const tell = (batches: ReadonlyArray<AddBatch>): Effect.Effect<void> =>
      options.onBatch === undefined
        ? Effect.void
        : Effect.forEach(batches, options.onBatch, { discard: true });
    const add = (rows: ReadonlyArray<unknown>) =>
      Effect.suspend(() => tell(copyRows(rows).flatMap((row) => planner.add(row))));
    return Stream.runForEachArray(source, add).pipe(
      Effect.andThen(Effect.suspend(() => tell(planner.flush()))),
      Effect.map(() => planner.plan),
    );
  });
};

class Planner {
  readonly #maker: UnitMaker<Customer, AddBatch>;
  readonly #maxListed: number;
  readonly #onInvalid: PlanOptions["onInvalid"];
  /** Nothing, if no customers are compared. */
  readonly #repeats: Repeats | undefined;
  readonly #firstInvalid: Array<BadRow> = [];
  readonly #firstDuplicates: Array<ImportPlan["firstDuplicates"][number]> = [];
  #valid = 0;
  #invalid = 0;
  #duplicates = 0;
  #batches = 0;
  #bytes = 0;

  constructor(limits: CheckedBatchLimits, options: PlanOptions) {
    this.#maker = new UnitMaker(options.firstIndex ?? 0, limits, options, toAdd);
    this.#maxListed = options.maxListed ?? 100;
    this.#onInvalid = options.onInvalid;
    const { duplicateWindow = 100_000 } = options;
    this.#repeats = duplicateWindow === 0 ? undefined : new Repeats(duplicateWindow);
  }

  /** Returns the batches that this row completes. */
  add(row: unknown): ReadonlyArray<AddBatch> {
    return this.#maker.add(row).flatMap((unit) => this.#count(unit));
  }

  /** Returns the last batch, if there is one. */
  flush(): ReadonlyArray<AddBatch> {
    return this.#maker.flush().flatMap((unit) => this.#count(unit));
  }

  get plan(): ImportPlan {
    return {
      total: this.#valid + this.#invalid,
      valid: this.#valid,
      invalid: this.#invalid,
      batches: this.#batches,
      bytes: this.#bytes,
      duplicates: this.#duplicates,
      firstInvalid: this.#firstInvalid,
      firstDuplicates: this.#firstDuplicates,
    };
  }

  #count({ badRows, batch }: Unit<AddBatch>): ReadonlyArray<AddBatch> {
    this.#invalid += badRows.length;
    if (badRows.length > 0) this.#onInvalid?.(badRows);
    this.#firstInvalid.push(...badRows.slice(0, this.#maxListed - this.#firstInvalid.length));
    if (batch === undefined) return [];
    this.#valid += batch.items.length;
    this.#batches++;
    this.#bytes += batch.bytes;
    if (this.#repeats !== undefined) {
      for (const item of batch.items) this.#compare(item, this.#repeats);
    }
    return [batch];
  }

  #compare(item: BatchItem, repeats: Repeats): void {
    const { index } = item;
    const identifier = identifierOf(item);
    const key = identifier === undefined ? item.json : `identifier ${identifier}`;
    const of = repeats.firstWith(key, index);
    if (of === undefined) return;
    this.#duplicates++;
    if (this.#firstDuplicates.length < this.#maxListed) this.#firstDuplicates.push({ index, of });
  }
}
