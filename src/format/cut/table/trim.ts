/**
 * Takes white space and invisible characters off the ends of cells. Most cells have none, and cost two comparisons.
 *
 * @module
 */

/** White space of any kind, control characters, zero-width characters, marks of writing direction and of byte order. */
const isEdge = (code: number): boolean =>
  code <= 0x20 || code >= 0x7f && (
      code <= 0xa0 || code === 0xad || code === 0x1680 || code >= 0x2000 && (
          code <= 0x200f || code >= 0x2028 && code <= 0x202f || code >= 0x205f && code <= 0x206f ||
          code === 0x3000 || code === 0xfeff
        )
    );

/** A cell without what stands at its ends and is not seen. */
export const trimCell = (cell: string): string => {
  let end = cell.length;
  if (end === 0 || !isEdge(cell.charCodeAt(0)) && !isEdge(cell.charCodeAt(end - 1))) return cell;
  let start = 0;
  while (start < end && isEdge(cell.charCodeAt(start))) start++;
  while (end > start && isEdge(cell.charCodeAt(end - 1))) end--;
  return cell.slice(start, end);
};

/** Whether nothing of a cell is seen. */
export const isBlankCell = (cell: string): boolean => cell === "" || trimCell(cell) === "";
