/**
 * Shows the progress of an import on standard error: a bar on a terminal, and elsewhere a plain line every few seconds.
 *
 * @module
 */
import process from "node:process";
import * as Effect from "effect/Effect";
import * as Schedule from "effect/Schedule";
import type * as Scope from "effect/Scope";
import * as SubscriptionRef from "effect/SubscriptionRef";
import type { Input } from "../input/open.ts";
import type { Progress } from "./bar.ts";
import { countsOf, leftOf, shareOf } from "./texts.ts";

const lineEvery = "5 seconds";

/** Shows the progress until the scope closes. */
export const displayProgress = (
  progress: Progress,
  input: Input,
): Effect.Effect<void, never, Scope.Scope> =>
  process.stderr.isTTY ? showBar(progress, input) : showLines(progress, input);

/** The bar is loaded only for a terminal, because an import without it starts faster. */
const showBar = (progress: Progress, input: Input) =>
  Effect.flatMap(
    Effect.promise(() => import("./bar.ts")),
    ({ showBar }) => showBar(progress, input),
  );

const showLines = Effect.fnUntraced(function* (progress: Progress, input: Input) {
  const print = Effect.map(SubscriptionRef.get(progress), (now) => {
    const share = shareOf(input);
    const ahead = share === undefined ? "" : `${Math.floor(100 * share)}%  ${leftOf(now, input)}  `;
    console.error(ahead + countsOf(now));
  });
  yield* Effect.forkScoped(
    Effect.andThen(Effect.sleep(lineEvery), Effect.repeat(print, Schedule.spaced(lineEvery))),
  );
});
