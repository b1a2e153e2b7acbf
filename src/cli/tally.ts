/**
 * The summary of an import: the number of rows for each outcome, and which rows failed or were not brought up to date,
 * for which reason. The summary names rows and rules. Thulium's own messages are only in the report, because they may
 * quote a customer.
 *
 * @module
 */
import type { ImportedCustomer } from "../import/entry.ts";
import type { Outcome } from "../outcome/model.ts";
import { countKey, namedCounts, noCounts, type OutcomeCounts, totalOf } from "../outcome/report.ts";
import { counted } from "./counted.ts";

/** How many different reasons are shown. */
const maxReasons = 20;
/** How many rows are named for each reason. */
const maxRows = 8;

interface Reason {
  count: number;
  readonly rows: Array<number>;
}

/** Counts outcomes. */
export class Tally {
  readonly #counts = { ...noCounts };
  /** Unchanged rows that differ from what was created. */
  #differing = 0;
  readonly #reasons = new Map<string, Reason>();
  /** Rows whose reasons are not shown. */
  #notShown = 0;
  readonly #hasReport: boolean;

  /** The summary refers to the report, if there is one. */
  constructor(hasReport: boolean) {
    this.#hasReport = hasReport;
  }

  /** The counts so far. */
  get counts(): OutcomeCounts {
    return this.#counts;
  }

  /** The number of rows so far. */
  get total(): number {
    return totalOf(this.#counts);
  }

  /** Counts more rows. */
  add(customers: ReadonlyArray<ImportedCustomer>): void {
    for (const { index, outcome } of customers) {
      this.#counts[countKey(outcome)]++;
      const reason = this.#reasonOf(outcome);
      if (reason !== undefined) this.#note(index, reason);
      if (outcome._tag === "Unchanged" && outcome.differs) this.#differing++;
    }
  }

  #note(index: number, text: string): void {
    const known = this.#reasons.get(text);
    if (known === undefined && this.#reasons.size >= maxReasons) {
      this.#notShown++;
      return;
    }
    const reason = known ?? { count: 0, rows: [] };
    reason.count++;
    if (reason.rows.length < maxRows) reason.rows.push(index + 1);
    this.#reasons.set(text, reason);
  }

  /** The counts as one line of JSON. The `differing` rows are among the `unchanged` ones. */
  get json(): string {
    const { created, unchanged, updated, ...others } = namedCounts(this.#counts);
    const differing = this.#differing;
    return JSON.stringify({ total: this.total, created, updated, unchanged, differing, ...others });
  }

  /** The summary as text. */
  get text(): string {
    const { created, notSent, rejected, unchanged, unknown, updated } = this.#counts;
    const lines = [
      counted(this.total, "row"),
      `  created   ${created}`,
      ...(updated > 0 ? [`  updated   ${updated}`] : []),
      `  unchanged ${unchanged}`,
      `  rejected  ${rejected}`,
      `  unknown   ${unknown}`,
      `  not sent  ${notSent}`,
    ];
    if (this.#differing > 0) lines.push(differ(this.#differing));
    for (const [text, { count, rows }] of this.#reasons) {
      const more = count > rows.length ? ` and ${count - rows.length} more` : "";
      lines.push(`${rows.length === 1 ? "row" : "rows"} ${rows.join(", ")}${more}: ${text}`);
    }
    if (this.#notShown > 0) {
      lines.push(`and ${counted(this.#notShown, "row")} for other reasons${this.#where}`);
    }
    return lines.join("\n");
  }

  get #where(): string {
    return this.#hasReport ? ": see the report" : "";
  }

  /** The reason to show, unless Thulium has the row as it is. */
  #reasonOf(outcome: Outcome): string | undefined {
    switch (outcome._tag) {
      case "Created":
      case "Updated":
        return undefined;
      case "Unchanged":
        return outcome.differs ? "different from what was created" : undefined;
      case "Rejected":
        return outcome.by === "validation"
          // Without the row's number, rows with the same problem share a line.
          ? outcome.message.replace(/^(?:row|line) \d+ /, "")
          : `rejected by Thulium (status ${outcome.status})${this.#where}`;
      case "Unknown":
        return `may have been created: ${outcome.message}`;
      case "NotSent":
        return outcome.message;
    }
  }
}

const differ = (count: number): string =>
  count === 1
    ? "1 row differs from what was created: only an update would change it"
    : `${count} rows differ from what was created: only an update would change them`;
