/**
 * The names of fields, in the form in which the scanner compares them with bytes.
 *
 * @module
 */
import type { FieldKind, FieldKinds } from "../fields.ts";

const encoder = new TextEncoder();

/** A field that the scanner looks for. */
export interface Field {
  /**
   * The name as it stands in JSON, with quotes and colon, four bytes at once. The last word ends where the name ends.
   * Compared byte by byte, names took a third of the scan.
   */
  readonly words: Int32Array;
  /** The length of the name. */
  readonly length: number;
  readonly kind: FieldKind;
  /** One bit of its own. */
  readonly bit: number;
  /** The field that followed this one in the last customer: the rows of a file mostly look alike. */
  follower: Field | undefined;
}

/** The fields of an object. */
export const makeFields = (kinds: FieldKinds): ReadonlyArray<Field> =>
  Object.entries(kinds).map(([name, kind], i) => ({
    ...wordsOf(encoder.encode(`"${name}":`)),
    kind,
    bit: 1 << i,
    follower: undefined,
  }));

const wordsOf = (
  { buffer, byteOffset, length }: Uint8Array,
): Pick<Field, "words" | "length"> => {
  const view = new DataView(buffer, byteOffset, length);
  const wordAt = (_: unknown, i: number): number => view.getInt32(Math.min(4 * i, length - 4));
  return { words: Int32Array.from({ length: Math.ceil(length / 4) }, wordAt), length };
};
