/**
 * A row that its source could not read. It keeps its place among the other rows, so that it gets an
 * outcome like them.
 *
 * @module
 */

/**
 * Stands for a row that could not be read. It becomes `Rejected` with this message. The message must
 * name the place and the rule, never a value.
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
  /** The place and the rule, for people. */
  readonly message: string;

  /** Makes the stand-in for a row. */
  constructor(message: string) {
    this.message = message;
  }
}
