/**
 * Group commit: operations that reach a SQLite file at about the same time share one transaction, and one wait for the
 * disk. An import has several batches under way, and while one waits for the disk, others get here. The program goes on
 * meanwhile.
 *
 * An operation does not succeed before it is durable. One that fails in the table costs only itself: its transaction is
 * rolled back, and the others are run again, each in one of its own.
 *
 * @module
 */
import type { DatabaseSync } from "node:sqlite";
import * as Effect from "effect/Effect";
import type { Log } from "./log.ts";
import type { LoggedEntries } from "./logged_entries.ts";
import { JournalStoreError, type StoreCall } from "./store.ts";

/** An operation. */
export interface Operation<A> {
  /** Does it where only the log changes. Returns `undefined`, and does nothing, if it must change the table. */
  readonly inLog: (entries: LoggedEntries) => { readonly value: A } | undefined;
  /** Whether the table lacks something of it. */
  readonly needsLog: (entries: LoggedEntries) => boolean;
  /** Does it in the table. */
  readonly inTable: (entries: LoggedEntries) => A;
}

/** An operation that was not answered yet. */
interface Waiting {
  readonly inLog: () => boolean;
  readonly needsLog: () => boolean;
  readonly inTable: () => void;
  readonly fail: (error: JournalStoreError) => void;
  /** Tells what became of it. */
  readonly tell: () => void;
}

/** The operations on one open file. */
export class GroupCommit {
  readonly #database: DatabaseSync;
  readonly #log: Log;
  readonly #entries: LoggedEntries;
  #waiting: Array<Waiting> = [];
  /** The wait for the disk that is under way. */
  #syncing: Promise<void> | undefined;
  #failure: JournalStoreError | undefined;

  /** Runs operations on these entries, which the database and the log have. */
  constructor(database: DatabaseSync, log: Log, entries: LoggedEntries) {
    this.#database = database;
    this.#log = log;
    this.#entries = entries;
  }

  /** Runs an operation with others, very soon. */
  run<A>(operation: Operation<A>): StoreCall<A> {
    const entries = this.#entries;
    return Effect.uninterruptible(Effect.callback<A, JournalStoreError>((resume) => {
      let result: StoreCall<A> = neverRun;
      const succeed = (value: A) => result = Effect.succeed(value);
      this.#waiting.push({
        inLog: () => {
          const done = operation.inLog(entries);
          if (done !== undefined) succeed(done.value);
          return done !== undefined;
        },
        needsLog: () => operation.needsLog(entries),
        inTable: () => succeed(operation.inTable(entries)),
        fail: (error) => result = Effect.fail(error),
        tell: () => resume(result),
      });
      if (this.#waiting.length === 1) this.#runSoon();
    }));
  }

  /** Runs what waits, and waits until it is durable: a write may be under way for which nobody waits. */
  async end(): Promise<void> {
    while (this.#waiting.length > 0 || this.#syncing !== undefined) {
      await this.#syncing;
      this.#flush();
    }
  }

  #runSoon(): void {
    Effect.runFork(Effect.andThen(aMoment, Effect.sync(() => this.#flush())));
  }

  #flush(): void {
    if (this.#syncing !== undefined || this.#waiting.length === 0) return;
    const group = this.#waiting;
    this.#waiting = [];
    const tell = () => group.forEach((one) => one.tell());
    if (!this.#commit(group)) return tell();
    this.#syncing = this.#log.sync().catch((cause) => {
      // Nobody knows any more what is on the disk.
      this.#failure = fileFailed(cause);
      failAll(group, this.#failure);
    }).then(() => {
      this.#syncing = undefined;
      tell();
      if (this.#waiting.length > 0) this.#runSoon();
    });
  }

  /** Runs operations. Returns whether they are not durable yet. */
  #commit(group: ReadonlyArray<Waiting>): boolean {
    if (this.#failure !== undefined) {
      failAll(group, this.#failure);
      return false;
    }
    const { isWritten, rest } = this.#inLog(group);
    const isDone = rest.length === 0 || this.#inTable(rest);
    if (!isDone && rest.length > 1) { for (const one of rest) this.#inTable([one]); }
    return isWritten;
  }

  /** Runs those that change only the log. If it is full, its entries and theirs go into the table. */
  #inLog(
    group: ReadonlyArray<Waiting>,
  ): { readonly rest: ReadonlyArray<Waiting>; readonly isWritten: boolean } {
    try {
      this.#begin();
      const rest = group.filter((one) => !one.inLog());
      const written = this.#entries.write();
      const emptied = written === "full" ? this.#entries.empty() : undefined;
      this.#database.exec("COMMIT");
      emptied?.();
      return { rest, isWritten: written === "written" };
    } catch (cause) {
      this.#rollBack();
      failAll(group, fileFailed(cause));
      return { rest: [], isWritten: false };
    }
  }

  /** Runs operations in one transaction on the table. If it fails, none of them was done. */
  #inTable(group: ReadonlyArray<Waiting>): boolean {
    try {
      this.#begin();
      const emptied = group.some((one) => one.needsLog()) ? this.#entries.empty() : undefined;
      for (const one of group) one.inTable();
      this.#database.exec("COMMIT");
      emptied?.();
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
