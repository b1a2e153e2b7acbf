/**
 * Calls whose customers are claimed: the claims are held as long as a call takes, and confirmed right before each of its
 * requests.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { Batch } from "../../batch/model.ts";
import { type Confirm, Confirmations } from "../../call/confirm.ts";
import { CurrentRun } from "../../call/run.ts";
import type { Call, Send } from "../../call/send.ts";
import { settle, type Settled } from "../../call/settle.ts";
import type { Claims } from "./claims.ts";

/** Makes a call with customers that are claimed. */
export const heldCall = (next: Send, claims: Claims, batch: Batch): Effect.Effect<Settled> =>
  Effect.raceFirst(settle(confirmed(next, claims, batch), batch), claims.keep);

const confirmed = (next: Send, claims: Claims, batch: Batch): Call =>
  Effect.gen(function* () {
    const run = yield* CurrentRun;
    const others = yield* Confirmations;
    // An import that a policy inside makes has customers of its own.
    const confirm: Confirm = (part, timeoutMillis) =>
      Effect.flatMap(
        CurrentRun,
        (one) =>
          one === run
            ? claims.confirm(part, timeoutMillis)
            : Effect.succeed(part.items.map(() => undefined)),
      );
    return yield* Effect.provideService(
      Effect.suspend(() => next(batch)),
      Confirmations,
      [...others, confirm],
    );
  });
