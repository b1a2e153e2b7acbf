/**
 * Makes calls wait for the tokens of their rates, wherever the tokens are counted.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type * as Scope from "effect/Scope";
import { recordWait } from "../../call/events.ts";
import { monotonicMillis } from "../../internal/monotonic.ts";
import { Outcome } from "../../outcome/model.ts";
import { type Policy, policy } from "../layer.ts";
import type { Line } from "./line.ts";
import { outcomeTexts } from "../../outcome/texts.ts";

/** The policy over a line. A call that would wait too long is not made. */
export const pacedPolicy = <R>(
  makeLine: Effect.Effect<Line, never, R>,
): Policy<Exclude<R, Scope.Scope>> =>
  policy((next) =>
    Effect.map(
      makeLine,
      (line) => (batch) =>
        Effect.flatMap(
          timed(line.pass(batch)),
          (isOut) => isOut ? next(batch) : Effect.succeed(batch.items.map(() => tooLong)),
        ),
    )
  );

const timed = <A, E>(wait: Effect.Effect<A, E>): Effect.Effect<A, E> =>
  Effect.flatMap(monotonicMillis, (since) =>
    Effect.tap(
      wait,
      Effect.flatMap(monotonicMillis, (now) => recordWait("rate_limit", now - since)),
    ));

const tooLong = /* @__PURE__ */ Outcome.notSent(
  outcomeTexts.rateWait,
);
