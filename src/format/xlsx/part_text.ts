/**
 * The text of a part: XML in UTF-8 or UTF-16, as the format allows. Other bytes are refused, and never replaced.
 *
 * @module
 */
import { XlsxError } from "./error.ts";

/** Decodes the bytes of a part, which come in pieces. */
export async function* textOf(
  pieces: AsyncIterable<Uint8Array>,
  place: string,
): AsyncGenerator<string, void, undefined> {
  let decoder: TextDecoder | undefined;
  const decode = (piece?: Uint8Array): string => {
    decoder ??= new TextDecoder(encodingOf(piece), { fatal: true });
    try {
      return decoder.decode(piece, { stream: piece !== undefined });
    } catch {
      throw new XlsxError("not-valid", place, "is neither UTF-8 nor UTF-16");
    }
  };
  for await (const piece of pieces) yield decode(piece);
  yield decode();
}

/** The byte order mark of UTF-16, or a `<` of two bytes. */
const encodingOf = ([first, second]: Iterable<number> = []): string => {
  if (first === 0xff && second === 0xfe || first === 0x3c && second === 0) return "utf-16le";
  if (first === 0xfe && second === 0xff || first === 0 && second === 0x3c) return "utf-16be";
  return "utf-8";
};
