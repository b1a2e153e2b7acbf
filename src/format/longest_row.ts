/**
 * How long a row of a file or of a body may be.
 *
 * @module
 */

/** A row may be as long as a whole request to Thulium: bytes of NDJSON, or UTF-16 code units of CSV and JSON. */
export const longestRow = 1_048_576;
