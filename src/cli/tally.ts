/**
 * What people are told in the end: how many rows came to what, which ones failed and why, what to do now. Names
 * rows and rules; what Thulium said of a customer stays in the report, because it may quote the customer.
 *
 * @module
 */
import type { ImportedCustomer } from "../import/books.ts";
import type { Outcome } from "../outcome/model.ts";
import { countKey, namedCounts, type OutcomeCounts, totalOf } from "../outcome/report.ts";

/** How many different reasons are told, and how many rows of each. */
const maxReasons = 20;
const maxRows = 8;

interface Reason {
  count: number;
  readonly rows: Array<number>;
}

/** Counts outcomes. */
export class Tally {
  readonly #counts = { created: 0, rejected: 0, unknown: 0, notSent: 0 };
  readonly #reasons = new Map<string, Reason>();
  #untold = 0;
  readonly #hasReport: boolean;

  /** Refers to a report if there is one. */
  constructor(hasReport: boolean) {
    this.#hasReport = hasReport;
  }

  /** The counts so far. */
  get counts(): OutcomeCounts {
    return this.#counts;
  }

  /** How many rows there were. */
  get total(): number {
    return totalOf(this.#counts);
  }

  /** Counts some more rows. */
  add(customers: ReadonlyArray<ImportedCustomer>): void {
    for (const { index, outcome } of customers) {
      this.#counts[countKey(outcome)]++;
      if (outcome._tag !== "Created") this.#note(index, this.#reasonOf(outcome));
    }
  }

  #note(index: number, text: string): void {
    const known = this.#reasons.get(text);
    if (known === undefined && this.#reasons.size >= maxReasons) {
      this.#untold++;
      return;
    }
    const reason = known ?? { count: 0, rows: [] };
    reason.count++;
    if (reason.rows.length < maxRows) reason.rows.push(index + 1);
    this.#reasons.set(text, reason);
  }

  /** One line for programs. */
  get json(): string {
    return JSON.stringify({ total: this.total, ...namedCounts(this.#counts) });
  }

  /** Some lines for people. */
  get text(): string {
    const { created, notSent, rejected, unknown } = this.#counts;
    const lines = [
      `${this.total} rows`,
      `  created   ${created}`,
      `  rejected  ${rejected}`,
      `  unknown   ${unknown}`,
      `  not sent  ${notSent}`,
    ];
    for (const [text, { count, rows }] of this.#reasons) {
      const more = count > rows.length ? ` and ${count - rows.length} more` : "";
      lines.push(`${rows.length === 1 ? "row" : "rows"} ${rows.join(", ")}${more}: ${text}`);
    }
    if (this.#untold > 0) lines.push(`and ${this.#untold} rows for other reasons${this.#where}`);
    return lines.join("\n");
  }

  get #where(): string {
    return this.#hasReport ? ": see the report" : "";
  }

  #reasonOf(outcome: Exclude<Outcome, { readonly _tag: "Created" }>): string {
    switch (outcome._tag) {
      case "Rejected":
        return outcome.by === "validation"
          // Rows with the same fault are told together.
          ? outcome.message.replace(/^(?:row|line) \d+ /, "")
          : `rejected by Thulium (status ${outcome.status})${this.#where}`;
      case "Unknown":
        return `may have been created: ${outcome.message}`;
      case "NotSent":
        return outcome.message;
    }
  }
}
