/**
 * Streams the rows of a database into Thulium, with a journal in a folder. The first run loses an answer and ends
 * after three calls. The second run continues and looks up the customers in doubt. In the end every customer was
 * created exactly once. `--allow-sys`: Node's `fs.access`, which the journal's store calls, needs it on Deno.
 *
 * Run it with: deno run --allow-read=/tmp --allow-write=/tmp --allow-sys=uid,gid examples/database.ts
 */
import {
  durablePolicies,
  importCustomers,
  makeImportProgress,
} from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem";
import * as NodePath from "@effect/platform-node-shared/NodePath";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as KeyValueStore from "effect/persistence/KeyValueStore";
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

// Always in the same order, because the journal identifies a customer by its position. NULL columns are left out.
const people = Stream.suspend(() =>
  Stream.fromIterable(
    database.prepare("SELECT id, surname, email FROM person ORDER BY id").iterate(),
  )
).pipe(
  Stream.map(({ email, id, surname }) => ({
    identifier: `crm-${id}`,
    surname,
    ...(email === null ? {} : { email }),
  })),
);

/** The layers of one run. Only the folder and Thulium outlive a run. */
const makeThulium = () =>
  durablePolicies({
    journal: { name: "crm-2026-11" },
    reconcile: { settleFor: "10 millis" },
  }).pipe(Layer.provide([
    Sandbox.layerBatchCall(),
    Sandbox.layerLookup(),
    KeyValueStore.layerFileSystem(`${folder}/journal`).pipe(
      Layer.provide([NodeFileSystem.layer, NodePath.layer]),
    ),
  ]));

const run = Effect.fnUntraced(function* (maxCalls?: number) {
  const progress = yield* makeImportProgress();
  yield* importCustomers(people, { concurrency: 1, maxCalls, progress }).pipe(
    Stream.runDrain,
    Effect.provide(makeThulium()),
  );
  const { created, resumeAt, unknown } = yield* SubscriptionRef.get(progress);
  const end = resumeAt === undefined ? "to the end" : `up to row ${resumeAt}`;
  console.log(`${end}: ${created} created, ${unknown} in doubt`);
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
