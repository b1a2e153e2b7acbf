/** A SQL client of Effect over an SQLite in memory. Effect has none that works in Deno. */
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Reactivity from "effect/reactivity/Reactivity";
import * as SqlClient from "effect/sql/SqlClient";
import type { Connection } from "effect/sql/SqlConnection";
import { SqlError, UnknownError } from "effect/sql/SqlError";
import * as Statement from "effect/sql/Statement";
import * as Stream from "effect/Stream";
import { DatabaseSync } from "node:sqlite";

const toInput = (parameter: unknown) =>
  typeof parameter === "number" ? parameter : String(parameter);

const connectionTo = (database: DatabaseSync): Connection => {
  const execute = (sql: string, parameters: ReadonlyArray<unknown>) =>
    Effect.try({
      try: () => database.prepare(sql).all(...parameters.map(toInput)),
      catch: (cause) => new SqlError({ reason: new UnknownError({ cause }) }),
    });
  const unused = () => Effect.die("not needed");
  return {
    execute,
    executeUnprepared: execute,
    executeRaw: execute,
    executeValues: unused,
    executeValuesUnprepared: unused,
    executeStream: () => Stream.die("not needed"),
  };
};

/** A database: an empty one, or a file. It takes itself for another one than SQLite if the compiler is another one's. */
export const layerSqliteClient = (
  compiler: Statement.Compiler = Statement.makeCompilerSqlite(),
  file = ":memory:",
): Layer.Layer<SqlClient.SqlClient> =>
  Layer.effect(
    SqlClient.SqlClient,
    Effect.flatMap(
      Effect.acquireRelease(
        Effect.sync(() => new DatabaseSync(file)),
        (database) => Effect.sync(() => database.close()),
      ),
      (database) =>
        SqlClient.make({
          acquirer: Effect.succeed(connectionTo(database)),
          compiler,
          driver: "node:sqlite",
          spanAttributes: [],
        }),
    ),
  ).pipe(Layer.provide(Reactivity.layer));
