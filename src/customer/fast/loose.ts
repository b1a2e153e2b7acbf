/**
 * JSON as the usual programs write it, and `JSON.stringify` does not: a space after each colon and comma (Python), letters as
 * `\uXXXX` (Python, PHP), `\/` for a slash (PHP). A customer that is written so is written anew without being parsed.
 * Importing such files takes a third of the time that parsing takes.
 *
 * @module
 */

const space = 0x20;
const quote = 0x22;
const slash = 0x2f;
const backslash = 0x5c;
const letterU = 0x75;

/** The value of a digit of base 16; -1 of other bytes. */
const hexValues = Int8Array.from({ length: 0x100 }, (_, byte) => {
  const sign = String.fromCharCode(byte);
  return /[0-9a-fA-F]/.test(sign) ? parseInt(sign, 16) : -1;
});

/** The number of four digits of base 16; less than 0 if there are no such digits. */
const hexAt = (bytes: Uint8Array, at: number): number =>
  at + 4 > bytes.length ? -1 : hexValues[bytes[at]] << 12 | hexValues[bytes[at + 1]] << 8 |
    hexValues[bytes[at + 2]] << 4 | hexValues[bytes[at + 3]];

const isHigh = (unit: number): boolean => unit >= 0xd800 && unit <= 0xdbff;
const isLow = (unit: number): boolean => unit >= 0xdc00 && unit <= 0xdfff;
const isEscapedUnit = (bytes: Uint8Array, at: number): boolean =>
  at + 6 <= bytes.length && bytes[at] === backslash && bytes[at + 1] === letterU;

/**
 * How many bytes of the escape at a backslash follow the backslash, if `JSON.stringify` writes the character without one;
 * otherwise 0. A surrogate without its other half is none.
 */
export const escapedLength = (bytes: Uint8Array, at: number): number => {
  if (bytes[at + 1] === slash) return 1;
  if (!isEscapedUnit(bytes, at)) return 0;
  const unit = hexAt(bytes, at + 2);
  if (unit < 0x80 || isLow(unit)) return 0;
  if (!isHigh(unit)) return 5;
  return isEscapedUnit(bytes, at + 6) && isLow(hexAt(bytes, at + 8)) ? 11 : 0;
};

const raw = 1;
const escaped = 2;
/** Some letters are escaped, and others are not. */
export const mixedSpelling: number = raw | escaped;

/** How the letters of a text are spelled that may be escaped. Digits of base 16 may be written in two ways. */
export const spellingOf = (bytes: Uint8Array, start: number, end: number): number => {
  let spelling = 0;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte >= 0x80 || byte === slash) spelling |= raw;
    else if (byte === backslash) {
      const more = escapedLength(bytes, at);
      if (more > 0) spelling |= escaped;
      for (let i = at + 2; i <= at + more; i++) {
        if (bytes[i] >= 0x41 && bytes[i] <= 0x46) spelling |= mixedSpelling;
      }
      at += Math.max(1, more);
    }
  }
  return spelling;
};

/**
 * Writes a customer that the scanner recognized as loose, exactly as `JSON.stringify` writes it, to a place in other bytes. It
 * needs no more room than the customer took. Returns the place after it.
 */
export const writeExactly = (
  bytes: Uint8Array,
  start: number,
  end: number,
  target: Uint8Array,
  place: number,
): number => {
  let to = place;
  let isInText = false;
  for (let at = start; at < end; at++) {
    const byte = bytes[at];
    if (byte === backslash) {
      const more = escapedLength(bytes, at);
      if (more === 0) {
        target[to++] = backslash;
        target[to++] = bytes[++at];
      } else {
        to = more === 1 ? writeByte(target, to, slash) : writeUnits(bytes, at, more, target, to);
        at += more;
      }
      continue;
    }
    if (byte === quote) isInText = !isInText;
    if (byte !== space || isInText) target[to++] = byte;
  }
  return to;
};

const writeByte = (target: Uint8Array, to: number, byte: number): number => {
  target[to] = byte;
  return to + 1;
};

/** Writes an escaped character as UTF-8. */
const writeUnits = (
  bytes: Uint8Array,
  at: number,
  length: number,
  target: Uint8Array,
  to: number,
): number => {
  const unit = hexAt(bytes, at + 2);
  const code = length === 5
    ? unit
    : 0x1_0000 + ((unit - 0xd800) << 10) + (hexAt(bytes, at + 8) - 0xdc00);
  if (code < 0x800) {
    target[to] = 0xc0 | code >> 6;
    target[to + 1] = 0x80 | code & 0x3f;
    return to + 2;
  }
  if (code < 0x1_0000) {
    target[to] = 0xe0 | code >> 12;
    target[to + 1] = 0x80 | code >> 6 & 0x3f;
    target[to + 2] = 0x80 | code & 0x3f;
    return to + 3;
  }
  target[to] = 0xf0 | code >> 18;
  target[to + 1] = 0x80 | code >> 12 & 0x3f;
  target[to + 2] = 0x80 | code >> 6 & 0x3f;
  target[to + 3] = 0x80 | code & 0x3f;
  return to + 4;
};
