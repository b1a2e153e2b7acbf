/**
 * What to do about a problem of the input, with the flags that help, in Polish.
 *
 * @module
 */
import type { Place } from "../../format/cut/problem.ts";
import type { ProblemAdvice } from "./table.ts";

const numberOf = (place: Place): number => "line" in place ? place.line : place.row;

/** The advice for problems that flags help with, by code. */
export const problemAdvice: ProblemAdvice = {
  "no-required-column": ({ columns = [], delimiter, field }) => {
    const [{ name } = { name: "KOLUMNA" }] = columns.filter(({ closest }) => closest.length > 0);
    return `Wskaż kolumnę przez --map "${name}=${field}", wiersz nagłówka przez --header-row` +
      (delimiter === undefined ? "" : " albo separator kolumn przez --delimiter");
  },
  "header-below": ({ place }) => `Jeśli nie są, podaj --header-row ${numberOf(place)}`,
  "unknown-columns": ({ columns }) => {
    const [{ closest: [field = "custom_fields.NAZWA"], name }] = columns;
    const [them, theirs] = columns.length === 1 ? ["ją", "jej pole"] : ["je", "pole każdej z nich"];
    return `Pomiń ${them} przez --skip-unknown albo --skip "KOLUMNA", albo wskaż ${theirs}: ` +
      `--map "${name}=${field}"`;
  },
  "no-such-sheet": () => "Podaj nazwę jednego z nich w --sheet",
  "unnamed-column": ({ column }) => `Nazwij ją w nagłówku albo pomiń przez --skip ${column}`,
  "same-field": ({ column }) =>
    `Pomiń jedną z nich przez --skip "KOLUMNA", na przykład kolumnę ${column}`,
};
