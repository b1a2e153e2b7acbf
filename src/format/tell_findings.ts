/**
 * Tells what was seen in a table while it is read.
 *
 * @module
 */
import type { Findings } from "./cut/table/findings.ts";

/** Who is told. */
export interface TellOptions {
  /**
   * Is told what was seen: when the header was read, and at the end.
   *
   * @default nobody is told
   */
  readonly onFindings?: ((findings: Findings) => void) | undefined;
}

/** Must be called after each piece of the table, and at its end. */
export const tellFindings = (
  { onFindings }: TellOptions,
  findingsOf: () => Findings,
): (isOver: boolean) => void => {
  let isHeaderTold = false;
  return (isOver) => {
    if (onFindings === undefined || isHeaderTold && !isOver) return;
    const findings = findingsOf();
    if (!isOver && findings.headerPlace === undefined) return;
    isHeaderTold = true;
    onFindings(findings);
  };
};
