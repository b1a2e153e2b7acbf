/**
 * The call with what makes an import durable: lookups of customers whose answer was lost, and a journal.
 *
 * @module
 */
import * as Layer from "effect/Layer";
import type { BatchCall } from "../call/service.ts";
import type { ConnectionOptions } from "../call/connection.ts";
import { CustomerLookup } from "../call/lookup.ts";
import * as Journal from "../policy/journal/layer.ts";
import { stack } from "../policy/layer.ts";
import * as Reconcile from "../policy/reconcile.ts";
import { layerJournalFile } from "./journal_file.ts";
import type { UsageError } from "./usage_error.ts";

type CallLayer<E> = Layer.Layer<BatchCall, E>;

/** The call that looks customers up, by identifier, whose answer was lost. */
export const reconciled = (
  call: CallLayer<never>,
  connection: ConnectionOptions,
): CallLayer<never> =>
  Layer.provide(stack(call, Reconcile.layer()), CustomerLookup.layer(connection));

/** The call that keeps a journal in a file. */
export const journaled = (call: CallLayer<never>, file: string): CallLayer<UsageError> =>
  Layer.provide(stack(call, Journal.layer({ name: "import" })), layerJournalFile(file));
