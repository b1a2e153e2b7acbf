/**
 * A store in one file, by the SQLite that Deno and Node bring (from 22.13 on). Several processes of one machine may use the
 * file at the same time; what a change wrote is durable when it succeeds.
 *
 * The journal is one file, also after a program was killed: it does without SQLite's write-ahead log, which would be a
 * second file that people forget to copy. A file that was cut off is refused.
 *
 * The machine's clock is the store's. Do not put the file on a network drive: SQLite's locks do not hold there.
 *
 * @example
 * ```ts
 * import * as Layer from "effect/Layer";
 * import { BatchCall, CustomerLookup, durablePolicies } from "@thulium-effect/batch-customers";
 * import * as JournalFile from "@thulium-effect/batch-customers/sqlite";
 *
 * const Thulium = durablePolicies({ journal: { name: "customers" } }).pipe(
 *   Layer.provide([
 *     BatchCall.layerEnv(),
 *     CustomerLookup.layerEnv(),
 *     JournalFile.layer("customers.journal"),
 *   ]),
 * );
 * ```
 *
 * @module
 */
import {
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  fsyncSync,
  linkSync,
  openSync,
  rmSync,
} from "node:fs";
import { dirname, resolve } from "node:path";
import type { DatabaseSync } from "node:sqlite";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Schedule from "effect/Schedule";
import { faultOf, type FileFault } from "./file_at_rest.ts";
import { GroupCommit } from "./group_commit.ts";
import { inFile } from "./file_entries.ts";
import { LoggedEntries } from "./logged_entries.ts";
import { openDatabase, whyNotMade } from "./sqlite_runtime.ts";
import { kindOf, makeTables, upgrade } from "./sqlite_tables.ts";
import { JournalStore, JournalStoreError } from "./store.ts";

/**
 * Keeps journals in a file, which is made if there is none. Fails if the file can't be opened, is no journal, or is
 * not whole.
 */
export const layer = (file: string): Layer.Layer<JournalStore, JournalStoreError> =>
  Layer.effect(
    JournalStore,
    Effect.map(
      Effect.acquireRelease(open(file), ({ database, group }) =>
        Effect.sync(() => {
          group.flush();
          close(database);
        })),
      ({ group }) => ({ open: (name) => inFile(group, name) }),
    ),
  );

/** A journal's file that is open. */
interface OpenFile {
  readonly database: DatabaseSync;
  readonly group: GroupCommit;
}

const open = (file: string): Effect.Effect<OpenFile, JournalStoreError> => {
  // An absolute path, because SQLite gives "" and ":memory:" another meaning.
  const path = resolve(file);
  const made = Effect.try({
    try: () => existsSync(path) || make(path),
    catch: (cause) => asStoreError(`${file}: ${whyNotMade(path, cause)}`)(cause),
  });
  const checked = Effect.try({
    try: () => faultOf(path),
    catch: asStoreError(`${file}: can't be read`),
  }).pipe(
    Effect.flatMap((fault) => fault === undefined ? Effect.void : Effect.fail(fault)),
    // While another process writes, the file looks for a moment as if it were not whole.
    Effect.retry({ times: 5, schedule: soon, while: (error) => error === "cut" }),
    Effect.mapError((error) =>
      typeof error === "string"
        ? new JournalStoreError({ message: `${file}: ${texts[error]}` })
        : error
    ),
  );
  const opened = Effect.try({
    try: () => openWhole(file, path),
    catch: asStoreError(`${file}: can't be used as a journal`),
  });
  return made.pipe(
    Effect.andThen(checked),
    Effect.andThen(Effect.retry(opened, { times: 20, schedule: soon, while: isLocked })),
  );
};

/** Makes a new journal under another name, so that a file with the journal's own name is whole from the beginning. */
const make = (path: string): void => {
  const draft = `${path}-${crypto.randomUUID()}`;
  try {
    const database = openDatabase(draft);
    makeTables(database);
    database.close();
    putThere(draft, path);
  } finally {
    rmSync(draft, { force: true });
  }
};

/** Another process may have made the journal meanwhile. Not every file system has links. */
const putThere = (draft: string, path: string): void => {
  try {
    linkSync(draft, path);
  } catch {
    if (!existsSync(path)) copyFileSync(draft, path, constants.COPYFILE_EXCL);
  }
};

const soon = Schedule.spaced("50 millis");

/** How long a statement waits for another process that is writing. */
const lockMillis = 5_000;

const isLocked = ({ cause }: JournalStoreError): boolean =>
  cause instanceof Error && "errcode" in cause && cause.errcode === busy;
const busy = 5;

const texts: { readonly [fault in FileFault]: string } = {
  empty: "is empty, so it was cut off. If no import has used it yet, delete it",
  cut: "was cut off: it is shorter than it says itself",
  "not-sqlite": "is no journal",
};

/** Makes the file's name durable, which may be new: writing to the file does not. Not every system can do so. */
const syncFolder = (path: string): void => {
  try {
    const folder = openSync(dirname(path), "r");
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch {
    // Windows has no such call.
  }
};

const openWhole = (file: string, path: string): OpenFile => {
  const database = openDatabase(path, { timeout: lockMillis });
  try {
    prepare(file, database);
    syncFolder(path);
    const entries = new LoggedEntries(database);
    // A log that can't be read is found now, and not by the first batch.
    database.exec("BEGIN IMMEDIATE");
    entries.begin();
    database.exec("COMMIT");
    return { database, group: new GroupCommit(database, entries) };
  } catch (error) {
    database.close();
    throw error;
  }
};

const prepare = (file: string, database: DatabaseSync): void => {
  const all = (sql: string) => database.prepare(sql).all();
  // The first reading, so that a file of another program stays as it is.
  const kind = kindOf(database);
  if (kind === "other") throw new JournalStoreError({ message: `${file}: ${texts["not-sqlite"]}` });
  // What was written is durable when a statement succeeds: with this mode, `FULL` is enough for that.
  all("PRAGMA journal_mode = TRUNCATE");
  all("PRAGMA synchronous = FULL");
  all("PRAGMA temp_store = MEMORY");
  all("PRAGMA cache_size = -16000");
  const [check] = all("PRAGMA quick_check(1)");
  if (check?.quick_check !== "ok") throw new Error("the database is damaged");
  if (kind === "version 1") upgrade(database);
};

/** Removes the empty `FILE-journal`, unless another process uses it. */
const close = (database: DatabaseSync): void => {
  try {
    database.exec("PRAGMA journal_mode = DELETE");
  } catch {
    // The process that closes it last does so.
  }
  database.close();
};

const asStoreError = (message: string) => (cause: unknown): JournalStoreError =>
  cause instanceof JournalStoreError ? cause : new JournalStoreError({ message, cause });
