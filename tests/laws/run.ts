/** Runs a case against a sandbox, and keeps everything that a law looks at. */
import { type BatchError, JournalMemory, type JournalStore, type Report } from "../../mod.ts";
import {
  allFaults,
  Sandbox,
  type SeenRequest,
  type StoredCustomer,
} from "../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as Random from "effect/Random";
import * as TestClock from "effect/testing/TestClock";
import { assert } from "../support/assert.ts";
import { password } from "../support/customers.ts";
import { feeds } from "../support/feeds.ts";
import { layerThrough } from "../support/random_policies.ts";
import { untilOthersWait, untilRealWorkEnds } from "../support/real_work.ts";
import { recorder } from "../support/recorder.ts";
import type { Case } from "./cases.ts";

/** An import that has ended. */
export interface Run {
  readonly given: Case;
  readonly exit: Exit.Exit<Report, BatchError>;
  /** The report that `onEnd` was given. */
  readonly account: Report | undefined;
  /** What the sandbox stored: the truth. */
  readonly stored: ReadonlyArray<StoredCustomer>;
  readonly requests: ReadonlyArray<SeenRequest>;
  /** Logs, spans and metrics, as text. */
  readonly letOut: string;
  /** The values of attributes of spans, events and metrics. */
  readonly told: ReadonlyArray<unknown>;
}

/** The report that the caller has in the end, if any. */
export const reportOf = ({ account, exit }: Run): Report | undefined =>
  Exit.isSuccess(exit) ? exit.value : account;

/** The error that the import failed with, if it failed with one. */
export const failureOf = ({ exit }: Run): BatchError | undefined =>
  Exit.isFailure(exit) && exit.cause.reasons[0]._tag === "Fail"
    ? exit.cause.reasons[0].error
    : undefined;

/**
 * Lets other fibers work, then advances the clock: far enough for a call to reach its deadline. In two steps, so that
 * the clock alone can't end work in real time that begins meanwhile.
 */
export const turn: Effect.Effect<void> = untilOthersWait.pipe(
  Effect.andThen(TestClock.adjust("5 seconds")),
  Effect.andThen(untilRealWorkEnds),
  Effect.andThen(TestClock.adjust("5 seconds")),
);

/**
 * Five hours of the clock. Lookups take some minutes for each batch in doubt, and an import may have thirty batches,
 * one after the other.
 */
const maxTurns = 1800;

/** Turns the clock until an import has ended, and interrupts it after the given turn. */
export const untilEnded = Effect.fnUntraced(
  function* <A, E>(fiber: Fiber.Fiber<A, E>, interruptAt: number) {
    for (let i = 0; fiber.pollUnsafe() === undefined; i++) {
      if (i === interruptAt) fiber.interruptUnsafe();
      assert(i < maxTurns, "law 7: the import does not end");
      yield* turn;
    }
    return yield* Fiber.await(fiber);
  },
);

/** What is stored once Thulium has finished all requests, also those that were given up: an outcome must stay true. */
export const storedInTheEnd: Effect.Effect<ReadonlyArray<StoredCustomer>, never, Sandbox> = Effect
  .andThen(TestClock.adjust("10 minutes"), Effect.flatMap(Sandbox, ({ customers }) => customers));

/** Provides an empty sandbox, an empty store, virtual time, and the random numbers of the case. */
export const inVirtualTime = <A, E>(
  effect: Effect.Effect<A, E, Sandbox | JournalStore>,
  { plan }: Case,
  store: Layer.Layer<JournalStore> = JournalMemory.layer,
): Effect.Effect<A, E> =>
  effect.pipe(
    Effect.provide(Layer.merge(Sandbox.layer({ password }), store)),
    Effect.provide(TestClock.layer()),
    Random.withSeed(plan.seed),
  );

/** Runs a case in virtual time. */
export const run: (given: Case) => Effect.Effect<Run> = Effect.fnUntraced(
  function* (given: Case) {
    const sandbox = yield* Sandbox;
    yield* sandbox.setFaults(given.plan);
    const recorded = recorder();
    let account: Report | undefined;
    const fiber = yield* Effect.forkChild(
      recorded.record(feeds[given.feed](given.rows, {
        ...given.options,
        onEnd: (report) => Effect.sync(() => account = report),
      })),
    );
    return {
      given,
      exit: yield* untilEnded(fiber, given.interruptAt),
      account,
      stored: yield* storedInTheEnd,
      requests: yield* sandbox.requests,
      letOut: yield* recorded.text,
      told: yield* recorded.values,
    };
  },
  (effect, given) => Effect.provide(effect, layerThrough(given.policies)),
  (effect, given) => inVirtualTime(effect, given),
);

/** Runs a case over real sockets and in real time, and therefore without faults that take time. */
export const runServed: (given: Case) => Effect.Effect<Run, unknown> = Effect.fnUntraced(
  function* (given: Case) {
    const sandbox = yield* Sandbox;
    const faults = allFaults.filter(({ kind }) => kind !== "stall" && kind !== "late");
    yield* sandbox.setFaults({ ...given.plan, faults });
    const recorded = recorder();
    const exit = yield* Effect.exit(
      recorded.record(feeds[given.feed](given.rows, { ...given.options, deadline: undefined })),
    );
    return {
      given,
      exit,
      account: undefined,
      stored: yield* sandbox.customers,
      requests: yield* sandbox.requests,
      letOut: yield* recorded.text,
      told: yield* recorded.values,
    };
  },
  Effect.provide(
    Sandbox.layerBatchCall().pipe(Layer.provideMerge(Sandbox.layerServer({ password }))),
  ),
);
