/**
 * How rows are recognized in bytes, and who takes them, so that nothing is made for a row that is only looked at.
 *
 * @module
 */

/**
 * Recognizes the text that begins at `start`, without parsing it. Returns where that text ends, or 0 if it is not
 * recognized. A recognized text must not contain a line feed.
 */
export type Recognize = (bytes: Uint8Array, start: number, end: number) => number;

/** Takes the bytes from `start` to `end`, and the number of the line on which they begin, from 1. */
export type TakeBytes = (bytes: Uint8Array, start: number, end: number, line: number) => void;
