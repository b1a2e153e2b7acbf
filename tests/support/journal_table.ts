/** What a journal's file knows, in one table: for tests that look into it, or change it, beside the programs that use it. */
import { LoggedEntries } from "../../src/policy/journal/logged_entries.ts";
import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** Puts all entries of a file into its table `thulium_journal_2`, and runs statements on it. Gives the rows of the last one. */
export const onTable = (file: string, ...statements: ReadonlyArray<string>) => {
  // SQLite would make one.
  if (!existsSync(file)) throw new Error("there is no journal");
  const database = new DatabaseSync(file, { timeout: 5_000 });
  try {
    database.exec("BEGIN IMMEDIATE");
    const entries = new LoggedEntries(database);
    entries.begin();
    entries.empty();
    const rows = statements.map((sql) => database.prepare(sql).all());
    database.exec("COMMIT");
    return rows.at(-1) ?? [];
  } finally {
    database.close();
  }
};
