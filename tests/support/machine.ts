/**
 * A machine that can be put to sleep, as a laptop whose lid is closed or a process that is stopped. What runs on it then
 * hears of nothing: no timer ends, no answer comes in. The time goes on for everybody else.
 *
 * One thing is left out: to fall asleep after the last look at the clock, and before the first byte of the request.
 * Nothing that runs on the machine could notice that.
 */
import { JournalStore, JournalStoreError } from "../../mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import { throughEach } from "./entries.ts";
import * as Clock from "effect/Clock";
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as Random from "effect/Random";
import * as References from "effect/References";

export class Machine {
  #awake = Deferred.makeUnsafe<void>();
  #isDead = false;
  readonly #trouble: number;

  /** `trouble` is the share of the store's operations that go wrong. */
  constructor(trouble = 0) {
    this.#trouble = trouble;
    this.wake();
  }

  sleep(): void {
    this.#awake = Deferred.makeUnsafe<void>();
  }

  wake(): void {
    Deferred.doneUnsafe(this.#awake, Exit.void);
  }

  /** Whatever it does from now on reaches nobody, as after a power cut. */
  die(): void {
    this.#isDead = true;
    this.wake();
  }

  /** Ends when the machine is awake. */
  readonly isAwake: Effect.Effect<void> = Effect.suspend(() => Deferred.await(this.#awake));

  /** Runs an effect on this machine, with a store and a sandbox that others use as well. */
  run<A, E>(
    effect: Effect.Effect<A, E, Sandbox | JournalStore>,
  ): Effect.Effect<A, E, Sandbox | JournalStore> {
    return effect.pipe(
      Effect.provide(Layer.merge(this.#store, this.#sandbox)),
      Effect.updateService(Clock.Clock, (clock) => ({
        ...passedOn(clock),
        sleep: (duration) => Effect.andThen(clock.sleep(duration), this.isAwake),
      })),
      // A dead machine would warn of everything that it can't write any more.
      Effect.provideService(References.MinimumLogLevel, "None"),
    );
  }

  readonly #store = Layer.effect(
    JournalStore,
    Effect.map(JournalStore, ({ open }) => ({
      open: (name: string) => {
        const reached = <A>(operation: Effect.Effect<A, JournalStoreError>) =>
          Effect.suspend(() => this.#isDead ? Effect.fail(unreachable) : operation);
        const heard = <A>(operation: Effect.Effect<A, JournalStoreError>) =>
          this.isAwake.pipe(
            Effect.andThen(troubled(this.#trouble, reached(operation))),
            Effect.tap(this.isAwake),
          );
        return throughEach(open(name), heard);
      },
    })),
  );

  readonly #sandbox = Layer.effect(
    Sandbox,
    Effect.map(Sandbox, (sandbox) => ({
      ...sandbox,
      fetch: async (...given: Parameters<typeof fetch>) => {
        if (this.#isDead) throw unreachable;
        try {
          return await sandbox.fetch(...given);
        } finally {
          await Effect.runPromise(this.isAwake);
        }
      },
    })),
  );
}

/** A way to and from a store, where a share of the operations goes wrong. */
const troubled = <A>(
  share: number,
  operation: Effect.Effect<A, JournalStoreError>,
): Effect.Effect<A, JournalStoreError> =>
  share === 0 ? operation : Effect.gen(function* () {
    if ((yield* Random.next) >= share) return yield* operation;
    const trouble = troubles[yield* Random.nextIntBetween(0, troubles.length)];
    // The store need not hear that nobody waits any more.
    const done = Effect.andThen(Effect.sleep(trouble.before), operation);
    const answer = Effect.flatMap(Effect.forkDetach(done), (fiber) => Fiber.join(fiber));
    const told = Effect.tap(answer, Effect.sleep(trouble.after));
    return yield* trouble.fails ? Effect.andThen(told, Effect.fail(lostAnswer)) : told;
  });

/** What is done and answered late, or whose answer is lost. A store that does not answer in 10 seconds has failed. */
const troubles = [0, 6000, 12_000].flatMap((before) =>
  [0, 6000, 12_000].flatMap((after) => [true, false].map((fails) => ({ before, after, fails })))
);

const lostAnswer = new JournalStoreError({ message: "the store's answer is lost" });
const unreachable = new JournalStoreError({ message: "the machine is dead" });

const passedOn = (clock: Clock.Clock): Clock.Clock => ({
  currentTimeMillisUnsafe: () => clock.currentTimeMillisUnsafe(),
  currentTimeMillis: clock.currentTimeMillis,
  currentTimeNanosUnsafe: () => clock.currentTimeNanosUnsafe(),
  currentTimeNanos: clock.currentTimeNanos,
  monotonicTimeNanosUnsafe: () => clock.monotonicTimeNanosUnsafe(),
  monotonicTimeNanos: clock.monotonicTimeNanos,
  sleep: (duration) => clock.sleep(duration),
});
