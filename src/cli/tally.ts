/**
 * The summary of an import: the number of rows for each outcome, and which rows failed or were not brought up to date,
 * for which reason. The summary names rows and rules. Thulium's own messages are only in the report and in the rejects,
 * because they may quote a customer.
 *
 * @module
 */
import type { Outcome } from "../outcome/model.ts";
import { countKey, namedCounts, noCounts, type OutcomeCounts, totalOf } from "../outcome/report.ts";
import { Findings } from "./findings.ts";
import { shownFault } from "./row_reason.ts";
import type { SettledRow } from "./rows_under_way.ts";
import type { Texts, Unit } from "./texts/table.ts";

/** How the summary is written. */
export interface TallyOptions {
  readonly texts: Texts;
  readonly unit: Unit;
  /** Whether there is a report, to which the summary may refer. */
  readonly hasReport: boolean;
  /** Whether the rejects are written, which have the reasons, too. */
  readonly hasRejects: boolean;
}

/** Counts outcomes. */
export class Tally {
  readonly #options: TallyOptions;
  readonly #counts = { ...noCounts };
  readonly #findings = new Findings();
  /** Unchanged rows that differ from what was created. */
  #differing = 0;
  /** Rows that were rejected because their key occurred before. */
  #repeated = 0;
  #lastPlace: number | undefined;
  #firstMissing: number | undefined;
  #hasUnsent = false;
  #unsentFrom: number | undefined;

  /** Counts nothing yet. */
  constructor(options: TallyOptions) {
    this.#options = options;
  }

  /** The counts so far. */
  get counts(): OutcomeCounts {
    return this.#counts;
  }

  /** The number of rows so far. */
  get total(): number {
    return totalOf(this.#counts);
  }

  /** How the rows are counted. */
  get unit(): Unit {
    return this.#options.unit;
  }

  /** The number of rows that were rejected because their key occurred before. */
  get repeated(): number {
    return this.#repeated;
  }

  /** The place of the last row. */
  get lastPlace(): number | undefined {
    return this.#lastPlace;
  }

  /** The place of the first row after the last one that was sent or exists; `undefined` if no row is left. */
  get unsentFrom(): number | undefined {
    return this.#unsentFrom;
  }

  /** Whether one of the rows from there on would be sent if the import went on. */
  get hasUnsent(): boolean {
    return this.#hasUnsent;
  }

  /** The place of the first row that was certainly not created. */
  get firstMissing(): number | undefined {
    return this.#firstMissing;
  }

  /** Counts more rows, in their order. */
  add(rows: ReadonlyArray<SettledRow>): void {
    const { texts, unit } = this.#options;
    for (const { fault, outcome, place } of rows) {
      this.#counts[countKey(outcome)]++;
      this.#lastPlace = place;
      this.#noteUnsent(outcome, place);
      const text = shownFault(outcome, fault, unit, texts);
      if (text === undefined) continue;
      const isRepeat = fault !== undefined && "first" in fault;
      if (isRepeat) this.#repeated++;
      const shown = isRepeat ? texts.summary.like(place, fault.first) : place;
      this.#findings.add(text + this.#where(outcome), shown);
      if (outcome._tag === "Unchanged") this.#differing++;
    }
  }

  #noteUnsent(outcome: Outcome, place: number): void {
    if (outcome._tag === "NotSent" || outcome._tag === "Rejected") this.#firstMissing ??= place;
    if (outcome._tag === "NotSent") this.#hasUnsent = true;
    const isLeft = outcome._tag === "NotSent" ||
      outcome._tag === "Rejected" && outcome.by === "validation";
    if (isLeft) this.#unsentFrom ??= place;
    else {
      this.#unsentFrom = undefined;
      this.#hasUnsent = false;
    }
  }

  /** What Thulium says of a customer is only in files. */
  #where(outcome: Outcome): string {
    if (outcome._tag !== "Rejected" || outcome.by !== "thulium") return "";
    const { hasRejects, hasReport, texts: { summary } } = this.#options;
    if (hasReport) return `: ${summary.seeReport}`;
    return hasRejects ? `: ${summary.seeRejects}` : `; ${summary.askForReport}`;
  }

  /** The counts as one line of JSON. The `differing` rows are among the `unchanged` ones. */
  get json(): string {
    const { created, unchanged, updated, ...others } = namedCounts(this.#counts);
    const differing = this.#differing;
    return JSON.stringify({ total: this.total, created, updated, unchanged, differing, ...others });
  }

  /** The summary as text. */
  get text(): string {
    const { hasReport, texts, unit } = this.#options;
    const { counts, summary } = texts;
    const { updated } = this.#counts;
    const shown = [
      ...["created"] as const,
      ...(updated > 0 ? ["updated"] as const : []),
      ...["unchanged", "rejected", "unknown", "notSent"] as const,
    ];
    const width = Math.max(...shown.map((count) => summary.labels[count].length));
    return [
      counts.rows(this.total),
      ...shown.map((count) => `  ${summary.labels[count].padEnd(width)} ${this.#counts[count]}`),
      ...(this.#differing > 0 ? [summary.differing(this.#differing)] : []),
      ...this.#findings.lines(texts, unit, hasReport ? `: ${summary.seeReport}` : ""),
    ].join("\n");
  }
}
