/**
 * Collects the issues of one customer. Issues beyond a limit are only counted: nothing is allocated for them, because
 * a row of 10 MB may break millions of rules.
 *
 * @module
 */
import type { Issue } from "./issue.ts";

/** Issues beyond this number are only counted. */
const maxIssues = 50;

/** The issues of one customer, in the order in which they are found. */
export class Issues {
  readonly #listed: Array<Issue> = [];
  #count = 0;
  /** What happens to fields that are `null`; without it they are values like any other. */
  readonly nulls: "refuse" | "omit" | undefined;

  /** Takes what happens to `null`. */
  constructor(nulls?: "refuse" | "omit") {
    this.nulls = nulls;
  }

  /** The number of issues. */
  get count(): number {
    return this.#count;
  }

  /** All issues, as far as they are listed; if there are more, the last one says how many. */
  get all(): ReadonlyArray<Issue> {
    const rest = this.#count - maxIssues;
    return rest > 0
      ? [...this.#listed, { path: "", message: `has ${rest} more issues` }]
      : this.#listed;
  }

  /** Adds a broken rule at a place, or at a place in the list that stands there. */
  add(path: string | (() => string), message: string, place?: number): void {
    if (++this.#count > maxIssues) return;
    const start = typeof path === "string" ? path : path();
    this.#listed.push({ path: place === undefined ? start : `${start}[${place}]`, message });
  }
}
