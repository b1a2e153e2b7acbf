/**
 * The columns of a table, by its header: what each one stands for, and what makes a header unusable.
 *
 * @module
 */
import type { Problem, UnknownColumn } from "../problem.ts";
import { closestFields } from "./closest.ts";
import type { ColumnFinding } from "./findings.ts";
import { isContractField, isGroup, isList, type Meaning, meaningsOf } from "./known_columns.ts";
import type { TableOptions } from "./options.ts";
import { comparedName, shownName } from "./plain_name.ts";
import { fieldsOfSplit, type Split } from "./split_names.ts";
import { trimCell } from "./trim.ts";

/** Most columns; the contract has some forty fields. */
export const maxColumns = 1000;

/** A column of a table. */
export interface Column {
  readonly finding: ColumnFinding;
  /** The customer's field: `address` of `address.city`. None if the column is left out. */
  readonly field: string | undefined;
  /** The name inside of the field, if the column stands for a part of it: `city` in `address.city`. */
  readonly part: string | undefined;
  /** How a text is split that holds both names of a person, if it is to be split. */
  readonly split: Split | undefined;
}

/** The columns of a table, or why there are none. The problem may hold names of columns, which are no values. */
export type Columns =
  | { readonly columns: ReadonlyArray<Column> }
  | { readonly problem: Problem };

/** Reads the cells of a header. That of a sheet may be shorter than its rows. */
export const readColumns = (
  cells: ReadonlyArray<string>,
  options: TableOptions,
  isSheet = false,
): Columns => {
  const all = withCalled(cells.map(shownName), options, isSheet);
  const passed = cells.map(trimCell);
  if (all.length > maxColumns) return { problem: { code: "too-many-columns", maxColumns } };
  const said = all.map((name, i) => saidOf(name, i + 1, options));
  const meanings = meaningsOf(all, said.map((one) => one && (one.field ?? "")));
  const senses = all.map((_, i) => said[i] ?? meantBy(passed[i] ?? "", meanings[i], options));
  const hasFirstName = senses.some(({ field }) => field === "name");
  const columns = senses.map((sense, i): Column => {
    const { field, why } = sense;
    const name = all[i];
    const isBeside = hasFirstName && why === "both names" && options.fullName !== "surname";
    const split = isBeside ? "beside the first name" : sense.split;
    const finding: ColumnFinding = {
      number: i + 1,
      name,
      field,
      why,
      isSplit: split !== undefined,
    };
    return { finding, ...partsOf(field, why), split };
  });
  const problem = problemOf(columns, options);
  return problem === undefined ? { columns } : { problem };
};

/** Names at the end that are empty are no columns: delimiters stand there for nothing. */
export const trimmedEnd = (names: ReadonlyArray<string>): ReadonlyArray<string> => {
  let length = names.length;
  while (length > 1 && names[length - 1] === "") length--;
  return names.slice(0, length);
};

/** The same, but a column that the options call by its number is one. */
const withCalled = (
  names: ReadonlyArray<string>,
  { map = {}, skip = [] }: TableOptions,
  isSheet: boolean,
): ReadonlyArray<string> => {
  const last = isSheet ? maxColumns : names.length;
  const called = [...Object.keys(map), ...skip].map(Number).filter((number) =>
    Number.isInteger(number) && number <= last
  );
  const length = Math.max(trimmedEnd(names).length, ...called);
  return Array.from({ length }, (_, i) => names[i] ?? "");
};

/** What a column stands for, and why. */
interface Sense {
  readonly field: string | undefined;
  readonly why: ColumnFinding["why"];
  readonly split?: Column["split"];
}

/** What the options say of a column, if they do. */
const saidOf = (
  name: string,
  number: number,
  { ignored = [], map = {}, skip = [] }: TableOptions,
): Sense | undefined => {
  const called = name === "" ? String(number) : name;
  const mapped = Object.keys(map).find((key) => isSame(key, called));
  if (mapped !== undefined) {
    const field = map[mapped].trim().normalize("NFC");
    return { field: field === "" ? undefined : field, why: field === "" ? "skip" : "map" };
  }
  if (skip.some((one) => isSame(one, called))) return { field: undefined, why: "skip" };
  return ignored.includes(name) ? { field: undefined, why: "ignored" } : undefined;
};

