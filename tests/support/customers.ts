/** Batches and connections that many tests need. */
import { BatchCall, type BatchCallOptions } from "../../mod.ts";
import { makeBatch, type Send } from "../../src/policy/mod.ts";
import { makeBatchItem } from "../../src/batch/item.ts";
import * as Effect from "effect/Effect";
import * as Redacted from "effect/Redacted";

export const password = "s3cret-pässword";

/** A batch of `count` customers. */
export const batchOf = (count: number) => {
  const [first, ...rest] = Array.from(
    { length: count },
    (_, i) => makeBatchItem(i, { surname: `Żółć-${i}` }),
  );
  return makeBatch([first, ...rest]);
};

/** `send` of a `BatchCall` to the given address. */
export const sendTo = (
  url: string,
  options?: Partial<BatchCallOptions>,
): Effect.Effect<Send> =>
  Effect.map(BatchCall, ({ send }) => send).pipe(
    Effect.provide(BatchCall.layer({
      url,
      user: "api_user",
      password: Redacted.make(password),
      ...options,
    })),
  );
