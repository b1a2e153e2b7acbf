/**
 * The entries of a file: the latest ones in a log, which is kept in memory as well, and all others in a table. A key has an
 * entry in one of the two.
 *
 * The table alone would be right, too. The log is there for speed: customers come in no order of their keys, so in the table
 * each one would change a page of its own, twice, and SQLite writes a page twice. Appended to the log, a batch changes a few
 * pages. When there are many, they go into the table at once, in the order of their keys.
 *
 * All of this happens in transactions of SQLite that begin with its lock on the file, so several processes may do it.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import * as Effect from "effect/Effect";
import { EntriesInMemory } from "./entries_in_memory.ts";
import { Log } from "./log.ts";
import { fileDialect, known, logIdTable, newLogId, put, putAtOnce } from "./sqlite_tables.ts";
import { inSql } from "./sql.ts";
import type { Entries } from "./store.ts";
import { type Change, changeOf, repeat, rowOf } from "./stored_row.ts";

/** A text of the log: changes of journals. */
type Text = ReadonlyArray<readonly [journal: string, changes: ReadonlyArray<Change>]>;

/** How many entries the log may have: they are in memory, too. */
const maxRecent = 20_000;

/** The entries of all journals of a file. */
export class LoggedEntries {
  readonly #database: DatabaseSync;
  readonly #log: Log;
  readonly #maxRecent: number;
  readonly #prepared = new Map<string, StatementSync>();
  readonly #tables = new Map<string, Entries>();
  readonly #recent = new Map<string, EntriesInMemory>();
  /** Which log is in memory; empty if that is not certain. */
  #id = "";
  readonly #changes = new Map<string, Array<Change>>();
  #now = 0;

  /** To be asked under the lock only. */
  constructor(database: DatabaseSync, max: number = maxRecent) {
    this.#database = database;
    this.#log = new Log(database);
    this.#maxRecent = max;
  }

  /** Learns what others did. To be called first of all. */
  begin(): void {
    this.#changes.clear();
    const id = String(this.#all(`SELECT id FROM ${logIdTable}`)[0]?.id);
    if (id !== this.#id) this.#use(id);
    for (const text of this.#log.news()) this.#repeat(text);
  }

  /** Forgets the log, because something failed. `begin` reads it again. */
  distrust(): void {
    this.#id = "";
  }

  /** The latest entries of a journal. What is changed is not in the log before `write`. */
  recentOf(journal: string): EntriesInMemory {
    const known = this.#recent.get(journal);
    if (known !== undefined) return known;
    const made = new EntriesInMemory((...change) => {
      const changes = this.#changes.get(journal) ?? [];
      this.#changes.set(journal, changes);
      changes.push(changeOf(...change));
    });
    this.#recent.set(journal, made);
    return made;
  }

  /** The other entries of a journal, at a time. */
  tableOf(journal: string, now: number): Entries {
    this.#now = now;
    const known = this.#tables.get(journal);
    if (known !== undefined) return known;
    const run = (sql: string, parameters: ReadonlyArray<string | number>) =>
      Effect.sync(() => this.#all(sql, parameters));
    const made = inSql(run, fileDialect, journal, Effect.sync(() => this.#now));
    this.#tables.set(journal, made);
    return made;
  }

  /** Which of these keys have entries in the table. */
  knownOf(journal: string, keys: ReadonlyArray<string>): ReadonlySet<string> {
    return new Set(this.#all(known, [JSON.stringify(keys), journal]).map(({ key }) => String(key)));
  }

  /** Writes the changes into the log. Returns whether there are too many entries now, and nothing was written. */
  write(): boolean {
    if (this.#changes.size === 0) return false;
    let count = 0;
    for (const { size } of this.#recent.values()) count += size;
    if (count > this.#maxRecent) return true;
    const text: Text = [...this.#changes];
    this.#log.append(JSON.stringify(text));
    return false;
  }

  /** Puts the entries of the log into the table, which then has all. */
  empty(): void {
    for (const [journal, recent] of this.#recent) {
      const entries = [...recent.all].sort((one, other) => one.key < other.key ? -1 : 1);
      for (let done = 0; done < entries.length;) {
        const count = done + putAtOnce > entries.length ? 1 : putAtOnce;
        const rows = entries.slice(done, done += count).flatMap((one) => [journal, ...rowOf(one)]);
        this.#all(put(count), rows);
      }
    }
    const id = newLogId();
    this.#all(`UPDATE ${logIdTable} SET id = ?`, [id]);
    this.#log.clear();
    this.#use(id);
  }

  #use(id: string): void {
    this.#recent.clear();
    this.#log.begin();
    this.#id = id;
  }

  #repeat(text: string): void {
    const changes: Text = JSON.parse(text);
    for (const [journal, list] of changes) {
      const recent = this.recentOf(journal);
      for (const change of list) repeat(change, recent);
    }
  }

  #all(sql: string, parameters: ReadonlyArray<string | number> = []) {
    const statement = this.#prepared.get(sql) ?? this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement.all(...parameters);
  }
}
