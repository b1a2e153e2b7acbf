/**
 * Journals in a real PostgreSQL: what every store must do, and what is special about a database on another machine.
 * Real time is needed only where the database's own clock counts.
 */
import { addCustomers, Journal, JournalStore, type Report, stack } from "../../../mod.ts";
import { layerAt } from "../../../src/policy/journal/sql_store.ts";
import { withinStoreTime } from "../../../src/policy/store_time.ts";
import { policy } from "../../../src/policy/mod.ts";
import { Sandbox } from "../../../src/sandbox/mod.ts";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as References from "effect/References";
import * as SqlClient from "effect/sql/SqlClient";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { clientOf, storeOver, untilWaiting } from "../../support/journal_postgres.ts";
import { onPostgres } from "../../support/postgres.ts";
import { refusingUrl } from "../../support/unreachable.ts";
import { storeSuite } from "./store_suite.ts";

const hour = 3_600_000;
const claim = { key: "a", print: "p" };

/** Why a store can't be had, with everything that can be seen of the error. */
const refusal = (url: string) =>
  Effect.scoped(Effect.flatMap(clientOf(url), storeOver)).pipe(
    Effect.flip,
    Effect.map((error) => ({ tag: error._tag, seen: Deno.inspect(error, { depth: 20 }) })),
  );

