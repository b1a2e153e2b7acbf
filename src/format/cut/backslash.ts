/**
 * Records in which a backslash stands before a quotation mark that is a part of a cell, as MySQL and PHP write them.
 * They are no CSV of RFC 4180, and most of them break its rules; only then they are read in this way.
 *
 * @module
 */

/**
 * The cells of a record on one line; nothing if it has other escapes, or is no such record either. A delimiter in
 * quotation marks is a part of its cell.
 */
export const backslashCells = (
  line: string,
  delimiter: string,
): ReadonlyArray<string> | undefined => {
  if (!line.includes('\\"')) return undefined;
  const cells: Array<string> = [];
  let at = 0;
  for (;;) {
    const end = endOfCell(line, at, delimiter);
    if (end === undefined) return undefined;
    const text = line.slice(at, end).trim();
    cells.push(text.startsWith('"') ? text.slice(1, -1).replaceAll(/\\(["\\])/g, "$1") : text);
    if (end === line.length) return cells;
    at = end + 1;
  }
};

/** Where the cell ends that begins at `start`; nothing if it is none. */
const endOfCell = (line: string, start: number, delimiter: string): number | undefined => {
  let at = start;
  while (line[at] === " ") at++;
  if (line[at] !== '"') {
    const found = line.indexOf(delimiter, at);
    const end = found < 0 ? line.length : found;
    const text = line.slice(start, end);
    return text.includes('"') || text.includes("\\") ? undefined : end;
  }
  at++;
  while (at < line.length && line[at] !== '"') {
    if (line[at] === "\\") {
      if (line[at + 1] !== '"' && line[at + 1] !== "\\") return undefined;
      at++;
    }
    at++;
  }
  at++;
  while (line[at] === " ") at++;
  return at === line.length || line[at] === delimiter ? at : undefined;
};
