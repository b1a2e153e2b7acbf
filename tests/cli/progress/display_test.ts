/** The lines that show the progress where there is no terminal, in virtual time. */
import { displayCheck, displayProgress } from "../../../src/cli/progress/display.ts";
import { english } from "../../../src/cli/texts/en.ts";
import { makeImportProgress } from "../../../mod.ts";
import * as Effect from "effect/Effect";
import * as SubscriptionRef from "effect/SubscriptionRef";
import * as TestClock from "effect/testing/TestClock";
import { assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";

/** The lines of standard error. */
const printed = Effect.gen(function* () {
  const lines: Array<string> = [];
  const { error } = console;
  console.error = (line) => lines.push(String(line));
  yield* Effect.addFinalizer(() => Effect.sync(() => console.error = error));
  return lines;
});

it.effect("a long look at a file says every five seconds how much was read", function* () {
  const lines = yield* printed;
  yield* displayCheck({ size: 1000, bytesRead: () => 257 }, english);
  yield* TestClock.adjust("11 seconds");
  assertEquals(lines, ["Checking the file: 25%", "Checking the file: 25%"]);
});

it.effect("the share is that of the rows where they were counted: a small file is read long before", function* () {
  const lines = yield* printed;
  const progress = yield* makeImportProgress({ total: 100 });
  yield* SubscriptionRef.update(
    progress,
    (now) => ({ ...now, done: 40, created: 40, perSecond: 8 }),
  );
  yield* displayProgress(progress, { size: 1000, bytesRead: () => 1000 }, english);
  yield* TestClock.adjust("5 seconds");
  assertEquals(lines.map((line) => line.split("  ").slice(0, 2)), [["40%", "8s left"]]);
});

it.effect("a plain line every five seconds shows share, time left and counts", function* () {
  const lines = yield* printed;
  const progress = yield* makeImportProgress();
  let read = 0;
  yield* displayProgress(progress, {
    size: 1000,
    bytesRead: () => read,
  }, english);
  yield* TestClock.adjust("4 seconds");
  assertEquals(lines, []);
  read = 250;
  const counts = { done: 50, created: 10, unchanged: 30, rejected: 10, perSecond: 10 };
  yield* SubscriptionRef.update(progress, (now) => ({ ...now, ...counts }));
  yield* TestClock.adjust("1 second");
  yield* TestClock.adjust("5 seconds");
  const line = "25%  15s left  50 rows (10/s): " +
    "10 created, 30 unchanged, 10 rejected, 0 unknown, 0 not sent";
  assertEquals(lines, [line, line]);
});
