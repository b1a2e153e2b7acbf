/**
 * The log of a journal's file: a table of texts, in the order in which they were written. `format.md` specifies it.
 *
 * Whoever uses it has begun a transaction with `BEGIN IMMEDIATE`. What is appended is durable when that is committed, as
 * all that SQLite keeps.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import { logTable } from "./sqlite_tables.ts";

/** Texts that are appended. */
export class Log {
  readonly #after: StatementSync;
  readonly #insert: StatementSync;
  readonly #delete: StatementSync;
  /** The number of the last text that is known here. */
  #last = 0;

  /** No text is known yet. */
  constructor(database: DatabaseSync) {
    this.#after = database.prepare(`SELECT id, text FROM ${logTable} WHERE id > ? ORDER BY id`);
    this.#insert = database.prepare(`INSERT INTO ${logTable} (text) VALUES (?)`);
    this.#delete = database.prepare(`DELETE FROM ${logTable}`);
  }

  /** Begins with the first text. */
  begin(): void {
    this.#last = 0;
  }

  /** The texts that others appended since the last one that is known here. */
  *news(): Generator<string> {
    for (const { id, text } of this.#after.all(this.#last)) {
      this.#last = Number(id);
      yield String(text);
    }
  }

  /** Appends a text. */
  append(text: string): void {
    this.#last = Number(this.#insert.run(text).lastInsertRowid);
  }

  /** Removes all texts. */
  clear(): void {
    this.#delete.run();
    this.#last = 0;
  }
}
