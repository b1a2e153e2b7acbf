/**
 * The contract's rules for single values.
 *
 * @module
 */

/** What PHP's `trim` leaves empty; other white space may pass as a name there. */
const blank = /^[ \t\n\r\v\0]*$/;

/** Whether a surname counts as not given. */
export const isBlank = (value: string): boolean => blank.test(value);

/**
 * Refuses only what "Phone number must be numeric." refuses however Thulium may read a number: letters
 * without any digit. Thulium may strip separators before it looks, or everything that is no digit, and what
 * is empty then may count as not given.
 */
export const isPhone = (value: string): boolean =>
  /[0-9]/.test(value) || !/\p{L}/u.test(value) || /\p{Nd}/u.test(value);
