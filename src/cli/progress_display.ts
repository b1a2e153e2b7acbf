/**
 * Shows on standard error how far an import has come: a bar on a terminal, a plain line every few seconds
 * elsewhere.
 *
 * @module
 */
import process from "node:process";
import * as Effect from "effect/Effect";
import * as Schedule from "effect/Schedule";
import type * as Scope from "effect/Scope";
import * as SubscriptionRef from "effect/SubscriptionRef";
import type { Input } from "./input.ts";
import type { Progress } from "./progress_bar.ts";
import { countsOf, leftOf, shareOf } from "./progress_texts.ts";

const lineEvery = "5 seconds";

/** Shows the progress until the scope closes. */
export const displayProgress = (
  progress: Progress,
  input: Input,
): Effect.Effect<void, never, Scope.Scope> =>
  process.stderr.isTTY ? showBar(progress, input) : showLines(progress, input);

/** Loaded when there is a terminal: an import starts sooner without. */
const showBar = (progress: Progress, input: Input) =>
  Effect.flatMap(
    Effect.promise(() => import("./progress_bar.ts")),
    ({ showBar }) => showBar(progress, input),
  );

const showLines = Effect.fnUntraced(function* (progress: Progress, input: Input) {
  const print = Effect.map(SubscriptionRef.get(progress), (now) => {
    const share = shareOf(input);
    const told = share === undefined ? "" : `${Math.floor(100 * share)}%  ${leftOf(now, input)}  `;
    console.error(told + countsOf(now));
  });
  yield* Effect.forkScoped(
    Effect.andThen(Effect.sleep(lineEvery), Effect.repeat(print, Schedule.spaced(lineEvery))),
  );
});
