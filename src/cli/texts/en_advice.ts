/**
 * What to do about a problem of the input, with the flags that help, in English.
 *
 * @module
 */
import type { Place } from "../../format/cut/problem.ts";
import type { ProblemAdvice } from "./table.ts";

const numberOf = (place: Place): number => "line" in place ? place.line : place.row;

/** The advice for problems that flags help with, by code. */
export const problemAdvice: ProblemAdvice = {
  "no-required-column": ({ columns = [], delimiter, field }) => {
    const [{ name } = { name: "COLUMN" }] = columns.filter(({ closest }) => closest.length > 0);
    return `Name the column with --map "${name}=${field}", the header's row with --header-row` +
      (delimiter === undefined ? "" : ", or the delimiter with --delimiter");
  },
  "header-below": ({ place }) => `If they are not, give --header-row ${numberOf(place)}`,
  "unknown-columns": ({ columns }) => {
    const [{ closest: [field = "custom_fields.NAME"], name }] = columns;
    const [them, theirs] = columns.length === 1
      ? ["it", "its field"]
      : ["them", "the field of each"];
    return `Leave ${them} out with --skip-unknown or --skip "COLUMN", or name ${theirs}: ` +
      `--map "${name}=${field}"`;
  },
  "no-such-sheet": () => "Give the name of one of them to --sheet",
  "unnamed-column": ({ column }) => `Name it in the header, or leave it out with --skip ${column}`,
  "same-field": ({ column }) =>
    `Leave one of them out with --skip "COLUMN", such as column ${column}`,
};
