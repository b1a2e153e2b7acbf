/** Failing calls: the reason is told at once, and many in a row stop the import. */
import { importCustomers, Outcome, stack, standardPolicies } from "../../mod.ts";
import { FailureWatch } from "../../src/cli/failure_watch.ts";
import { english } from "../../src/cli/texts/en.ts";
import type { CallObservation } from "../../src/outcome/error.ts";
import { batchErrorOf } from "../../src/policy/mod.ts";
import * as Duration from "effect/Duration";
import * as Clock from "effect/Clock";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as References from "effect/References";
import * as Stream from "effect/Stream";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { type Answer, scripted, well } from "../support/scripted_call.ts";

/** Imports so many rows, one in a batch, in virtual time. */
const imported = (answer: Answer, { rows = 50, stopAfter = 5 } = {}) =>
  Effect.gen(function* () {
    const printed: Array<readonly [atMillis: number, line: string]> = [];
    const clock = yield* Clock.Clock;
    const watch = new FailureWatch({
      texts: english,
      stopAfter,
      print: (line) => printed.push([clock.currentTimeMillisUnsafe(), line]),
    });
    const { calls, layer } = scripted(answer);
    const customers = Array.from({ length: rows }, (_, i) => ({ surname: `K${i}` }));
    const running = yield* importCustomers(Stream.fromIterable(customers), {
      maxCustomers: 1,
      whenOver: "drain",
    }).pipe(
      Stream.runCollect,
      Effect.provide(stack(layer, watch.inner, standardPolicies(), watch.outer)),
      Effect.provideService(References.MinimumLogLevel, "None"),
      Effect.forkChild,
    );
    yield* TestClock.adjust(Duration.hours(1));
    const outcomes = (yield* Fiber.join(running)).map(({ outcome }) => outcome);
    return { calls, outcomes, printed, watch };
  });

const failing = (observation: CallObservation): Answer => () =>
  Effect.fail(batchErrorOf(observation));

const dns = failing({ at: "connect", failure: "dns" });

it.effect("a host that does not exist is told at once, and stops the import within two seconds", function* () {
  const { calls, outcomes, printed, watch } = yield* imported(dns);
  const [[first, reason], [last, stop], ...more] = printed;
  assertEquals([first, more], [0, []]);
  assertStringIncludes(reason, "Thulium's address could not be found (DNS): check the URL");
  assertStringIncludes(stop, "5 calls in a row failed for this reason");
  assert(last <= 2000, String(last));
  assert(watch.hasGivenUp);
  assert(calls.length <= 8, String(calls.length));
  assertEquals(new Set(outcomes.map(({ _tag }) => _tag)), new Set(["NotSent"]));
});

it.effect("what may pass by waiting is retried first, and stops the import when five calls were given up", function* () {
  const { calls, outcomes, printed, watch } = yield* imported(
    failing({ at: "connect", failure: "refused" }),
  );
  assert(watch.hasGivenUp);
  const [, [stoppedAt]] = printed;
  assert(stoppedAt > 60_000 && stoppedAt < 5 * 60_000, String(stoppedAt));
  assert(calls.length >= 5);
  assertEquals(outcomes.length, 50);
});

it.effect("failures with successes between them stop nothing, and each reason is told once", function* () {
  const { outcomes, printed, watch } = yield* imported((batch, nth) =>
    nth % 3 === 0 ? Effect.fail(batchErrorOf({ at: "status", status: 500 })) : well(batch, nth)
  );
  assert(!watch.hasGivenUp);
  assertEquals(printed.length, 1);
  assert(outcomes.some(({ _tag }) => _tag === "Created"));
});

it.effect("customers in doubt stay in doubt, and only what was never sent is not sent, after the import was stopped", function* () {
  const { calls, outcomes } = yield* imported(failing({ at: "status", status: 500 }));
  const unknown = outcomes.filter(({ _tag }) => _tag === "Unknown");
  assertEquals(unknown.length, calls.length);
  const [notSent] = outcomes.slice(-1);
  assertEquals(
    notSent,
    Outcome.notSent(
      "the import was stopped before this call, because earlier calls failed; nothing was sent",
    ),
  );
});

it.effect("with 0 the import is never stopped because of failures", function* () {
  const { outcomes, watch } = yield* imported(dns, { rows: 3, stopAfter: 0 });
  assert(!watch.hasGivenUp);
  assertEquals(outcomes.map(({ _tag }) => _tag), ["NotSent", "NotSent", "NotSent"]);
});
