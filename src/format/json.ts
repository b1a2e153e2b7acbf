/**
 * JSON as a stream of customers: a list, or an object with a list `customers`. The list is read element by element and
 * is never in memory as a whole.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as JsonArray from "effect/encoding/JsonArray";
import * as Stream from "effect/Stream";
import { ElementCutter } from "./cut/elements.ts";
import { FormatError } from "./error.ts";
import { readAhead } from "./read_ahead.ts";

/** Reads the elements of the list. Anything else, and an element longer than `maxLength`, is a `FormatError`. */
export const readJson = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  maxLength: number,
): Stream.Stream<unknown, E | FormatError, R> =>
  Stream.unwrap(
    Effect.map(
      readAhead(bytes, (part) => firstSign(part) !== undefined, maxLength),
      ({ all, head }) =>
        elementsOf(all, firstSign(head) === objectStart ? "/customers" : "", maxLength),
    ),
  );

const elementsOf = <E, R>(
  bytes: Stream.Stream<Uint8Array, E, R>,
  pointer: string,
  maxElementSize: number,
): Stream.Stream<unknown, E | FormatError, R> =>
  Stream.suspend(() => {
    const cutter = new ElementCutter();
    return Stream.decodeText(bytes).pipe(
      Stream.map((text) => {
        cutter.add(text);
        return text;
      }),
      Stream.pipeThroughChannel(JsonArray.decodeString({ pointer, maxElementSize })),
      Stream.map((element) => cutter.exact(element)),
      Stream.mapError((error) => JsonArray.isJsonArrayError(error) ? formatError(error) : error),
    );
  });

const objectStart = 0x7b;
/** White space of JSON, and the bytes of a byte order mark, which no JSON text has for its first sign. */
const passedOver: ReadonlySet<number> = new Set([0x20, 0x09, 0x0a, 0x0d, 0xef, 0xbb, 0xbf]);

const firstSign = (bytes: Uint8Array): number | undefined =>
  bytes.find((byte) => !passedOver.has(byte));

const formatError = ({ kind, offset = 0 }: JsonArray.JsonArrayError): FormatError =>
  new FormatError({
    message: kind === "Pointer"
      ? 'the input must be a list of customers, or an object with a list "customers"'
      : kind === "Limit"
      ? `what begins at character ${offset + 1} is too large`
      : `the input is not valid JSON, in what begins at character ${offset + 1}`,
  });