await onPostgres("journals in PostgreSQL", (database, schema) => {
  storeSuite(
    "PostgreSQL",
    () =>
      Layer.unwrap(Effect.map(Effect.flatMap(schema, clientOf), (client) =>
        Layer.provide(
          layerAt(Clock.currentTimeMillis),
          Layer.succeed(SqlClient.SqlClient, client),
        ))),
  );

  /** The entries of a journal in a database, and what reads and changes the database beside it. */
  const journal = Effect.gen(function* () {
    const url = yield* schema;
    const client = yield* clientOf(url);
    const { open } = yield* storeOver(client);
    return { url, client, entries: open("journal") };
  });

  it.effect("the clock of the database counts, and not the machine's", function* () {
    const { client, entries } = yield* journal;
    yield* entries.claim([claim], "one", hour);
    const [{ now }] = yield* client<{ now: bigint }>`
      SELECT (extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now`;
    const [entry] = yield* entries.read(["a"]);
    assert(entry.state === "sending");
    const lasts = entry.until - Number(now);
    assert(lasts > hour - 60_000 && lasts <= hour, `it lasts ${lasts} ms`);
    assert(entry.remaining > hour - 60_000 && entry.remaining <= hour);
  });

  it.live("an entry is taken over once the database says that its time is over", function* () {
    const { entries } = yield* journal;
    yield* entries.claim([claim, { key: "b", print: "p" }], "one", -1);
    yield* entries.confirm(["b"], "one", hour);
    const seen = yield* entries.read(["a", "b"]);
    assertEquals(seen.map(({ key, remaining }) => [key, remaining < 0]), [["a", true], [
      "b",
      false,
    ]]);
    const other = seen.map((entry) => ({ ...entry, until: entry.until - 1 }));
    assertEquals(yield* entries.takeOver(other, "two", hour), []);
    assertEquals(yield* entries.takeOver(seen, "two", hour), ["a"]);
  });

  it.live("a client that gives columns other names changes nothing", function* () {
    const client = yield* clientOf(yield* schema, {
      transformResultNames: (name) => name.toUpperCase(),
    });
    const entries = (yield* storeOver(client)).open("journal");
    assertEquals(yield* entries.claim([claim], "one", hour), ["a"]);
    yield* entries.create([{ key: "a", token: "one", customerId: "13" }]);
    const [{ remaining: _, ...entry }] = yield* entries.read(["a"]);
    const known = { token: "one", customerId: "13", fields: "", until: 0 } as const;
    assertEquals(entry, { ...claim, ...known, state: "created" });
  });

  it.live("a transaction around an import takes nothing back of the journal", function* () {
    const { client, entries } = yield* journal;
    const rolledBack = client.withTransaction(
      Effect.andThen(entries.claim([claim], "one", hour), Effect.fail("rolled back")),
    );
    assertEquals(yield* Effect.flip(rolledBack), "rolled back");
    assertEquals((yield* entries.read(["a"])).length, 1);
  });

  it.effect("a statement that waits too long is cancelled, and does nothing later", function* () {
    const { client, entries, url } = yield* journal;
    const admin = yield* clientOf(url);
    yield* admin.withTransaction(Effect.gen(function* () {
      yield* admin`LOCK TABLE thulium_journal_1`;
      const claiming = yield* Effect.forkChild(
        withinStoreTime(entries.claim([claim], "one", hour), () => "too late"),
      );
      yield* untilWaiting(client, claiming);
      yield* TestClock.adjust("10 seconds");
      assertEquals(yield* Effect.flip(Fiber.join(claiming)), "too late");
    }));
    assertEquals(yield* entries.read(["a"]), []);
  });

  /** A database, with a user whose password counts and who may do nothing yet. */
  const withUser = Effect.gen(function* () {
    const url = new URL(yield* database);
    const admin = yield* clientOf(url.href);
    yield* Effect.acquireRelease(
      admin`CREATE ROLE with_password LOGIN PASSWORD 'se/cret'`,
      () =>
        Effect.orDie(
          Effect.andThen(admin`DROP OWNED BY with_password`, admin`DROP ROLE with_password`),
        ),
    );
    yield* admin`REVOKE CREATE ON SCHEMA public FROM PUBLIC`;
    url.username = "with_password";
    url.password = encodeURIComponent("se/cret");
    return { admin, url };
  });

  it.live("a user who may not make tables uses one that is there", function* () {
    const { admin, url } = yield* withUser;
    const { seen } = yield* refusal(url.href);
    assertStringIncludes(seen, "does not let its user make the table thulium_journal_1");

    yield* storeOver(admin);
    yield* admin`GRANT SELECT, INSERT, UPDATE, DELETE ON thulium_journal_1 TO with_password`;
    const entries = (yield* storeOver(yield* clientOf(url.href))).open("journal");
    yield* entries.claim([claim], "one", hour);
    yield* entries.confirm(["a"], "one", hour);
    yield* entries.forget(["a"], "one");
    assertEquals(yield* entries.read(["a"]), []);
  });

  it.live("a wrong password is said without the password", function* () {
    const { url } = yield* withUser;
    url.password = "wrong";
    const { seen, tag } = yield* refusal(url.href);
    assertEquals(tag, "JournalStoreError");
    assertStringIncludes(seen, "refuses the user or the password");
    for (const part of ["wrong", "with_password", "127.0.0.1", url.port, url.pathname.slice(1)]) {
      assert(!seen.includes(part), `the error says ${part}`);
    }
  });

  it.live("what can't be reached is said without its address", function* () {
    const { port } = new URL(refusingUrl());
    for (const place of [`127.0.0.1:${port}`, "127.0.0.1:99999"]) {
      const { seen, tag } = yield* refusal(`postgres://import:secret@${place}/customers`);
      assertEquals(tag, "JournalStoreError");
      assertStringIncludes(seen, "can't be reached, or the connection was lost");
      for (const part of ["secret", "import:", "customers", port, "99999", "127.0.0.1"]) {
        assert(!seen.includes(part), `the error says ${part}`);
      }
    }
  });

  it.live("when the database stops midway nothing more is sent, and the next run goes on", () =>
    Effect.gen(function* () {
      const url = yield* database;
      const store = yield* Effect.flatMap(clientOf(url), storeOver);
      const name = new URL(url).pathname.slice(1);
      const admin = yield* clientOf(new URL("postgres", url).href);
      const stop = Effect.andThen(
        admin.unsafe(`ALTER DATABASE ${name} ALLOW_CONNECTIONS false`),
        admin`SELECT pg_terminate_backend(pid, 5000) FROM pg_stat_activity WHERE datname = ${name}`,
      );
      let calls = 0;
      const stopping = policy((next) =>
        Effect.succeed((batch) =>
          Effect.andThen(++calls === 2 ? Effect.orDie(stop) : Effect.void, next(batch))
        )
      );
      const customers = Array.from(
        { length: 6 },
        (_, i) => ({ surname: `K${i}`, identifier: `${i}` }),
      );
      const run = addCustomers(customers, { maxCustomers: 2, concurrency: 1 }).pipe(
        Effect.map(({ outcomes }: Report) => outcomes.map(({ _tag }) => _tag).join(" ")),
        Effect.provide(
          stack(stopping, Journal.layerReconcile({ name: "journal", settleFor: "1 millis" })).pipe(
            Layer.provide([
              Sandbox.layerBatchCall(),
              Sandbox.layerLookup(),
              Layer.succeed(JournalStore, store),
            ]),
          ),
        ),
      );
      assertEquals(yield* run, "Created Created Created Created NotSent NotSent");
      assertEquals(yield* run, "NotSent NotSent NotSent NotSent NotSent NotSent");
      assertEquals(calls, 2);
      yield* admin.unsafe(`ALTER DATABASE ${name} ALLOW_CONNECTIONS true`);
      assertEquals(yield* run, "Unchanged Unchanged Unchanged Unchanged Created Created");
      assertEquals((yield* (yield* Sandbox).customers).length, 6);
    }).pipe(
      Effect.provide(Sandbox.layer()),
      Effect.provideService(References.MinimumLogLevel, "None"),
    ));
});
