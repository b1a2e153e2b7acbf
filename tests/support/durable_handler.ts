/** Serves a handler with a journal in PostgreSQL, which sends so many customers a second, until it is stopped. */
import { Journal, JournalSql } from "../../mod.ts";
import { makeHandler } from "../../src/handler/mod.ts";
import * as PgClient from "@effect/sql-pg/PgClient";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";

const [url, database, name, rate] = Deno.args;
const handler = makeHandler({
  env: {
    HANDLER_AUTH: "passthrough",
    THULIUM_URL: url,
    HANDLER_BATCH_SIZE: "50",
    HANDLER_CUSTOMERS_PER_SECOND: rate,
  },
  policies: Journal.layerReconcile({ name, absentAfter: "1 second" }).pipe(
    Layer.provide(JournalSql.layer),
    Layer.provide(PgClient.layer({ url: Redacted.make(database) })),
  ),
});
const onListen = ({ port }: Deno.NetAddr) => console.log(`http://127.0.0.1:${port}`);
Deno.serve({ port: 0, hostname: "127.0.0.1", onListen }, (request) => handler(request));
