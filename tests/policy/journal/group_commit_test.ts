import { GroupCommit } from "../../../src/policy/journal/group_commit.ts";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import { DatabaseSync } from "node:sqlite";
import { assert, assertEquals } from "../../support/assert.ts";

const insert = "INSERT INTO numbers VALUES (?1) RETURNING number";

/** A table that takes each number once, and the transactions on it. */
const scenario = (
  body: (group: GroupCommit, database: DatabaseSync) => Effect.Effect<void, unknown>,
) =>
async () => {
  const database = new DatabaseSync(":memory:");
  database.exec("CREATE TABLE numbers (number INTEGER PRIMARY KEY)");
  await Effect.runPromise(body(new GroupCommit(database), database));
  database.close();
};

/** Writes down what is executed from now on. */
const record = (database: DatabaseSync): ReadonlyArray<string> => {
  const executed: Array<string> = [];
  const exec = database.exec.bind(database);
  database.exec = (sql) => {
    executed.push(sql);
    exec(sql);
  };
  return executed;
};

/** Runs statements at the same time. */
const together = (group: GroupCommit, numbers: ReadonlyArray<number>) =>
  Effect.forEach(numbers, (number) => Effect.exit(group.run(insert, [number])), {
    concurrency: "unbounded",
  });

const stored = (database: DatabaseSync) =>
  database.prepare("SELECT number FROM numbers ORDER BY number").all().map(({ number }) => number);

Deno.test(
  "statements that come at the same time share a transaction, and each gets its own rows",
  scenario((group, database) =>
    Effect.gen(function* () {
      const executed = record(database);
      const exits = yield* together(group, [3, 1, 2]);
      assertEquals(
        exits.map((exit) => Exit.isSuccess(exit) && exit.value.map(({ number }) => number)),
        [[3], [1], [2]],
      );
      assertEquals(executed, ["BEGIN IMMEDIATE", "COMMIT"]);
      assertEquals(stored(database), [1, 2, 3]);
    })
  ),
);

Deno.test(
  "a statement that fails costs only itself",
  scenario((group, database) =>
    Effect.gen(function* () {
      const exits = yield* together(group, [1, 2, 2, 3]);
      assertEquals(exits.map(Exit.isSuccess), [true, true, false, true]);
      assertEquals(stored(database), [1, 2, 3]);
      assertEquals((yield* together(group, [4])).map(Exit.isSuccess), [true]);
    })
  ),
);

Deno.test(
  "nothing succeeds that was not committed",
  scenario((group, database) =>
    Effect.gen(function* () {
      const exec = database.exec.bind(database);
      database.exec = (sql) => {
        if (sql === "COMMIT") throw new Error("the disk is full");
        exec(sql);
      };
      const exits = yield* together(group, [1, 2]);
      assertEquals(exits.map(Exit.isSuccess), [false, false]);
      assertEquals(stored(database), []);
    })
  ),
);

Deno.test(
  "nothing succeeds in a transaction that can't be ended",
  scenario((group, database) =>
    Effect.gen(function* () {
      const exec = database.exec.bind(database);
      database.exec = (sql) => {
        if (sql !== "BEGIN IMMEDIATE") throw new Error("the disk is gone");
        exec(sql);
      };
      assert((yield* together(group, [1, 2])).every(Exit.isFailure));
      assert((yield* together(group, [3])).every(Exit.isFailure));
    })
  ),
);

Deno.test(
  "a statement for which nobody waits any more is run before the file is closed",
  scenario((group, database) =>
    Effect.gen(function* () {
      yield* Effect.forkChild(group.run(insert, [1]), { startImmediately: true });
      assertEquals(stored(database), []);
      group.flush();
      assertEquals(stored(database), [1]);
    })
  ),
);
