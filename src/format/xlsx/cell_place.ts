/**
 * The places of cells: `B7` is the second column of the seventh row.
 *
 * @module
 */

/** The number of the last row that a sheet can have. */
export const lastRow = 1_048_576;
const maxColumn = 16_384;
const beforeA = 64;

/** The index of the column, from 0. `NaN` if the place has none. */
export const columnOf = (place: string): number => {
  let column = 0;
  for (let i = 0; i < place.length; i++) {
    const letter = (place.charCodeAt(i) & 0xdf) - beforeA;
    if (letter < 1 || letter > 26) break;
    column = column * 26 + letter;
    if (column > maxColumn) return NaN;
  }
  return column === 0 ? NaN : column - 1;
};

/** The number of a row. `NaN` if it is none. */
export const rowNumberOf = (text: string): number => {
  const number = /^\d+$/.test(text) ? Number(text) : NaN;
  return number >= 1 ? number : NaN;
};

/** The letters of a column, from its index. */
export const lettersOf = (column: number): string => {
  let letters = "";
  for (let rest = column + 1; rest > 0; rest = Math.floor((rest - 1) / 26)) {
    letters = String.fromCharCode(beforeA + 1 + (rest - 1) % 26) + letters;
  }
  return letters;
};
