/**
 * Looks through a file of JSON before its rows are read: whether its brackets match to the end, and whether it has one
 * list of customers and no other.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { JsonPartCutter, type PartsProblem, type Rows } from "../../format/cut/json_parts.ts";
import { Utf8Decoder } from "../../format/cut/utf8.ts";
import { type FormatError, formatError } from "../../format/error.ts";
import { isOneList, type JsonShape } from "./json_shape.ts";

/** Rows are not kept here, but keys are. */
const longestKey = 4096;

type Bytes = Stream.Stream<Uint8Array, FormatError>;

/** Fails if the reading of the file would end before its end, or would read one of several lists. */
export const verifyParts = (
  shape: JsonShape,
  look: Bytes,
  isSmall: boolean,
): Effect.Effect<void, FormatError> => {
  if (shape.read === "lines") return Effect.void;
  const ends = walk(shape.rows, look);
  const { rows } = shape;
  if (isSmall || rows.in !== "list" || isOneList(shape)) return ends;
  // Of a large object only the beginning was seen.
  return Effect.andThen(ends, walk({ in: "list", keys: rows.keys.map(() => undefined) }, look));
};

const walk = (rows: Rows, look: Bytes): Effect.Effect<void, FormatError> =>
  Effect.suspend(() => {
    const decoder = new Utf8Decoder();
    const cutter = new JsonPartCutter(rows, longestKey, () => {});
    return look.pipe(
      Stream.runForEachWhile((chunk) =>
        Effect.sync(() => {
          cutter.add(decoder.add(chunk));
          return cutter.problem === undefined;
        })
      ),
      Effect.andThen(Effect.suspend(() => {
        if (cutter.problem === undefined) cutter.finish();
        const { line, problem } = cutter;
        return problem === undefined ? Effect.void : Effect.fail(errorOf(rows, problem, line));
      })),
    );
  });

const errorOf = (rows: Rows, fault: PartsProblem, line: number): FormatError =>
  rows.in === "list" && rows.keys.includes(undefined) && fault === "two-lists"
    ? formatError({ code: "json-shape", shape: "several-lists" })
    : formatError({ code: "json-document", line, fault });
