/** A `BatchCall` that answers from a script and records its calls. */
import { BatchCall, type BatchError, Outcome } from "../../mod.ts";
import { Attempt, type Batch, batchErrorOf } from "../../src/policy/mod.ts";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Headers from "effect/http/Headers";
import * as Layer from "effect/Layer";
import * as Result from "effect/Result";

export type Answer = (
  batch: Batch,
  nth: number,
) => Effect.Effect<ReadonlyArray<Outcome>, BatchError>;

export interface SeenCall {
  /** When the call was made, in milliseconds of the clock. */
  readonly at: number;
  readonly indices: ReadonlyArray<number>;
  readonly attempt: number;
}

export const createAll = ({ items }: Batch): ReadonlyArray<Outcome> =>
  items.map(({ index }) => Outcome.created(`id-${index}`));
export const well: Answer = (batch) => Effect.succeed(createAll(batch));
/** Another run created all customers, as a journal says. */
export const known: Answer = ({ items }) =>
  Effect.succeed(items.map(({ index }) => Outcome.unchanged(`id-${index}`)));
/** A whole answer of Thulium itself with this status. */
export const failing = (status: number, retryAfter?: string) =>
  Effect.fail(batchErrorOf({
    at: "status",
    status,
    fromThulium: true,
    retryAfter: retryAfter === undefined
      ? undefined
      : Result.getOrThrow(Headers.parseRetryAfter(retryAfter)),
  }));

export const scripted = (answer: Answer) => {
  const calls: Array<SeenCall> = [];
  const layer = Layer.succeed(BatchCall, {
    send: (batch) =>
      Effect.gen(function* () {
        const at = yield* Clock.currentTimeMillis;
        const attempt = yield* Attempt;
        const nth = calls.push({ at, attempt, indices: batch.items.map(({ index }) => index) }) - 1;
        return yield* answer(batch, nth);
      }),
  });
  return { calls, layer };
};

/** Sends one batch with the `BatchCall` that is provided. */
export const send = (batch: Batch) => Effect.flatMap(BatchCall, ({ send }) => send(batch));
