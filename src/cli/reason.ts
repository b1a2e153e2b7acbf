/**
 * The reason why a row was not created, as it stands in a file of rejects. The importer passes over it when it reads
 * that file, so that people may correct the rows and leave the reasons where they are.
 *
 * @module
 */

/** The column or field that holds the reason. */
export const reasonField = "import_reason";

/** Whether a row is a plain object, with fields. */
export const isFields = (row: unknown): row is { readonly [field: string]: unknown } =>
  typeof row === "object" && row !== null && Object.getPrototypeOf(row) === Object.prototype;

/** The row without a reason. */
export const withoutReason = <Row extends { readonly row: unknown }>(input: Row): Row => {
  if (!isFields(input.row) || !Object.hasOwn(input.row, reasonField)) return input;
  const { [reasonField]: _, ...row } = input.row;
  return { ...input, row };
};
