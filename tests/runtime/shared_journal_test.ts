/**
 * Two importers and a handler get the same customers, each in another order, and share a journal in PostgreSQL. One
 * importer is killed.
 */
import { table } from "../../src/policy/journal/sql_dialects.ts";
import * as PgClient from "@effect/sql-pg/PgClient";
import * as Effect from "effect/Effect";
import * as Redacted from "effect/Redacted";
import * as SqlClient from "effect/sql/SqlClient";
import {
  type Bench,
  linesOf,
  ndjson,
  people,
  posts,
  type Ran,
  ran,
  withBench,
} from "../cli/importer.ts";
import { everybodyOnce, reportsAreTrue } from "../cli/truth.ts";
import { assertEquals } from "../support/assert.ts";
import { asChild } from "../support/child_server.ts";
import { it } from "../support/it.ts";
import { root } from "../support/manifest.ts";
import { onPostgres } from "../support/postgres.ts";

const usual = 5000;
/** `SHARED_JOURNAL_CUSTOMERS=20000` is a long run, in which the claims of the killed importer end by themselves. */
const count = Number(Deno.env.get("SHARED_JOURNAL_CUSTOMERS") ?? usual);
/** Customers per second for each of the three, so that none has done the work before the others begin. */
const rate = String(count / 8);

/** Resolves when the sandbox has had so many POSTs. */
const untilPosts = ({ thulium }: Bench, wanted: number): Promise<void> =>
  new Promise((resolve) => {
    const answer = thulium.answer.bind(thulium);
    thulium.answer = (request) => {
      const reply = answer(request);
      if (posts(thulium).length >= wanted) resolve();
      return reply;
    };
  });

/**
 * Ends the claims of a killed importer: those that are left when everybody is in the journal and nothing changes any
 * more, because all others wait for them.
 */
const endDeadClaims = Effect.gen(function* () {
  const sql = yield* SqlClient.SqlClient;
  const entries = sql.unsafe(`SELECT key, token, until::text, state FROM ${table} ORDER BY key`);
  for (let last = "";;) {
    const rows = yield* entries;
    const seen = JSON.stringify(rows);
    if (rows.length === count && seen === last) break;
    last = seen;
    yield* Effect.sleep("1500 millis");
  }
  yield* sql.unsafe(`UPDATE ${table} SET until = 0 WHERE state = 'sending'`);
});

/** The customers in another order than `people` has, and how a report of them becomes one in that order. */
const half = count / 2;
const rotated = [...people(count).slice(half), ...people(count).slice(0, half)];
const reversed = people(count).reverse();
const inOrder = (
  rows: ReadonlyArray<object>,
  identifiers: ReadonlyArray<{ readonly identifier: string }>,
) =>
  rows.map((row, i) => ({ ...row, index: Number(identifiers[i].identifier) }))
    .sort((one, other) => one.index - other.index);

/** Sends the customers through a handler, the last one first, and writes a report as an importer does. */
const throughHandler = async ({ write }: Bench, handler: string, report: string): Promise<void> => {
  const response = await fetch(`${handler}/api/batch/customers`, {
    method: "POST",
    headers: {
      authorization: `Basic ${btoa("api_user:api_pass")}`,
      "content-type": "application/x-ndjson",
    },
    body: ndjson(reversed),
  });
  const lines = (await response.text()).trimEnd().split("\n").map((line) => JSON.parse(line));
  assertEquals(lines.pop()?.total, count);
  const outcomes: Readonly<Record<number, string>> = { 200: "unchanged", 201: "created" };
  const rows = lines.map(({ customer_id, http_status }) => ({
    outcome: outcomes[http_status],
    customer_id,
  }));
  await write(report, ndjson(inOrder(rows, reversed)));
};

/** Imports, is killed at a random time, and imports again. */
const killedOnce = async (bench: Bench, args: ReadonlyArray<string>): Promise<Ran> => {
  const { spawn } = bench;
  const first = spawn(args);
  const end = ran(first);
  await untilPosts(bench, 2 + Math.floor(Math.random() * count / 200));
  first.kill("SIGKILL");
  assertEquals((await end).code, 137, "it ended before it was killed");
  return await ran(spawn(args));
};

/** All three at work. The importer that is killed begins before the others. */
const importTogether = async (bench: Bench, handler: string, database: string): Promise<void> => {
  const { path, spawn, thulium, write } = bench;
  const args = [
    ...["--journal", database, "--absent-after", "1", "--batch-size", "50", "--rate", rate],
    "--report",
  ];
  const first = await write("first.ndjson", ndjson(people(count)));
  const second = await write("second.ndjson", ndjson(rotated));
  const hasBegun = untilPosts(bench, 1);
  const killed = killedOnce(bench, [...args, path("killed"), first]);
  const others = hasBegun.then(() =>
    Promise.all([
      ran(spawn([...args, path("other"), second])),
      throughHandler(bench, handler, "handled"),
    ])
  );
  const work = Effect.promise(() => Promise.all([killed, others]));
  const expiry = Effect.promise(() => hasBegun).pipe(
    Effect.andThen(count > usual ? Effect.void : endDeadClaims),
    Effect.provide(PgClient.layer({ url: Redacted.make(database), maxConnections: 1 })),
    Effect.andThen(Effect.never),
  );
  const [again, [other]] = await Effect.runPromise(Effect.raceFirst(work, expiry));
  for (const { code, stderr, stdout } of [again, other]) assertEquals(code, 0, stdout + stderr);
  everybodyOnce(thulium.customers, count);
  await write("other", ndjson(inOrder(await linesOf(path("other")), rotated)));
  const reports = ["killed", "other", "handled"].map(path);
  const created = await Promise.all(
    reports.map((report) => reportsAreTrue(thulium.customers, count, [report])),
  );
  await reportsAreTrue(thulium.customers, count, reports);
  console.log(`of ${count} customers, ${created.join(" and ")} were created`);
};

const withHandler = async (bench: Bench, database: string): Promise<void> => {
  const program = `${root}tests/support/durable_handler.ts`;
  const args = [
    "run",
    "-A",
    "--no-check",
    program,
    bench.url,
    database,
    new URL(bench.url).host,
    rate,
  ];
  const handler = await asChild(args, {}, "SIGTERM");
  try {
    await importTogether(bench, handler.url, database);
  } finally {
    await handler.close();
  }
};

await onPostgres("two importers and a handler on one journal", (database) => {
  it.live("two importers and a handler that share a journal create everybody once, though one is killed", function* () {
    const url = yield* database;
    yield* Effect.promise(() => withBench((bench) => withHandler(bench, url)));
  });
});
