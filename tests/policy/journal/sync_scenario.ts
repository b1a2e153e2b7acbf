/** Lists that come again and again, with a journal that makes Thulium like them. */
import { type Journal, stack } from "../../../mod.ts";
import type { Batch } from "../../../src/batch/model.ts";
import { policy } from "../../../src/policy/mod.ts";
import { Sandbox } from "../../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import { reconciling, requests } from "./scenario.ts";

export const puts = requests("PUT");
export const gets = requests("GET");

type Options = Omit<Journal.JournalReconcileOptions, "name">;

/** A journal that makes Thulium like the list, without a lookup of the permission. */
export const syncing = (options: Options = {}) =>
  reconciling({ whenChanged: "update", whenNew: "lookup", checkPermission: false, ...options });

/** The same, with the JSON of what was sent, without the fields that tell whose it is. */
export const recorded = (options?: Options) => {
  const sent: Array<unknown> = [];
  const note = ({ items, operation }: Batch) =>
    sent.push([operation, ...items.map(({ json }) => JSON.parse(json))]);
  const recording = policy((next) =>
    Effect.succeed((batch) => Effect.andThen(Effect.sync(() => note(batch)), next(batch)))
  );
  return { sent, through: stack(recording, syncing(options)) };
};

/** Customers by identifier. */
type Held = { readonly [identifier: string]: object };

/** What the sandbox holds, by identifier. */
export const held = Effect.flatMap(
  Sandbox,
  ({ customers }) =>
    Effect.map(
      customers,
      (all): Held =>
        Object.fromEntries(all.map(({ custom_fields, customer_id, fields }) => [
          String(fields.identifier),
          { ...fields, ...custom_fields, id: customer_id },
        ])),
    ),
);

/** Puts customers into the sandbox that no journal knows. */
export const existing = (...customers: ReadonlyArray<object>) =>
  Effect.flatMap(
    Sandbox,
    ({ connection, fetch }) =>
      Effect.promise(() =>
        fetch(`${connection.url}/api/batch/customers`, {
          method: "POST",
          headers: {
            authorization: `Basic ${btoa("api_user:api_pass")}`,
            "content-type": "application/json",
          },
          body: JSON.stringify({ customers }),
        }).then((response) => response.json())
      ),
  );
