/** Timers of the clock that is provided. */
import { startTimer } from "../../src/internal/timer.ts";
import * as Effect from "effect/Effect";
import * as TestClock from "effect/testing/TestClock";
import { assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";

it.effect("a timer rings when its time is over by the clock of the program, and not once it was stopped", function* () {
  const services = yield* Effect.context<never>();
  const rung: Array<string> = [];
  startTimer(services, "1 minute", () => rung.push("one"));
  const stop = startTimer(services, "1 minute", () => rung.push("other"));
  yield* TestClock.adjust("59 seconds");
  assertEquals(rung, []);
  stop();
  yield* TestClock.adjust("1 second");
  assertEquals(rung, ["one"]);
});

it.live("the same by the clock of the platform", function* () {
  const services = yield* Effect.context<never>();
  const rung: Array<string> = [];
  const stop = startTimer(services, 1, () => rung.push("other"));
  stop();
  yield* Effect.promise(() =>
    new Promise<void>((resolve) => {
      startTimer(services, 2, () => {
        rung.push("one");
        resolve();
      });
    })
  );
  assertEquals(rung, ["one"]);
});

it.live("a time that no timer of the platform can wait is not over at once", function* () {
  const services = yield* Effect.context<never>();
  let hasRung = false;
  const stop = startTimer(services, "30 days", () => hasRung = true);
  yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve, 5)));
  stop();
  assertEquals(hasRung, false);
});