/** Whether two names are one. */
const isSame = (given: string, name: string): boolean => comparedName(given) === comparedName(name);

/** What a name means by itself. An unknown one is passed on as the file has it. */
const meantBy = (
  name: string,
  meaning: Meaning | undefined,
  { fullName, unknownColumns = "pass" }: TableOptions,
): Sense => {
  if (name === "") return { field: undefined, why: "unnamed" };
  if (meaning === undefined) {
    return { field: unknownColumns === "pass" ? name : undefined, why: "unknown" };
  }
  if ("field" in meaning) return { field: meaning.field, why: "known" };
  const split = fullName === "split" ? meaning.bothNames : undefined;
  return { field: "surname", why: "both names", split };
};

/** A path that the contract does not know is one too if it looks like a path and not like a sentence. */
const path = /^(?<field>[^\s.]+)\.(?<part>\S.*)$/u;

const partsOf = (
  name: string | undefined,
  why: ColumnFinding["why"],
): Pick<Column, "field" | "part"> => {
  const { field, part } = path.exec(name ?? "")?.groups ?? {};
  return field !== undefined && (why === "unknown" || isGroup(field))
    ? { field, part }
    : { field: name, part: undefined };
};

/** Why a header is unusable, if it is. */
const problemOf = (
  columns: ReadonlyArray<Column>,
  options: TableOptions,
): Problem | undefined =>
  unmatchedMap(columns, options) ?? unknownColumns(columns, options) ?? doubleFields(columns);

const unmatchedMap = (
  columns: ReadonlyArray<Column>,
  { map = {}, skip = [], unknownColumns = "pass" }: TableOptions,
): Problem | undefined => {
  const shown = columns.map(({ finding }) => finding);
  // Who lets unknown columns pass may leave out what some tables have.
  const skipped = unknownColumns === "pass" ? [] : skip;
  const names = [...Object.keys(map), ...skipped].filter((key) =>
    !shown.some(({ name, number }) => isSame(key, name === "" ? String(number) : name))
  );
  if (names.length > 0) {
    return { code: "no-such-columns", names, columns: shown.map(({ name }) => name) };
  }
  const fields = Object.values(map).map((field) => field.trim()).filter((field) =>
    field !== "" && !isContractField(field)
  );
  const isRefused = unknownColumns === "refuse" || unknownColumns === "refuse-filled";
  return fields.length === 0 || !isRefused ? undefined : {
    code: "unknown-fields",
    fields: fields.map((name) => ({ name, closest: closestFields(name) })),
  };
};

const unknownColumns = (
  columns: ReadonlyArray<Column>,
  options: TableOptions,
): Problem | undefined => {
  if (options.unknownColumns !== "refuse") return undefined;
  const unknown = columns.map(({ finding }) => finding).filter(({ why }) => why === "unknown");
  return unknown.length === 0 ? undefined : unknownColumnsProblem(unknown);
};

/** The problem of columns that the contract does not know. */
export const unknownColumnsProblem = (unknown: ReadonlyArray<ColumnFinding>): Problem => ({
  code: "unknown-columns",
  columns: unknown.map(unknownColumn),
});

/** A column as a problem shows it. */
const unknownColumn = ({ name, number }: ColumnFinding): UnknownColumn => ({
  ...{ number, name },
  closest: closestFields(name),
});

const doubleFields = (columns: ReadonlyArray<Column>): Problem | undefined => {
  const whole = new Map<string, number>();
  /** The last column of each field that is given in parts. */
  const parts = new Map<string, number>();
  for (const { field, finding: { number }, part, split } of columns) {
    if (field === undefined) continue;
    for (const each of split === undefined ? [field] : fieldsOfSplit(split)) {
      const name = part === undefined ? each : `${each}.${part}`;
      const other = whole.get(name);
      if (other !== undefined && !isList(name)) {
        return { code: "same-field", column: number, other, field: name };
      }
      whole.set(name, number);
      if (part !== undefined) parts.set(field, number);
    }
  }
  for (const [name, column] of whole) {
    const part = parts.get(name);
    if (part !== undefined) return { code: "field-and-part", column, part };
  }
  return undefined;
};
