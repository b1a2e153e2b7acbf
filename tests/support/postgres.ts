/**
 * A real PostgreSQL for tests: the server that `THULIUM_TEST_POSTGRES` names, or else one that `postgres.sh` starts.
 *
 * A test gets an empty database of its own, so tests share nothing. Where PostgreSQL is not installed, the tests are
 * left out and one ignored test says so; in CI that test fails.
 *
 * Call `onPostgres` where a file is loaded, never inside of a test: the server must be older than the tests that use
 * it, or their sanitizers take it for a leak.
 */
import * as PgClient from "@effect/sql-pg/PgClient";
import * as Effect from "effect/Effect";
import * as Redacted from "effect/Redacted";
import type * as Scope from "effect/Scope";
import * as SqlClient from "effect/sql/SqlClient";
import type * as SqlError from "effect/sql/SqlError";
import { root } from "./manifest.ts";

/** Makes an empty database, gives its URL, and drops it when the scope closes. */
export type Database = Effect.Effect<string, SqlError.SqlError, Scope.Scope>;

const statusOfNotInstalled = 127;

/** Starts a server that ends with this process. Gives its URL, or nothing where PostgreSQL is not installed. */
export const startPostgres = async (): Promise<string | undefined> => {
  let child;
  try {
    child = new Deno.Command("sh", {
      args: [`${root}tests/support/postgres.sh`],
      stdin: "piped",
      stdout: "piped",
    }).spawn();
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
  const { stdin, stdout } = child;
  const url = (await new Response(stdout).text()).trim();
  if (url === "") {
    await stdin.close();
    const { code } = await child.status;
    if (code === statusOfNotInstalled) return undefined;
    throw new Error(`PostgreSQL did not start: postgres.sh ended with status ${code}`);
  }
  // Held until then, so that garbage collection can't close the pipe and stop the server early.
  addEventListener("unload", () => void stdin.close());
  child.unref();
  return url;
};

const run = (url: string, statement: string): Effect.Effect<void, SqlError.SqlError> =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient;
    yield* sql.unsafe(statement);
  }).pipe(
    Effect.provide(PgClient.layer({ url: Redacted.make(url), maxConnections: 1 })),
  );

const freshName = () => `test_${crypto.randomUUID().replaceAll("-", "")}`;

const databaseOn = (server: string): Database =>
  Effect.suspend(() => {
    const name = freshName();
    const url = new URL(server);
    url.pathname = name;
    return Effect.acquireRelease(
      run(server, `CREATE DATABASE ${name} TEMPLATE template0`).pipe(Effect.as(url.href)),
      () => run(server, `DROP DATABASE ${name} WITH (FORCE)`).pipe(Effect.orDie),
    );
  });

const schemaOn = (server: string): Database =>
  Effect.suspend(() => {
    const name = freshName();
    const url = new URL(server);
    url.searchParams.set("options", `-c search_path=${name}`);
    return Effect.acquireRelease(
      run(server, `CREATE SCHEMA ${name}`).pipe(Effect.as(url.href)),
      () => run(server, `DROP SCHEMA ${name} CASCADE`).pipe(Effect.orDie),
    );
  });

let server: Promise<string | undefined> | undefined;

/**
 * Registers tests that need PostgreSQL; `what` names them where they are left out. A schema is made faster than a
 * database, and its URL is used in the same way.
 */
export const onPostgres = async (
  what: string,
  register: (database: Database, schema: Database) => void,
): Promise<void> => {
  server ??= Promise.resolve(Deno.env.get("THULIUM_TEST_POSTGRES") || startPostgres());
  const url = await server;
  if (url !== undefined) return register(databaseOn(url), schemaOn(url));
  Deno.test({
    name: `${what}: left out, because PostgreSQL is not installed`,
    ignore: !Deno.env.get("CI"),
    fn: () => {
      throw new Error("CI must have PostgreSQL");
    },
  });
};
