/**
 * Shows on standard error how far an import has come: a bar on a terminal, a plain line every few seconds
 * elsewhere.
 *
 * @module
 */
// @ts-types="@types/cli-progress"
import cliProgress from "cli-progress";
import process from "node:process";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Schedule from "effect/Schedule";
import type * as Scope from "effect/Scope";
import * as SubscriptionRef from "effect/SubscriptionRef";
import type { ImportProgress } from "../import_progress.ts";
import type { Input } from "./input.ts";

const barEvery = "100 millis";
const lineEvery = "5 seconds";

/** Shows the progress until the scope closes. */
export const displayProgress = (
  progress: SubscriptionRef.SubscriptionRef<ImportProgress>,
  input: Input,
): Effect.Effect<void, never, Scope.Scope> =>
  process.stderr.isTTY ? showBar(progress, input) : showLines(progress, input);

type Progress = SubscriptionRef.SubscriptionRef<ImportProgress>;

const showBar = Effect.fnUntraced(function* (progress: Progress, input: Input) {
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
    (now) => bar.update(input.bytesRead(), { counts: countsOf(now), left: leftOf(now, input) }),
  );
  yield* Effect.acquireRelease(
    Effect.sync(() => bar.start(input.size ?? 0, 0, { counts: "", left: "" })),
    () => Effect.andThen(update, Effect.sync(() => bar.stop())),
  );
  yield* Effect.forkScoped(Effect.repeat(update, Schedule.spaced(barEvery)));
});

const showLines = Effect.fnUntraced(function* (progress: Progress, input: Input) {
  const print = Effect.map(SubscriptionRef.get(progress), (now) => {
    const share = input.size === undefined || input.size === 0
      ? ""
      : `${Math.floor(100 * input.bytesRead() / input.size)}%  ${leftOf(now, input)}  `;
    console.error(share + countsOf(now));
  });
  yield* Effect.forkScoped(
    Effect.andThen(Effect.sleep(lineEvery), Effect.repeat(print, Schedule.spaced(lineEvery))),
  );
});

const countsOf = (
  { created, done, notSent, perSecond, rejected, unknown }: ImportProgress,
): string =>
  `${done} rows (${Math.round(perSecond)}/s): ${created} created, ${rejected} rejected, ` +
  `${unknown} unknown, ${notSent} not sent`;

/** The time that is left, as far as the share of the file that was read tells. */
const leftOf = ({ done, perSecond }: ImportProgress, { bytesRead, size = 0 }: Input): string => {
  const share = size === 0 ? 0 : bytesRead() / size;
  if (share === 0 || perSecond === 0) return "";
  const seconds = Math.ceil(done / perSecond * (1 - share) / share);
  return `${Duration.format(Duration.seconds(seconds))} left`;
};
