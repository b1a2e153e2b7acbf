/**
 * What to do about a problem of the input, with the flags that help.
 *
 * @module
 */
import type { Place, Problem, Problems } from "../../format/cut/problem.ts";
import { FormatError } from "../../format/error.ts";

/** The advice for problems that flags help with, by code. */
const advice: { readonly [code in keyof Problems]?: (problem: Problems[code]) => string } = {
  "no-required-column": ({ columns = [], delimiter, field }) => {
    const [{ name } = { name: "COLUMN" }] = columns.filter(({ closest }) => closest.length > 0);
    return `Name the column with --map "${name}=${field}", the header's row with --header-row` +
      (delimiter === undefined ? "" : ", or the delimiter with --delimiter");
  },
  "header-below": ({ place }) => `If they are not, give --header-row ${numberOf(place)}`,
  "unknown-columns": ({ columns: [{ closest: [field = "custom_fields.NAME"], name }] }) =>
    'Leave them out with --skip-unknown or --skip "COLUMN", or name the field of each: ' +
    `--map "${name}=${field}"`,
  "same-field": ({ column }) =>
    `Leave one of them out with --skip "COLUMN", such as column ${column}`,
};

const numberOf = (place: Place): number => "line" in place ? place.line : place.row;

/** The error with the advice behind its message. */
export const withAdvice = (error: FormatError): FormatError => {
  const { message, problem } = error;
  if (problem === undefined) return error;
  // The code chooses the advice, so both are of one kind; TypeScript does not see that.
  const adviceOf = advice[problem.code] as ((problem: Problem) => string) | undefined;
  return adviceOf === undefined
    ? error
    : new FormatError({ message: `${message}. ${adviceOf(problem)}`, problem });
};
