/** Operations on a journal's file that come at the same time. */
import type { Operation } from "../../../src/policy/journal/group_commit.ts";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import { assert, assertEquals } from "../../support/assert.ts";
import { inTempFolder } from "../../support/files.ts";
import { type OpenLog, openLog } from "../../support/open_log.ts";

/** A test with a new file. */
const onFile = (sentence: string, body: (file: OpenLog) => Effect.Effect<void, unknown>): void =>
  Deno.test(sentence, () =>
    inTempFolder(async (folder) => {
      using file = openLog(`${folder}/journal`);
      await Effect.runPromise(body(file));
    }));

const claim = ({ journal }: OpenLog, ...keys: ReadonlyArray<string>) =>
  journal.claim(keys.map((key) => ({ key, print: "p" })), "one", 1000);

const atOnce = <A>(list: ReadonlyArray<Effect.Effect<A, unknown>>) =>
  Effect.all(list.map(Effect.exit), { concurrency: "unbounded" });

/** Writes down what is executed from now on. */
const record = ({ database }: OpenLog): ReadonlyArray<string> => {
  const done: Array<string> = [];
  const exec = database.exec.bind(database);
  database.exec = (sql) => {
    done.push(sql);
    exec(sql);
  };
  return done;
};

/** Makes statements fail, as if the disk were gone. */
const failOn = ({ database }: OpenLog, fails: (sql: string) => boolean): void => {
  const exec = database.exec.bind(database);
  database.exec = (sql) => {
    if (fails(sql)) throw new Error("the disk is gone");
    exec(sql);
  };
};

/** An operation on the table. */
const inTable = (run: () => number): Operation<number> => ({
  inLog: () => undefined,
  inTable: { needsLog: () => false, run },
});

onFile(
  "changes that come at the same time share a transaction",
  (file) =>
    Effect.gen(function* () {
      const done = record(file);
      const exits = yield* atOnce([claim(file, "a", "b"), claim(file, "b", "c"), claim(file, "d")]);
      assertEquals(exits.map((exit) => Exit.isSuccess(exit) && exit.value), [["a", "b"], ["c"], [
        "d",
      ]]);
      assertEquals(done, ["BEGIN IMMEDIATE", "COMMIT"]);
    }),
);

onFile(
  "a change of the table that fails costs only itself",
  ({ database, group }) =>
    Effect.gen(function* () {
      database.exec("CREATE TABLE numbers (number INTEGER PRIMARY KEY)");
      const insert = (number: number) =>
        group.run(
          inTable(() =>
            Number(database.prepare("INSERT INTO numbers VALUES (?)").run(number).changes)
          ),
        );
      assertEquals(
        (yield* atOnce([insert(1), insert(2), insert(2), insert(3)])).map(Exit.isSuccess),
        [true, true, false, true],
      );
      assertEquals(database.prepare("SELECT count(*) AS count FROM numbers").get()?.count, 3);
    }),
);

onFile(
  "nothing succeeds that was not committed, and the next one finds what is in the file",
  (file) =>
    Effect.gen(function* () {
      yield* claim(file, "a");
      let isBroken = true;
      failOn(file, (sql) => isBroken && sql === "COMMIT");
      const exits = yield* atOnce<unknown>([
        claim(file, "b"),
        file.group.run(inTable(() => 1)),
      ]);
      assert(exits.every(Exit.isFailure));
      isBroken = false;
      assertEquals((yield* file.journal.read(["a"])).length, 1);
    }),
);

onFile("nothing succeeds in a transaction that can't be ended", (file) =>
  Effect.gen(function* () {
    failOn(file, (sql) => sql !== "BEGIN IMMEDIATE");
    assert((yield* atOnce([claim(file, "a"), claim(file, "b")])).every(Exit.isFailure));
    assert((yield* atOnce([claim(file, "c")])).every(Exit.isFailure));
  }));

onFile(
  "a change for which nobody waits any more is durable before the file is closed",
  (file) =>
    Effect.gen(function* () {
      yield* Effect.forkChild(claim(file, "a"), { startImmediately: true });
      const done = record(file);
      file.group.flush();
      assertEquals(done, ["BEGIN IMMEDIATE", "COMMIT"]);
    }),
);
