/**
 * Finds the encoding of an input. A file is looked at as a whole, because one letter near its end may decide; of a pipe
 * only the beginning is known.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import type { FormatError } from "../../format/error.ts";
import { Utf8Check } from "./utf8_check.ts";
import {
  type Encoding,
  type FoundEncoding,
  fromBytes,
  fromUtf16,
  loadCharacters,
  type Transcoder,
  whole,
} from "./encodings.ts";

type Bytes = Stream.Stream<Uint8Array, FormatError>;

/** UTF-16 by its byte order mark, or by the zeros that stand in every second place of such text. */
export const utf16Of = (head: Uint8Array): "utf-16le" | "utf-16be" | undefined => {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const zeros = [0, 0];
  for (let at = head.indexOf(0); at >= 0; at = head.indexOf(0, at + 1)) zeros[at % 2]++;
  const half = head.length / 2;
  if (half < 2) return undefined;
  const [even, odd] = zeros.map((count) => count / half);
  if (odd > 0.6 && even < 0.1) return "utf-16le";
  return even > 0.6 && odd < 0.1 ? "utf-16be" : undefined;
};

/** The encoding of bytes, whose beginning is `head`. If they are cut, their last character may be cut too. */
export const encodingOf = (
  bytes: Bytes,
  head: Uint8Array,
  isCut: boolean,
): Effect.Effect<FoundEncoding, FormatError> => {
  const utf16 = utf16Of(head);
  if (utf16 !== undefined) return Effect.succeed(whole(utf16));
  return Effect.flatMap(
    isCut ? isValid(bytes, isCut) : Effect.succeed(isUtf8(head)),
    (isValid) =>
      isValid ? Effect.succeed(whole("utf-8")) : Effect.flatMap(
        // Loaded when it is needed: most inputs are UTF-8.
        Effect.promise(() => import("./other_encoding.ts")),
        ({ encodingOfOthers }) => encodingOfOthers(bytes),
      ),
  );
};

/**
 * Whether a beginning is UTF-8 for sure, with letters beyond ASCII, although another encoding was named for it: the rejects
 * of an import are UTF-8, and people import them by the same command.
 */
export const isUtf8InsteadOf = (named: Encoding, head: Uint8Array, isCut: boolean): boolean => {
  if (named === "utf-8" || named === "utf-16le" || named === "utf-16be") return false;
  const check = new Utf8Check(isUtf8);
  return head.some((byte) => byte > 0x7f) && check.add(head) && (isCut || check.finish());
};

/** For a head. `Buffer` has a faster check, but Deno takes as long to load it as a short import takes. */
const isUtf8 = (bytes: Uint8Array): boolean => {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
};

/** Whether a beginning that goes on is UTF-8. */
export const isUtf8Beginning = (head: Uint8Array): boolean =>
  utf16Of(head) === undefined && new Utf8Check(isUtf8).add(head);

const isValid = (bytes: Bytes, isCut: boolean): Effect.Effect<boolean, FormatError> =>
  Effect.flatMap(Effect.promise(() => import("node:buffer")), ({ isUtf8 }) => {
    const check = new Utf8Check(isUtf8);
    let holds = true;
    return bytes.pipe(
      Stream.runForEachWhile((chunk) => Effect.sync(() => holds = check.add(chunk))),
      Effect.map(() => holds && (isCut || check.finish())),
    );
  });

/** The bytes as UTF-8. */
export const asUtf8 = (bytes: Bytes, encoding: Encoding): Bytes =>
  encoding === "utf-8" ? bytes : Stream.unwrap(
    Effect.map(Effect.promise(() => transcoderOf(encoding)), ({ add, finish }) =>
      bytes.pipe(
        Stream.map(add),
        Stream.concat(Stream.suspend(() => Stream.make(finish()))),
      )),
  );

/** A decoder of bytes of this encoding. */
const transcoderOf = (encoding: Exclude<Encoding, "utf-8">): Promise<Transcoder> => {
  switch (encoding) {
    case "utf-16le":
      return Promise.resolve(fromUtf16(false));
    case "utf-16be":
      return Promise.resolve(fromUtf16(true));
    default:
      return loadCharacters().then((charactersOf) => fromBytes(charactersOf(encoding)));
  }
};
