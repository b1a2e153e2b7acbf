/**
 * Streams the rows of a database into Thulium, with a journal in a file. The first run loses an answer and ends after
 * three calls. The second run continues and looks up the customers in doubt. In the end every customer was created
 * exactly once.
 *
 * Run it with: deno run --allow-read=/tmp --allow-write=/tmp examples/database.ts
 */
import {
  durablePolicies,
  importCustomers,
  makeImportProgress,
} from "@thulium-effect/batch-customers";
import * as JournalFile from "@thulium-effect/batch-customers/sqlite";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Stream from "effect/Stream";
import * as SubscriptionRef from "effect/SubscriptionRef";
import { DatabaseSync } from "node:sqlite";

const folder = await Deno.makeTempDir({ dir: "/tmp" });
const database = new DatabaseSync(`${folder}/crm.sqlite`);
database.exec(`
  CREATE TABLE person (id INTEGER PRIMARY KEY, surname TEXT NOT NULL, email TEXT);
  INSERT INTO person (id, surname, email)
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000)
    SELECT i, 'Surname ' || i, iif(i % 3, 'person' || i || '@example.com', NULL) FROM n;
`);

// The journal knows customers by their identifiers, so their order does not matter. NULL columns are left out.
const people = Stream.suspend(() =>
  Stream.fromIterable(
    database.prepare("SELECT id, surname, email FROM person").iterate(),
  )
).pipe(
  Stream.map(({ email, id, surname }) => ({
    identifier: `crm-${id}`,
    surname,
    ...(email === null ? {} : { email }),
  })),
);

/** The layers of one run. Only the files and Thulium outlive a run. */
const makeThulium = () =>
  durablePolicies({
    journal: { name: "crm", settleFor: "10 millis" },
  }).pipe(Layer.provide([
    Sandbox.layerBatchCall(),
    Sandbox.layerLookup(),
    JournalFile.layer(`${folder}/crm.journal`),
  ]));

const run = Effect.fnUntraced(function* (maxCalls?: number) {
  const progress = yield* makeImportProgress();
  yield* importCustomers(people, { concurrency: 1, maxCalls, progress }).pipe(
    Stream.runDrain,
    Effect.provide(makeThulium()),
  );
  const { created, resumeAt, unchanged, unknown } = yield* SubscriptionRef.get(progress);
  const end = resumeAt === undefined ? "to the end" : `up to row ${resumeAt}`;
  console.log(`${end}: ${created} created, ${unchanged} known before, ${unknown} in doubt`);
});

const program = Effect.gen(function* () {
  const sandbox = yield* Sandbox;
  const lost = { kind: "cut", at: "before-headers", created: true } as const;
  yield* sandbox.setFaults({ script: [null, null, lost] });
  yield* run(3);
  yield* run();
  const stored = yield* sandbox.customers;
  const identifiers = new Set(stored.map(({ fields }) => fields.identifier));
  console.log(
    `Thulium has ${stored.length} customers with ${identifiers.size} different identifiers`,
  );
});

try {
  await Effect.runPromise(Effect.provide(program, Sandbox.layer()));
} finally {
  database.close();
  await Deno.remove(folder, { recursive: true });
}
