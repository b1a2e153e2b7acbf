/**
 * Group commit: operations that reach a SQLite file at about the same time share one transaction, and one wait for the
 * disk. An import has several batches under way, and while one waits for the disk, others get here.
 *
 * An operation does not succeed before it is durable. One that fails in the table costs only itself: its transaction is
 * rolled back, and the others are run again, each in one of its own.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import * as Effect from "effect/Effect";
import type { LoggedEntries } from "./logged_entries.ts";
import { JournalStoreError, type StoreCall } from "./store.ts";

/** An operation. */
export interface Operation<A> {
  /** Does it where only the log changes. Returns `undefined`, and does nothing, if it must change the table. */
  readonly inLog: (entries: LoggedEntries) => { readonly value: A } | undefined;
  /** How it changes the table. */
  readonly inTable?: TableOperation<A> | undefined;
}

/** A change of the table. */
export interface TableOperation<A> {
  /** Whether the table lacks something of it. */
  readonly needsLog: (entries: LoggedEntries) => boolean;
  readonly run: (entries: LoggedEntries) => A;
}

/** An operation that was not answered yet. */
interface Waiting {
  readonly inLog: () => boolean;
  readonly needsLog: () => boolean;
  readonly inTable: () => void;
  readonly fail: (error: JournalStoreError) => void;
}

/** The operations on one open file. */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #entries: LoggedEntries;
  #waiting: ReadonlyArray<Waiting> = [];

  /** Runs operations on these entries, which the database has. */
  constructor(database: DatabaseSync, entries: LoggedEntries) {
    this.#database = database;
    this.#entries = entries;
  }

  /** Runs an operation with others, very soon. */
  run<A>({ inLog, inTable }: Operation<A>): StoreCall<A> {
    const entries = this.#entries;
    const ended = Effect.suspend(() => {
      let result: StoreCall<A> = neverRun;
      const succeed = (value: A) => result = Effect.succeed(value);
      const one: Waiting = {
        inLog: () => {
          const done = inLog(entries);
          if (done !== undefined) succeed(done.value);
          return done !== undefined;
        },
        needsLog: () => inTable?.needsLog(entries) ?? false,
        inTable: () => {
          if (inTable !== undefined) succeed(inTable.run(entries));
        },
        fail: (error) => result = Effect.fail(error),
      };
      this.#waiting = [...this.#waiting, one];
      return Effect.flatMap(aMoment, () => {
        if (this.#waiting.includes(one)) this.flush();
        return result;
      });
    });
    return Effect.uninterruptible(ended);
  }

  /** Runs what waits. Called before the file is closed, too: a write may be under way for which nobody waits. */
  flush(): void {
    const group = this.#waiting;
    if (group.length === 0) return;
    this.#waiting = [];
    const rest = this.#inLog(group);
    const isDone = rest.length === 0 || this.#inTable(rest);
    if (!isDone && rest.length > 1) { for (const one of rest) this.#inTable([one]); }
  }

  /** Runs those that change only the log, and returns the others. If the log is full, all of it goes into the table. */
  #inLog(group: ReadonlyArray<Waiting>): ReadonlyArray<Waiting> {
    try {
      this.#begin();
      const rest = group.filter((one) => !one.inLog());
      if (this.#entries.write()) this.#entries.empty();
      this.#database.exec("COMMIT");
      return rest;
    } catch (cause) {
      this.#rollBack();
      failAll(group, fileFailed(cause));
      return [];
    }
  }

  /** Runs operations in one transaction on the table. If it fails, none of them was done. */
  #inTable(group: ReadonlyArray<Waiting>): boolean {
    try {
      this.#begin();
      if (group.some((one) => one.needsLog())) this.#entries.empty();
      for (const one of group) one.inTable();
      this.#database.exec("COMMIT");
      return true;
    } catch (cause) {
      this.#rollBack();
      failAll(group, fileFailed(cause));
      return false;
    }
  }

  #begin(): void {
    this.#database.exec("BEGIN IMMEDIATE");
    this.#entries.begin();
  }

  #rollBack(): void {
    this.#entries.distrust();
    try {
      this.#database.exec("ROLLBACK");
    } catch {
      // There is none any more; or none can begin after it, and so no operation succeeds.
    }
  }
}

const failAll = (group: ReadonlyArray<Waiting>, error: JournalStoreError): void => {
  for (const one of group) one.fail(error);
};

const fileFailed = (cause?: unknown): JournalStoreError =>
  new JournalStoreError({ message: "the journal's file failed", cause });

const neverRun = /* @__PURE__ */ Effect.fail(/* @__PURE__ */ fileFailed());

/** Two turns of the event loop: a batch whose answer has come meanwhile gets as far as its own operation. */
const aMoment = /* @__PURE__ */ Effect.andThen(Effect.yieldNow, Effect.yieldNow);
