/**
 * The policies of a durable import: lookups of customers whose answer was lost, and a journal.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Layer from "effect/Layer";
import type { BatchCall } from "../call/service.ts";
import { type ConnectionOptions, makeConnection } from "../call/connection.ts";
import { CustomerLookup } from "../call/lookup.ts";
import * as Journal from "../policy/journal/layer.ts";
import { stack } from "../policy/layer.ts";
import * as Reconcile from "../policy/reconcile/layer.ts";
import type { ImportArguments } from "./flags.ts";
import { layerJournalByKey } from "./journal_key.ts";
import { keyOf } from "./key.ts";
import type { UsageError } from "./usage_error.ts";

/** The name of the journal of the system at this address. */
export const journalName = (url: string): string => url.replace(/^https?:\/\//, "");

/** Adds a journal, or lookups alone, as the flags say. */
export const durable = (
  call: Layer.Layer<BatchCall>,
  given: ImportArguments,
  connection: ConnectionOptions,
): Layer.Layer<BatchCall, UsageError> => {
  const { journal, looksUp = true } = given;
  const options = { absentAfter: Duration.seconds(given.absentAfter), key: keyOf(given.key) };
  const lookups = CustomerLookup.layer(connection);
  if (journal === undefined) {
    return Layer.provide(stack(call, Reconcile.layer(options)), lookups);
  }
  const named = { ...options, name: journalName(makeConnection(connection).url) };
  const { name } = named;
  const store = layerJournalByKey({ journal, name, key: given.key, notes: true });
  const { sync } = given;
  if (sync !== undefined) {
    const { listedAt, whenEmpty } = sync;
    const updating = {
      ...{ whenChanged: "update", whenNew: "lookup", whenEmpty, listedAt } as const,
      maxSent: given.batchSize,
    };
    // A night without changes makes no call at all.
    const policy = Journal.layerReconcile({ ...named, ...updating, checkPermission: false });
    return Layer.provide(stack(call, policy), [lookups, store]);
  }
  const policy = looksUp ? Journal.layerReconcile(named) : Journal.layer(named);
  return Layer.provide(stack(call, policy), [lookups, store]);
};
