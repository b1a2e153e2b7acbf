/**
 * The header of a table: the field that each column stands for, and what makes a header unusable.
 *
 * @module
 */

/** Most columns; the contract has some forty fields. */
const maxColumns = 1000;

/** A column of a table. */
export interface Column {
  /** The customer's field. */
  readonly field: string;
  /** The name inside of the field, if the column stands for a part of it: `city` in `address.city`. */
  readonly part: string | undefined;
}

/** How a header is read. */
export interface HeaderOptions {
  /**
   * The field that a header's name stands for.
   *
   * @default the name itself
   */
  readonly fieldOf?: ((name: string) => string) | undefined;
  /**
   * A field that a column must name: without it the first row is probably no header.
   *
   * @default none
   */
  readonly required?: string | undefined;
}

/**
 * The columns of a table, or why there are none. The problem names columns by their numbers, and holds no text of the
 * header.
 */
export type Columns =
  | { readonly columns: ReadonlyArray<Column> }
  | { readonly problem: string };

/** Reads the cells of a header. */
export const readHeader = (cells: ReadonlyArray<string>, options: HeaderOptions): Columns => {
  const { fieldOf = (name) => name, required } = options;
  const names = cells.map((cell) => cell.trim() === "" ? "" : fieldOf(cell.trim()));
  if (required !== undefined && !names.includes(required)) {
    return { problem: `no column is named ${required}: the first row must be a header` };
  }
  const problem = problemOf(names);
  return problem === undefined ? { columns: names.map(columnOf) } : { problem };
};

const columnOf = (name: string): Column => {
  const dot = name.indexOf(".");
  return dot < 0
    ? { field: name, part: undefined }
    : { field: name.slice(0, dot), part: name.slice(dot + 1) };
};

const problemOf = (names: ReadonlyArray<string>): string | undefined => {
  if (names.length > maxColumns) return `there are more than ${maxColumns} columns`;
  const columns = new Map<string, number>();
  /** The last column of each field that is given in parts. */
  const parts = new Map<string, number>();
  for (const [i, name] of names.entries()) {
    const column = i + 1;
    const { field, part } = columnOf(name);
    if (field === "" || part === "") return `column ${column} has no name in the header`;
    const same = columns.get(name);
    if (same !== undefined) return `column ${column} names the same field as column ${same}`;
    columns.set(name, column);
    if (part !== undefined) parts.set(field, column);
  }
  for (const [name, column] of columns) {
    const part = parts.get(name);
    if (part !== undefined) {
      return `column ${column} names a field, and column ${part} a part of it`;
    }
  }
  return undefined;
};
