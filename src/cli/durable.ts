/**
 * The policies of a durable import: lookups of customers whose answer was lost, and a journal.
 *
 * @module
 */
import type * as Duration from "effect/Duration";
import * as Layer from "effect/Layer";
import type { BatchCall } from "../call/service.ts";
import type { ConnectionOptions } from "../call/connection.ts";
import { CustomerLookup } from "../call/lookup.ts";
import * as Journal from "../policy/journal/layer.ts";
import { stack } from "../policy/layer.ts";
import * as Reconcile from "../policy/reconcile/layer.ts";
import { layerJournalFile } from "./journal_file.ts";
import type { UsageError } from "./usage_error.ts";

type CallLayer<E> = Layer.Layer<BatchCall, E>;

/** Adds lookups: a customer whose answer was lost is looked up by its identifier. */
export const reconciled = (
  call: CallLayer<never>,
  connection: ConnectionOptions,
  absentAfter: Duration.Input,
): CallLayer<never> =>
  Layer.provide(
    stack(call, Reconcile.layer({ absentAfter })),
    CustomerLookup.layer(connection),
  );

/** Adds a journal, which is kept in a file. */
export const journaled = (call: CallLayer<never>, file: string): CallLayer<UsageError> =>
  Layer.provide(stack(call, Journal.layer({ name: "import" })), layerJournalFile(file));
