/** A program that is only checked: the installed package has types, and they refuse what is wrong. */
import { addCustomers, BatchCall, standardPolicies } from "@thulium-effect/batch-customers";
import worker from "@thulium-effect/batch-customers/cloudflare";
import { csvRows } from "@thulium-effect/batch-customers/files";
import { makeHandler } from "@thulium-effect/batch-customers/handler";
import { policy } from "@thulium-effect/batch-customers/policy";
import * as Plain from "@thulium-effect/batch-customers/promise";
import { makeSandbox, Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as JournalFile from "@thulium-effect/batch-customers/sqlite";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Stream from "effect/Stream";

const report = await Effect.runPromise(
  addCustomers([{ surname: "Kowalska" }]).pipe(Effect.provide(Sandbox.layerTest())),
);
export const right: readonly [number, Promise<Response>, Promise<Response>, string] = [
  report.created,
  makeHandler({ env: {} })(new Request("https://handler.example")),
  worker.fetch(new Request("https://handler.example"), {}, {}),
  report.outcomes[0]._tag,
];
export const layers = [
  standardPolicies().pipe(Layer.provide(BatchCall.layerEnv())),
  policy((next) => Effect.succeed(next)),
  JournalFile.layer("customers.journal"),
];
export const rows = csvRows(Stream.empty);
const thulium = Plain.connect(makeSandbox().connection);
export const outcomes: AsyncIterable<Plain.ImportedCustomer> = thulium.import(
  Plain.csvRows(new Uint8Array()),
);

// @ts-expect-error: no such field
addCustomers([{ surname: "Kowalska", emial: "anna@example.com" }]);
// @ts-expect-error: not a number
export const wrong: number = report.outcomes;
// @ts-expect-error: no password
Plain.connect({ system: "acme", user: "api_user" });
// @ts-expect-error: no such field
thulium.add([{ surname: "Kowalska", emial: "anna@example.com" }]);
