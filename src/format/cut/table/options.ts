/**
 * How a table is read.
 *
 * @module
 */

/** How the header and the rows of a table are read. */
export interface TableOptions {
  /**
   * A field that a column must name: without it the first row is probably no header, and a header is looked for below
   * title lines.
   *
   * @default none
   */
  readonly required?: string | undefined;
  /**
   * Fields by the names of the columns that stand for them, before all names that are known. An empty field leaves the
   * column out.
   *
   * @default none
   */
  readonly map?: { readonly [column: string]: string } | undefined;
  /**
   * Columns that are left out, by name. A column without a name is called by its number. A name that no column has is
   * refused, unless unknown columns `pass`.
   *
   * @default none
   */
  readonly skip?: ReadonlyArray<string> | undefined;
  /**
   * What becomes of columns that stand for no field of the contract: the table is refused, they are left out, or each
   * becomes a field of its own name. `refuse-filled` leaves them out while they are empty, and refuses the table at the
   * first row in which one has a value: for who reads the table to its end before acting on a row.
   *
   * @default "pass"
   */
  readonly unknownColumns?: "refuse" | "refuse-filled" | "skip" | "pass" | undefined;
  /**
   * Whether rows are refused that have `brak`, `N/A`, a dash or the like in the place of a surname. The contract takes these
   * for names.
   *
   * @default false
   */
  readonly refusesNoName?: boolean | undefined;
  /**
   * Columns that belong to this program, such as the reasons in a file of rejects. They are left out, and nobody is
   * told.
   *
   * @default none
   */
  readonly ignored?: ReadonlyArray<string> | undefined;
  /**
   * The place of the header, from 1: its line, or the sheet's row. What is above it is left out.
   *
   * @default the first row that is not blank, or the one that is certainly a header below title lines
   */
  readonly headerRow?: number | undefined;
  /**
   * What becomes of a column with both names (`Imię i nazwisko`, `Full name`). `split` cuts at the first space;
   * `surname` takes the whole text for the surname, because nobody can tell where the names of a person part.
   *
   * @default "surname"; beside a column with the first name, what remains without it
   */
  readonly fullName?: "split" | "surname" | undefined;
}
