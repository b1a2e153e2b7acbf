/**
 * Tells addresses from the names of files.
 *
 * @module
 */

/** Whether this is an address, and not the name of a file. */
export const isAddress = (name: string): boolean => /^[a-z][a-z\d+.-]+:/i.test(name);
