/**
 * Prints on standard error, where a bar may stand on the last line of a terminal.
 *
 * @module
 */

const encoder = new TextEncoder();

/** Prints a text as it is. */
export const print = (text: string): void => {
  const bytes = encoder.encode(text);
  for (let at = 0; at < bytes.length;) at += Deno.stderr.writeSync(bytes.subarray(at));
};

/** Prints the line in the place of the bar, which is drawn again below it. */
export const printLine = (line: string): void =>
  print(Deno.stderr.isTerminal() ? `\r\u001b[K${line}\n` : `${line}\n`);
