/** Machines that use a journal in PostgreSQL at the same time, and what the database does for each operation. */
import { postgres } from "../../../src/policy/journal/sql_dialects.ts";
import { inSql, type Row, type RunSql } from "../../../src/policy/journal/sql.ts";
import { type Claim, type Entries, JournalStoreError } from "../../../src/policy/journal/store.ts";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import * as Random from "effect/Random";
import type * as SqlClient from "effect/sql/SqlClient";
import { assert, assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { clientOf, storeOver, untilWaiting } from "../../support/journal_postgres.ts";
import { onPostgres } from "../../support/postgres.ts";

const hour = 3_600_000;
const keys = Array.from({ length: 10 }, (_, i) => `key-${i}`);
const claimOf = (key: string): Claim => ({ key, print: "p" });

/** A journal whose statements are not tried again, so that a deadlock is seen. */
const unretried = (client: SqlClient.SqlClient): Entries => {
  const run: RunSql = (text, parameters) =>
    Effect.mapError(
      client.unsafe<Row>(text, parameters),
      ({ reason: { _tag } }) => new JournalStoreError({ message: _tag }),
    );
  return inSql(run, postgres, "journal", "store");
};

const drawKeys = Effect.map(
  Random.shuffle(keys),
  (shuffled) => [...shuffled].slice(0, 1 + shuffled.length / 2),
);

/** Some of everything that a run does, with keys that others use at the same time. */
const oneRound = (entries: Entries, token: string) =>
  Effect.gen(function* () {
    yield* entries.claim((yield* drawKeys).map(claimOf), token, -1);
    yield* entries.confirm(yield* drawKeys, token, -1);
    const seen = yield* entries.read(yield* drawKeys);
    yield* entries.takeOver(seen, token, -1);
    yield* entries.claimUpdate(seen, token, -1);
    yield* entries.see(yield* drawKeys, yield* Random.nextIntBetween(1, 100));
    yield* entries.settle(
      (yield* drawKeys).map((key) => ({ key, token, customerId: "13", print: "q", fields: "" })),
      0,
    );
    yield* entries.doubt((yield* drawKeys).slice(0, 2), token, -1);
    yield* entries.forget(yield* drawKeys, token);
    yield* entries.create(seen.slice(0, 1).map((entry) => ({ ...entry, customerId: "13" })));
  });

/** Each operation that changes entries, on all keys. They were claimed by the token `one`, and their time is over. */
const changes = (
  entries: Entries,
): { readonly [operation: string]: Effect.Effect<unknown, JournalStoreError> } => ({
  confirm: entries.confirm(keys, "one", hour),
  doubt: entries.doubt(keys, "one", hour),
  takeOver: Effect.flatMap(entries.read(keys), (found) => entries.takeOver(found, "two", hour)),
  create: entries.create(keys.map((key) => ({ key, token: "one", customerId: "13" }))),
  forget: entries.forget(keys, "one"),
  see: entries.see(keys, 1000),
});

/** A statement that waits for another one forever would hang its test. */
const impatient = { startupParameters: { lock_timeout: "3s" } };

await onPostgres("journals of several machines in PostgreSQL", (database, schema) => {
  it.live("machines that claim the same customers get each one once", function* () {
    const url = yield* schema;
    const machines = yield* Effect.forEach(
      [1, 2],
      () => Effect.flatMap(clientOf(url), storeOver),
      { concurrency: "unbounded" },
    );
    const claims = machines.flatMap(({ open }, machine) =>
      Array.from({ length: 20 }, (_, i) =>
        Effect.flatMap(
          drawKeys,
          (drawn) => open("journal").claim(drawn.map(claimOf), `${machine}-${i}`, hour),
        ))
    );
    const won = (yield* Effect.all(claims, { concurrency: "unbounded" })).flat();
    assertEquals(won.sort(), keys);
  });

  for (const isolation of ["repeatable read", "serializable"]) {
    it.live(`a database that isolates as ${isolation} gives each customer once`, function* () {
      const url = yield* schema;
      const machines = yield* Effect.forEach(["one", "two"], (token) =>
        Effect.gen(function* () {
          const client = yield* clientOf(url, {
            startupParameters: { default_transaction_isolation: isolation },
          });
          return { token, entries: (yield* storeOver(client)).open("journal") };
        }));
      for (let round = 0; round < 10; round++) {
        const won = yield* Effect.forEach(
          machines,
          ({ entries, token }) => entries.claim(keys.map(claimOf), token, hour),
          { concurrency: "unbounded" },
        );
        assertEquals(won.flat().sort(), keys);
        yield* Effect.forEach(machines, ({ entries, token }) => entries.forget(keys, token), {
          concurrency: "unbounded",
        });
      }
    });
  }

  it.live("machines that do everything at once never deadlock", function* () {
    const url = yield* schema;
    const config = { startupParameters: { deadlock_timeout: "10ms" } };
    const machines = yield* Effect.forEach([1, 2], () => clientOf(url, config));
    yield* storeOver(machines[0]);
    const fibers = machines.flatMap((client, machine) =>
      Array.from(
        { length: 10 },
        (_, i) => Effect.repeat(oneRound(unretried(client), `${machine}-${i}`), { times: 10 }),
      )
    );
    yield* Effect.all(fibers, { concurrency: "unbounded" });
  });

  it.live("an operation waits for another one in the order of the keys", function* () {
    const url = yield* database;
    const client = yield* clientOf(url, impatient);
    yield* storeOver(client);
    const entries = unretried(client);
    const holder = yield* clientOf(url);
    for (const [operation, change] of Object.entries(changes(entries))) {
      yield* client`DELETE FROM thulium_journal_1`;
      // On the disk they are in another order.
      for (const key of keys.toReversed()) yield* entries.claim([claimOf(key)], "one", -1);
      const changing = yield* holder.withTransaction(Effect.gen(function* () {
        yield* holder`SELECT 1 FROM thulium_journal_1 WHERE key = 'key-4' FOR UPDATE`;
        const changing = yield* Effect.forkChild(change);
        yield* untilWaiting(client, changing);
        const free = yield* client<{ key: string }>`
          SELECT key FROM thulium_journal_1 FOR UPDATE SKIP LOCKED`;
        assertEquals(free.map(({ key }) => key).sort(), keys.slice(5), operation);
        return changing;
      }));
      yield* Fiber.join(changing);
    }
  });

  it.live("an operation that waited sees what the other one changed", function* () {
    const url = yield* database;
    const client = yield* clientOf(url, impatient);
    yield* storeOver(client);
    const entries = unretried(client);
    const holder = yield* clientOf(url);
    const stored = (client: SqlClient.SqlClient) =>
      client`SELECT * FROM thulium_journal_1 ORDER BY key`;
    // Whether a list has a customer depends on nothing else.
    const all = Object.keys(changes(entries)).filter((operation) => operation !== "see");
    const losers = { takeOver: all, create: all, confirm: ["takeOver"] };
    for (const [first, seconds] of Object.entries(losers)) {
      for (const second of seconds) {
        yield* client`DELETE FROM thulium_journal_1`;
        yield* entries.claim(keys.map(claimOf), "one", -1);
        const { changing, left } = yield* holder.withTransaction(Effect.gen(function* () {
          yield* changes(unretried(holder))[first];
          const changing = yield* Effect.forkChild(changes(entries)[second]);
          yield* untilWaiting(client, changing);
          return { changing, left: yield* stored(holder) };
        }));
        yield* Fiber.join(changing);
        assertEquals(yield* stored(client), left, `${second} after ${first}`);
      }
    }
  });

  it.live("whoever waited for an update that was settled meanwhile must look again", function* () {
    const url = yield* database;
    const client = yield* clientOf(url, impatient);
    const entries = (yield* storeOver(client)).open("journal");
    const holder = yield* clientOf(url);
    const others = unretried(holder);
    yield* client`DELETE FROM thulium_journal_1`;
    yield* entries.claim(keys.map(claimOf), "one", hour);
    yield* entries.create(keys.map((key) => ({ key, token: "one", customerId: "13" })));
    const seen = yield* entries.read(keys);
    const claiming = yield* holder.withTransaction(Effect.gen(function* () {
      yield* others.claimUpdate(seen, "two", hour);
      yield* others.settle(
        keys.map((key) => ({ key, token: "two", customerId: "13", print: "p", fields: "" })),
        0,
      );
      const claiming = yield* Effect.forkChild(entries.claimUpdate(seen, "three", hour));
      yield* untilWaiting(client, claiming);
      return claiming;
    }));
    assertEquals(yield* Fiber.join(claiming), []);
  });

  it.live("a claim waits for another one in the order of the keys", function* () {
    const url = yield* database;
    const client = yield* clientOf(url, impatient);
    yield* storeOver(client);
    const holder = yield* clientOf(url);
    const { claim } = unretried(client);
    const claiming = yield* holder.withTransaction(Effect.gen(function* () {
      yield* unretried(holder).claim([claimOf("key-4")], "one", hour);
      const claiming = yield* Effect.forkChild(claim(keys.map(claimOf), "two", hour));
      yield* untilWaiting(client, claiming);
      assertEquals(yield* claim(keys.slice(5).map(claimOf), "three", hour), keys.slice(5));
      return claiming;
    }));
    assertEquals(yield* Fiber.join(claiming), keys.slice(0, 4));
  });

  it.live("machines that make the table in the same instant all have it", function* () {
    for (let round = 0; round < 3; round++) {
      const url = yield* schema;
      const clients = yield* Effect.forEach(keys, () => clientOf(url, { maxConnections: 1 }));
      yield* Effect.forEach(clients, (client) => client`SELECT 1`, { concurrency: "unbounded" });
      const made = yield* Effect.forEach(clients, (client) => Effect.exit(storeOver(client)), {
        concurrency: "unbounded",
      });
      assert(made.every(Exit.isSuccess));
    }
  });
});
