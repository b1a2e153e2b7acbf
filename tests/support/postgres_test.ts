/** Tests of the PostgreSQL that other tests use. */
import * as PgClient from "@effect/sql-pg/PgClient";
import * as Effect from "effect/Effect";
import * as Redacted from "effect/Redacted";
import * as SqlClient from "effect/sql/SqlClient";
import { assertEquals, assertRejects, assertStringIncludes } from "./assert.ts";
import { inTempFolder } from "./files.ts";
import { it } from "./it.ts";
import { root } from "./manifest.ts";
import { onPostgres } from "./postgres.ts";

const support = `${root}tests/support/postgres.ts`;

/** The rows that a statement gives in a database. */
const query = (url: string, statement: string, parameters: ReadonlyArray<unknown> = []) =>
  Effect.gen(function* () {
    const sql = yield* SqlClient.SqlClient;
    return yield* sql.unsafe(statement, parameters);
  }).pipe(Effect.provide(PgClient.layer({ url: Redacted.make(url) })));

const tables = "SELECT count(*)::int AS tables FROM pg_tables WHERE schemaname = 'public'";

await onPostgres("PostgreSQL for tests", (database, schema) => {
  it.live("a test queries a database of its own, which is empty", function* () {
    const mine = yield* database;
    const other = yield* database;
    yield* query(mine, "CREATE TABLE t (a text)");
    assertEquals(yield* query(mine, tables), [{ tables: 1 }]);
    assertEquals(yield* query(other, tables), [{ tables: 0 }]);
    assertEquals(yield* query(other, "SELECT $1::text AS a", ["x"]), [{ a: "x" }]);
  });

  it.live("a schema is empty, and goes with its scope", function* () {
    const [mine, other] = [yield* schema, yield* schema];
    yield* query(mine, "CREATE TABLE t (a text)");
    assertEquals(yield* query(mine, "SELECT * FROM t"), []);
    yield* query(other, "CREATE TABLE t (a text)");
    const left = yield* Effect.scoped(Effect.tap(schema, (url) => query(url, "CREATE TABLE t ()")));
    assertEquals(yield* query(left, "SELECT current_schema() AS name"), [{ name: null }]);
  });

  it.effect("a database can be had in virtual time", function* () {
    const url = yield* database;
    assertEquals(yield* query(url, "SELECT 1 AS one"), [{ one: 1 }]);
  });

  it.live("a database is dropped at the end of its scope", function* () {
    const mine = yield* Effect.scoped(database);
    const other = yield* database;
    const name = new URL(mine).pathname.slice(1);
    const found = yield* query(other, "SELECT datname FROM pg_database WHERE datname = $1", [name]);
    assertEquals(found, []);
  });

  Deno.test("a server ends with the process that started it, even if that is killed", async () => {
    const program = `
      import { startPostgres } from ${JSON.stringify(support)};
      console.log(await startPostgres());
      setInterval(() => {}, 1000);
    `;
    const child = new Deno.Command(Deno.execPath(), {
      args: ["eval", program],
      cwd: root,
      stdout: "piped",
      stderr: "piped",
    }).spawn();
    const lines = child.stdout.pipeThrough(new TextDecoderStream()).getReader();
    const url = (await lines.read()).value?.trim() ?? "";
    assertEquals(await Effect.runPromise(query(url, "SELECT 1 AS one")), [{ one: 1 }]);
    child.kill("SIGKILL");
    // The server's shell has the child's `stderr` too: it is at its end when both have ended.
    await Promise.all([child.status, lines.cancel(), new Response(child.stderr).text()]);
    const { hostname, port } = new URL(url);
    await assertRejects(
      () => Deno.connect({ hostname, port: Number(port) }),
      Deno.errors.ConnectionRefused,
    );
  });
});

/** Runs a file of tests on a machine without PostgreSQL. */
const withoutPostgres = (env: { readonly [name: string]: string }) =>
  inTempFolder(async (folder) => {
    const file = `${folder}/missing_test.ts`;
    const test = `
      import { onPostgres } from ${JSON.stringify(support)};
      await onPostgres("orders", () => Deno.test("is never registered", () => {}));
    `;
    await Deno.writeTextFile(file, test);
    const { code, stdout } = await new Deno.Command(Deno.execPath(), {
      args: ["test", "-A", "--no-check", `--config=${root}deno.json`, file],
      env: { NO_COLOR: "1", PATH: folder, THULIUM_TEST_POSTGRES: "", ...env },
    }).output();
    return { code, printed: new TextDecoder().decode(stdout) };
  });

const reason = "orders: left out, because PostgreSQL is not installed";

Deno.test("without PostgreSQL its tests are left out, and one line says so", async () => {
  const { code, printed } = await withoutPostgres({ CI: "" });
  assertEquals(code, 0, printed);
  assertStringIncludes(printed, `${reason} ... ignored`);
  assertStringIncludes(printed, "0 passed | 0 failed | 1 ignored");
});

Deno.test("without PostgreSQL its tests fail in CI", async () => {
  const { code, printed } = await withoutPostgres({ CI: "true" });
  assertEquals(code, 1, printed);
  assertStringIncludes(printed, `${reason} ... FAILED`);
});
