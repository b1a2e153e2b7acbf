/**
 * A row of a file that could not be read, with the problem.
 *
 * @module
 */
import { UnreadableRow } from "../../customer/unreadable_row.ts";
import type { Problem } from "./problem.ts";
import { problemText } from "./problem_texts.ts";

/** A row that could not be read, and why. */
export class UnreadableRecord extends UnreadableRow {
  /** The problem. */
  readonly problem: Problem;

  /** Makes the stand-in for a row. */
  constructor(problem: Problem) {
    super(problemText(problem));
    this.problem = problem;
  }
}
