/**
 * The loops over what an import gives: an effect's stream as an async iterable that ends as programs without Effect expect
 * it. It throws what went wrong as a whole, after all outcomes.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { BatchCall } from "../call/service.ts";
import type { ImportedCustomer } from "../import/entry.ts";
import { importCustomers } from "../import/stream.ts";
import { Watch, Watched } from "./failure.ts";
import type { ImportRowsOptions } from "./options.ts";
import { progressTo } from "./progress.ts";
import { aborted, givingUp } from "./signal.ts";

/**
 * Imports rows. `context` gives what the calls need, and `named` adds the caller to the stack of what is thrown.
 *
 * @throws {RangeError} If an option is invalid.
 */
export const outcomesOf = (
  rows: Stream.Stream<unknown, unknown>,
  given: ImportRowsOptions,
  context: () => Promise<Context.Context<BatchCall>>,
  named: (error: unknown) => unknown,
): AsyncIterable<ImportedCustomer> => {
  const {
    onInterrupt = "finish",
    onLeftOver,
    onProgress,
    signal,
    whenRefused = "fail",
    ...options
  } = given;
  const outcomes = importCustomers(rows, {
    ...options,
    onInterrupt,
    whenRefused,
    until: aborted(signal),
    progress: onProgress && progressTo(onProgress),
    onLeftOver: onLeftOver && ((customers) => Effect.sync(() => onLeftOver(customers))),
  });
  async function* loop(): AsyncGenerator<ImportedCustomer, void> {
    const watch = new Watch();
    try {
      const services = Context.add(await context(), Watched, watch);
      const { send } = Context.get(services, BatchCall);
      const gives = signal === undefined || onInterrupt === "finish"
        ? services
        : Context.add(services, BatchCall, { send: givingUp(signal, send) });
      for await (const row of Stream.toAsyncIterableWith(outcomes, gives)) {
        watch.see(row.outcome);
        yield row;
      }
      signal?.throwIfAborted();
      if (whenRefused === "fail" && watch.reason !== undefined) throw watch.reason;
    } catch (error) {
      throw named(error);
    }
  }
  return loop();
};

/** A stream of ids as an async iterable. */
export async function* idsOf<R>(
  ids: Stream.Stream<string, unknown, R>,
  context: () => Promise<Context.Context<R>>,
): AsyncGenerator<string, void> {
  yield* Stream.toAsyncIterableWith(ids, await context());
}
