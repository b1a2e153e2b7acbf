/** The first rows of a stream decide what a request is answered; no row is lost by it. */
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import * as Stream from "effect/Stream";
import * as TestClock from "effect/testing/TestClock";
import { withFirstRows } from "../../src/handler/first_rows.ts";
import { assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";

/** Refuses a stream of which every row is a "no". */
const refusal = ({ rows }: { readonly rows: ReadonlyArray<string> }) =>
  rows.length > 0 && rows.every((row) => row === "no") ? "refused" : undefined;

const ended: Array<string> = [];
const watched = (...rows: ReadonlyArray<string>) => {
  ended.length = 0;
  return Stream.fromArray(rows).pipe(
    Stream.rechunk(1),
    Stream.ensuring(Effect.sync(() => ended.push("ended"))),
  );
};
const rowsOf = (stream: Stream.Stream<string>) =>
  Effect.flatMap(withFirstRows(stream, refusal), Stream.runCollect);

it.effect("a stream that is not refused is given whole", () =>
  Effect.gen(function* () {
    for (const rows of [[], ["yes"], ["no", "yes"], ["no", "no", "yes", "no"]]) {
      assertEquals(yield* rowsOf(watched(...rows)), rows);
      assertEquals(ended, ["ended"]);
    }
  }));

it.effect("a stream is refused for all of its rows, and has ended by then", () =>
  Effect.gen(function* () {
    assertEquals(yield* Effect.flip(withFirstRows(watched("no", "no"), refusal)), "refused");
    assertEquals(ended, ["ended"]);
  }));

it.effect("after five seconds the answer begins, and rows that come later are in it", () =>
  Effect.gen(function* () {
    const late = Stream.concat(Stream.fromEffectDrain(Effect.sleep("1 minute")), watched("no"));
    const fiber = yield* Effect.forkChild(withFirstRows(late, refusal), { startImmediately: true });
    yield* TestClock.adjust("5 seconds");
    const answer = yield* Fiber.join(fiber);
    const rows = yield* Effect.forkChild(Stream.runCollect(answer), { startImmediately: true });
    yield* TestClock.adjust("1 minute");
    assertEquals(yield* Fiber.join(rows), ["no"]);
    assertEquals(ended, ["ended"]);
  }));

it.effect("a stream whose caller leaves ends", () =>
  Effect.gen(function* () {
    const silent = Stream.never.pipe(Stream.ensuring(Effect.sync(() => ended.push("ended"))));
    ended.length = 0;
    const fiber = yield* Effect.forkChild(withFirstRows(silent, refusal), {
      startImmediately: true,
    });
    yield* Fiber.interrupt(fiber);
    assertEquals(ended, ["ended"]);
  }));

it.effect("the failure of a stream comes after its rows", () =>
  Effect.gen(function* () {
    const broken = Stream.concat(watched("yes"), Stream.fail("broken"));
    const seen: Array<string> = [];
    const stream = yield* withFirstRows(broken, refusal);
    const exit = yield* Effect.exit(
      Stream.runForEach(stream, (row) => Effect.sync(() => seen.push(row))),
    );
    assertEquals(seen, ["yes"]);
    assertEquals(exit, Exit.fail("broken"));
  }));
