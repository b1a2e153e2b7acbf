/**
 * A machine that can be put to sleep, as a laptop whose lid is closed or a process that is stopped. What runs on it then
 * hears of nothing: no timer ends, no answer comes in. The time goes on for everybody else.
 *
 * One thing is left out: to fall asleep after the last look at the clock, and before the first byte of the request.
 * Nothing that runs on the machine could notice that.
 */
import { JournalStore, JournalStoreError } from "../../mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Clock from "effect/Clock";
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Layer from "effect/Layer";
import * as References from "effect/References";

export class Machine {
  #awake = Deferred.makeUnsafe<void>();
  #isDead = false;

  constructor() {
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
        const entries = open(name);
        const reached = <A>(operation: Effect.Effect<A, JournalStoreError>) =>
          Effect.suspend(() => this.#isDead ? Effect.fail(unreachable) : operation);
        const heard = <A>(operation: Effect.Effect<A, JournalStoreError>) =>
          this.isAwake.pipe(Effect.andThen(reached(operation)), Effect.tap(this.isAwake));
        return {
          claim: (...given) => heard(entries.claim(...given)),
          read: (...given) => heard(entries.read(...given)),
          confirm: (...given) => heard(entries.confirm(...given)),
          takeOver: (...given) => heard(entries.takeOver(...given)),
          create: (...given) => heard(entries.create(...given)),
          doubt: (...given) => heard(entries.doubt(...given)),
          forget: (...given) => heard(entries.forget(...given)),
        };
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
