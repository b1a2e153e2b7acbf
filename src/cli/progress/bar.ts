/**
 * The bar that shows the progress of an import on a terminal.
 *
 * @module
 */
// @ts-types="@types/cli-progress"
import cliProgress from "cli-progress";
import process from "node:process";
import * as Effect from "effect/Effect";
import * as Schedule from "effect/Schedule";
import * as SubscriptionRef from "effect/SubscriptionRef";
import type { ImportProgress } from "../../import/progress.ts";
import type { Texts } from "../texts/table.ts";
import { countsOf, doneOf, leftOf, type ReadSoFar } from "./texts.ts";

const barEvery = "100 millis";
/** The whole bar. */
const steps = 1000;

/** The progress of an import, which changes as the import goes on. */
export type Progress = SubscriptionRef.SubscriptionRef<ImportProgress>;

/** Shows the bar until the scope closes. */
export const showBar = Effect.fnUntraced(
  function* (progress: Progress, input: ReadSoFar, texts: Texts) {
    const bar = new cliProgress.SingleBar({
      stream: process.stderr,
      format: input.size === undefined ? "{counts}" : "[{bar}] {percentage}%  {left}  {counts}",
      barsize: 20,
      hideCursor: true,
      barCompleteChar: "█",
      barIncompleteChar: "░",
      emptyOnZero: true,
    });
    const update = Effect.map(
      SubscriptionRef.get(progress),
      (now) =>
        bar.update(steps * (doneOf(now, input) ?? 0), {
          counts: countsOf(now, texts),
          left: leftOf(now, input, texts),
        }),
    );
    yield* Effect.acquireRelease(
      Effect.sync(() => bar.start(steps, 0, { counts: "", left: "" })),
      () => Effect.andThen(update, Effect.sync(() => bar.stop())),
    );
    yield* Effect.forkScoped(Effect.repeat(update, Schedule.spaced(barEvery)));
  },
);
