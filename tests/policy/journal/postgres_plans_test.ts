/** How PostgreSQL finds entries in a large journal: by the index, whatever it knows of the table. */
import { postgres, table } from "../../../src/policy/journal/sql_dialects.ts";
import { inSql, type RunSql } from "../../../src/policy/journal/sql.ts";
import type { Entries } from "../../../src/policy/journal/store.ts";
import * as Effect from "effect/Effect";
import type * as SqlClient from "effect/sql/SqlClient";
import { assert, assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { clientOf, storeOver } from "../../support/journal_postgres.ts";
import { onPostgres } from "../../support/postgres.ts";

const count = 200_000;
const keys = Array.from({ length: 100 }, (_, i) => String(i * 1999));
const claims = keys.map((key) => ({ key, print: "p", token: "one", until: 1, fields: "" }));
const settled = claims.map((each) => ({ ...each, customerId: "13" }));

const operations: {
  readonly [name: string]: (entries: Entries) => Effect.Effect<unknown, unknown>;
} = {
  claim: (entries) => entries.claim(claims, "two", 1000),
  read: (entries) => entries.read(keys),
  recall: (entries) => entries.recall(keys),
  reprint: (entries) => entries.reprint(claims),
  confirm: (entries) => entries.confirm(keys, "one", 1000),
  takeOver: (entries) => entries.takeOver(claims, "two", 1000),
  claimUpdate: (entries) => entries.claimUpdate(claims, "two", 1000),
  create: (entries) => entries.create(settled),
  settle: (entries) => entries.settle(settled, 0),
  doubt: (entries) => entries.doubt(keys, "one", 1000),
  forget: (entries) => entries.forget(keys, "one"),
  see: (entries) => entries.see(keys, 1000),
};

/** A part of a plan. */
interface Node {
  readonly "Node Type": string;
  readonly "Index Cond"?: string;
  readonly Plans?: ReadonlyArray<Node>;
}

const nodesOf = (node: Node): ReadonlyArray<Node> => [node, ...(node.Plans ?? []).flatMap(nodesOf)];

/** The plan for the statement of an operation: for its parameters, or for any. */
const planOf = (client: SqlClient.SqlClient, operation: string, isGeneric: boolean) =>
  Effect.gen(function* () {
    let nodes: ReadonlyArray<Node> = [];
    const explain: RunSql = (text, parameters) =>
      Effect.gen(function* () {
        const given = parameters.map((each) => `'${each}'`).join();
        yield* client.unsafe(`PREPARE explained AS ${text}`);
        const [row] = yield* client.unsafe<
          { readonly "QUERY PLAN": ReadonlyArray<{ Plan: Node }> }
        >(
          `EXPLAIN (FORMAT JSON) EXECUTE explained(${given})`,
        );
        nodes = row["QUERY PLAN"].flatMap(({ Plan }) => nodesOf(Plan));
        return [];
      }).pipe(Effect.orDie);
    yield* client.unsafe(`SET plan_cache_mode = force_${isGeneric ? "generic" : "custom"}_plan`);
    yield* operations[operation](inSql(explain, postgres, "journal", "store"));
    yield* client.unsafe("DEALLOCATE ALL");
    return nodes;
  });

const readings = ["Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Index Scan", "Tid Scan"];

/** Whether a part of a plan finds rows by name and key together. */
const isByKey = ({ "Index Cond": condition = "" }: Node): boolean =>
  condition.includes("name = ") && condition.includes("key = ");

await onPostgres("plans of PostgreSQL", (_, schema) => {
  it.live("every statement uses the index, with and without statistics", function* () {
    const client = yield* clientOf(yield* schema, { maxConnections: 1, prepare: false });
    yield* storeOver(client);
    yield* client.unsafe(`ALTER TABLE ${table} SET (autovacuum_enabled = false)`);
    yield* client.unsafe(`INSERT INTO ${table}
      SELECT 'journal', n, CASE n % 3 WHEN 0 THEN 'created' ELSE 'sending' END, 'p', 'one', 1, '', ''
      FROM generate_series(1, ${count}) AS n`);
    for (const statistics of [false, true]) {
      if (statistics) yield* client.unsafe(`ANALYZE ${table}`);
      for (const isGeneric of [false, true]) {
        for (const operation of Object.keys(operations)) {
          const nodes = yield* planOf(client, operation, isGeneric);
          const read = nodes.filter((node) => readings.includes(node["Node Type"]));
          // A claim looks at nothing but the index of its conflicts.
          assertEquals(read.length > 0, operation !== "claim", operation);
          assert(read.every(isByKey), `${operation}: ${JSON.stringify(nodes)}`);
        }
      }
    }
  });
});
