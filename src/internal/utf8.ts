/**
 * UTF-8, byte by byte. It allocates nothing.
 *
 * @module
 */

const isContinuation = (byte: number): boolean => byte >= 0x80 && byte <= 0xbf;

/** How many bytes follow the first one in the character at `at`; 0 if it is not UTF-8 (RFC 3629 §4). */
export const continuationBytes = (bytes: Uint8Array, at: number): number => {
  const first = bytes[at];
  const second = bytes[at + 1];
  if (!isContinuation(second)) return 0;
  if (first >= 0xc2 && first <= 0xdf) return 1;
  if (!isContinuation(bytes[at + 2])) return 0;
  if (first >= 0xe0 && first <= 0xef) {
    const isOverlong = first === 0xe0 && second < 0xa0;
    const isSurrogate = first === 0xed && second > 0x9f;
    return isOverlong || isSurrogate ? 0 : 2;
  }
  if (first < 0xf0 || first > 0xf4 || !isContinuation(bytes[at + 3])) return 0;
  const isOutOfRange = first === 0xf0 ? second < 0x90 : first === 0xf4 && second > 0x8f;
  return isOutOfRange ? 0 : 3;
};
