/**
 * A row of an input that could not even be read, so that it takes its place among the others and gets its
 * outcome like them.
 *
 * @module
 */

/**
 * Stands for a row that its source could not read: `importCustomers` rejects it with this message. The
 * message must name the place and the rule, and no value.
 *
 * @example
 * ```ts
 * import { UnreadableRow } from "@thulium-effect/batch-customers";
 *
 * const parse = (line: string, number: number): unknown => {
 *   try {
 *     return JSON.parse(line);
 *   } catch {
 *     return new UnreadableRow(`line ${number} is not JSON`);
 *   }
 * };
 * ```
 */
export class UnreadableRow {
  /** Where and why, for people. */
  readonly message: string;

  /** A row that can't be read, and why. */
  constructor(message: string) {
    this.message = message;
  }
}
