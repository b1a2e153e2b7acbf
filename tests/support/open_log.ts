/** The log of a journal's file, open as a store has it. */
import { GroupCommit } from "../../src/policy/journal/group_commit.ts";
import { inFile } from "../../src/policy/journal/file_entries.ts";
import { Log } from "../../src/policy/journal/log.ts";
import { LoggedEntries } from "../../src/policy/journal/logged_entries.ts";
import { LogPages } from "../../src/policy/journal/log_pages.ts";
import { makeTables, rootOfLog } from "../../src/policy/journal/sqlite_tables.ts";
import { existsSync } from "node:fs";
import { DatabaseSync } from "node:sqlite";

/** Opens a file, which is made with a log of so many pages if there is none. */
export const openLog = (file: string, count = 8) => {
  const isNew = !existsSync(file);
  const database = new DatabaseSync(file);
  if (isNew) makeTables(database, count);
  const pages = LogPages.open(file, 4096, rootOfLog(database));
  const log = new Log(pages);
  const entries = new LoggedEntries(database, log);
  const group = new GroupCommit(database, log, entries);
  return {
    database,
    pages,
    log,
    entries,
    group,
    journal: inFile(group, "import"),
    async [Symbol.asyncDispose]() {
      await group.end();
      database.close();
      pages.close();
    },
  };
};

/** A file as {@linkcode openLog} opens it. */
export type OpenLog = ReturnType<typeof openLog>;
