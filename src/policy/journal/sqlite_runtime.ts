/**
 * The SQLite that the runtime brings. It is asked for and not imported: on a runtime without it the import alone would end
 * the program, and say nothing of journals.
 *
 * @module
 */
import { existsSync } from "node:fs";
import { dirname } from "node:path";
import process from "node:process";
import type { DatabaseSync } from "node:sqlite";
import { JournalStoreError } from "./store.ts";

/**
 * Opens a database.
 *
 * @throws {JournalStoreError} If the runtime has no SQLite.
 */
export const openDatabase = (
  path: string,
  options: { readonly timeout?: number } = {},
): DatabaseSync => {
  const sqlite = process.getBuiltinModule?.("node:sqlite");
  if (sqlite === undefined) throw new JournalStoreError({ message: noSqlite });
  return new sqlite.DatabaseSync(path, options);
};

const noSqlite = "a journal in a file needs node:sqlite: Deno 2.2, Node 22.13, or later";

/** Why a journal's file can't be made, as far as that is known. The rest stands in the error's `cause`. */
export const whyNotMade = (path: string, cause: unknown): string => {
  if (cause instanceof Error && cause.name === "NotCapable") {
    return "can't be made: the program may not read or write there";
  }
  try {
    if (!existsSync(dirname(path))) return "can't be made: there is no such folder";
  } catch {
    // Nothing more is known.
  }
  return "can't be made";
};
