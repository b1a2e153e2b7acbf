/**
 * Prints a line on standard error while a bar may stand on the last line of a terminal.
 *
 * @module
 */
import process from "node:process";

/** Prints the line in the place of the bar, which is drawn again below it. */
export const printLine = (line: string): void => {
  process.stderr.write(process.stderr.isTTY ? `\r\u001b[K${line}\n` : `${line}\n`);
};
