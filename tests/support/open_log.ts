/** A journal's file, open as a store has it. */
import { GroupCommit } from "../../src/policy/journal/group_commit.ts";
import { inFile } from "../../src/policy/journal/file_entries.ts";
import { LoggedEntries } from "../../src/policy/journal/logged_entries.ts";
import { makeTables } from "../../src/policy/journal/sqlite_tables.ts";
import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** Opens a file, which is made if there is none. Its log may have so many entries. */
export const openLog = (file: string, maxRecent = 100) => {
  const isNew = !existsSync(file);
  const database = new DatabaseSync(file);
  if (isNew) makeTables(database);
  const group = new GroupCommit(database, new LoggedEntries(database, maxRecent));
  return {
    database,
    group,
    journal: inFile(group, "import"),
    [Symbol.dispose]() {
      group.flush();
      database.close();
    },
  };
};

/** A file as {@linkcode openLog} opens it. */
export type OpenLog = ReturnType<typeof openLog>;
