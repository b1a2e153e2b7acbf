/**
 * Shows the progress of an import on standard error: a bar on a terminal, and elsewhere a plain line every few seconds.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Schedule from "effect/Schedule";
import type * as Scope from "effect/Scope";
import * as SubscriptionRef from "effect/SubscriptionRef";
import type { Texts } from "../texts/table.ts";
import type { Progress } from "./bar.ts";
import { print } from "./print.ts";
import { countsOf, doneOf, leftOf, type ReadSoFar, shareOf } from "./texts.ts";

const lineEvery = "5 seconds";
/** A short look at a file needs no line. */
const checkAfter = "2 seconds";
const checkEvery = "200 millis";

/** Shows the progress until the scope closes. */
export const displayProgress = (
  progress: Progress,
  input: ReadSoFar,
  texts: Texts,
): Effect.Effect<void, never, Scope.Scope> =>
  Deno.stderr.isTerminal() ? showBar(progress, input, texts) : showLines(progress, input, texts);

/** The bar is loaded only for a terminal, because an import without it starts faster. */
const showBar = (progress: Progress, input: ReadSoFar, texts: Texts) =>
  Effect.flatMap(
    Effect.promise(() => import("./bar.ts")),
    ({ showBar }) => showBar(progress, input, texts),
  );

const showLines = (progress: Progress, input: ReadSoFar, texts: Texts) => {
  const line = Effect.map(SubscriptionRef.get(progress), (now) => {
    const share = doneOf(now, input);
    const ahead = share === undefined
      ? ""
      : `${Math.floor(100 * share)}%  ${leftOf(now, input, texts)}  `;
    console.error(ahead + countsOf(now, texts));
  });
  return repeatedly(line, lineEvery, lineEvery);
};

const repeatedly = (
  print: Effect.Effect<void>,
  first: "2 seconds" | "5 seconds",
  every: "200 millis" | "5 seconds",
) =>
  Effect.forkScoped(
    Effect.andThen(Effect.sleep(first), Effect.repeat(print, Schedule.spaced(every))),
  );

/** Shows how much of a file was looked at, until the scope closes. */
export const displayCheck = (
  input: ReadSoFar,
  { progress }: Texts,
): Effect.Effect<void, never, Scope.Scope> => {
  const text = () => progress.checking(Math.floor(100 * (shareOf(input) ?? 0)));
  if (!Deno.stderr.isTerminal()) {
    return repeatedly(Effect.sync(() => console.error(text())), lineEvery, lineEvery);
  }
  const draw = Effect.sync(() => print(`\r\u001b[K${text()}`));
  return Effect.andThen(
    Effect.addFinalizer(() => Effect.sync(() => print("\r\u001b[K"))),
    repeatedly(draw, checkAfter, checkEvery),
  );
};
