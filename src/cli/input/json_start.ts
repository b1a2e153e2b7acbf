/**
 * Whether a text is JSON, by its first signs.
 *
 * @module
 */

/** Whether a text begins like JSON with rows in it, and not like a table. */
export const looksLikeJson = (text: string): boolean =>
  /^[\s\p{Cc}]*(?:\{\s*["'}]|\[\s*(?:[\[{"'\]]|\/[/*]|$)|\/[/*])/u.test(text);
