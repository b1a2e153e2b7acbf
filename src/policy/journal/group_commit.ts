/**
 * Group commit: statements that reach a SQLite file at about the same time share one transaction, and one wait for the
 * disk. An import has several batches under way, and while one waits for the disk, others get here.
 *
 * A statement does not succeed before it is durable. One that fails costs only itself: its transaction is rolled back, and
 * the others are run again, each in one of its own.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import * as Effect from "effect/Effect";
import type { Row, RunSql } from "./sql.ts";
import { JournalStoreError, type StoreCall } from "./store.ts";

interface Waiting {
  readonly sql: string;
  readonly parameters: ReadonlyArray<string | number>;
  /** What became of it. */
  result: StoreCall<ReadonlyArray<Row>>;
}

/** The statements of one open file. */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #prepared = new Map<string, StatementSync>();
  #waiting: ReadonlyArray<Waiting> = [];

  /** Runs statements on a database. */
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** Runs a statement with others, very soon. */
  readonly run: RunSql = (sql, parameters) => {
    const ended = Effect.suspend(() => {
      const one: Waiting = { sql, parameters, result: neverRun };
      this.#waiting = [...this.#waiting, one];
      return Effect.flatMap(aMoment, () => {
        if (this.#waiting.includes(one)) this.flush();
        return one.result;
      });
    });
    return Effect.uninterruptible(ended);
  };

  /** Runs what waits. Called before the file is closed, too: a write may be under way for which nobody waits. */
  flush(): void {
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    if (this.#commit(group) || group.length === 1) return;
    for (const one of group) this.#commit([one]);
  }

  /** Runs statements in one transaction. If it fails, none of them was done. */
  #commit(group: ReadonlyArray<Waiting>): boolean {
    try {
      this.#database.exec("BEGIN IMMEDIATE");
      const rows = group.map((one) => this.#rowsOf(one));
      this.#database.exec("COMMIT");
      group.forEach((one, i) => one.result = Effect.succeed(rows[i]));
      return true;
    } catch (cause) {
      this.#rollBack();
      const failed = Effect.fail(fileFailed(cause));
      for (const one of group) one.result = failed;
      return false;
    }
  }

  #rollBack(): void {
    try {
      this.#database.exec("ROLLBACK");
    } catch {
      // There is none any more; or none can begin after it, and so no statement succeeds.
    }
  }

  #rowsOf({ parameters, sql }: Waiting): ReadonlyArray<Row> {
    const statement = this.#prepared.get(sql) ?? this.#database.prepare(sql);
    this.#prepared.set(sql, statement);
    return statement.all(...parameters);
  }
}

const fileFailed = (cause?: unknown): JournalStoreError =>
  new JournalStoreError({ message: "the journal's file failed", cause });

const neverRun = /* @__PURE__ */ Effect.fail(/* @__PURE__ */ fileFailed());

/** Two turns of the event loop: a batch whose answer has come meanwhile gets as far as its own statement. */
const aMoment = /* @__PURE__ */ Effect.andThen(Effect.yieldNow, Effect.yieldNow);
