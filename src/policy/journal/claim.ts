/**
 * One run at a time may use a journal. A run claims the journal by a record in the store, under the key `owner`,
 * and renews the record at intervals, so that its text changes with each beat:
 *
 * ```json
 * { "version": 1, "owner": "5b0c…", "beat": 12 }
 * ```
 *
 * A record that does not change for a while was left behind by a run that died, and the journal is taken over.
 * No clocks are compared. A run that ends normally removes its record. A store has no atomic "write if absent",
 * so two runs that begin at the same instant may both continue until the next beat.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import type * as KeyValueStore from "effect/persistence/KeyValueStore";
import * as Scope from "effect/Scope";
import * as Semaphore from "effect/Semaphore";
import { hangingStore } from "./pages.ts";
import { monotonicMillis } from "../../internal/monotonic.ts";
import { withinStoreTime } from "../store_time.ts";

const key = "owner";
/** How many times a record is renewed within the time after which it counts as left behind. */
const beatsPerTakeOver = 5;

type Call<A> = Effect.Effect<A, KeyValueStore.KeyValueStoreError>;

/** A run's claim on a journal. It is given back when the scope closes. */
export class JournalClaim {
  readonly #store: KeyValueStore.KeyValueStore;
  readonly #takeOverAfter: Duration.Duration;
  readonly #scope: Scope.Scope;
  readonly #lock = Semaphore.makeUnsafe(1);
  readonly #owner = crypto.randomUUID();
  #beat = 0;
  #isHeld: boolean | undefined;
  /** The time of the last renewal, in milliseconds of the monotonic clock. */
  #renewedAt = 0;

  /** Claims nothing yet. */
  constructor(
    store: KeyValueStore.KeyValueStore,
    takeOverAfter: Duration.Duration,
    scope: Scope.Scope,
  ) {
    this.#store = store;
    this.#takeOverAfter = takeOverAfter;
    this.#scope = scope;
  }

  /**
   * Whether this run has the journal. The first time, the journal is claimed, after a wait if there is a record
   * that may be left behind. Once another run has the journal, this run does not get it any more.
   */
  readonly hold: Call<boolean> = Effect.flatMap(monotonicMillis, (now) => {
    const isFresh = now - this.#renewedAt < Duration.toMillis(this.#takeOverAfter);
    return this.#isHeld === false || this.#isHeld === true && isFresh
      ? this.#known
      : this.#lock.withPermit(this.#claimOrRenew);
  });

  readonly #known = Effect.sync(() => this.#isHeld === true);

  /** Another run may have taken a run for dead that could not renew its record for this long. */
  readonly #claimOrRenew: Call<boolean> = Effect.suspend(() => {
    if (this.#isHeld === undefined) return this.#claim;
    return Effect.andThen(this.#isHeld ? this.#renewIfOwn : Effect.void, this.#known);
  });

  readonly #claim: Call<boolean> = Effect.suspend(() => this.#read).pipe(
    Effect.flatMap((record) => record === undefined ? this.#take : this.#takeOver(record)),
  );

  #takeOver(record: string): Call<boolean> {
    return Effect.sleep(this.#takeOverAfter).pipe(
      Effect.andThen(this.#read),
      Effect.flatMap((later) => {
        const isAlive = later !== undefined && later !== record;
        if (!isAlive) return this.#take;
        this.#isHeld = false;
        return this.#known;
      }),
    );
  }

  readonly #take: Call<boolean> = Effect.suspend(() =>
    Effect.uninterruptible(Effect.gen({ self: this }, function* () {
      yield* this.#renew;
      this.#isHeld = true;
      yield* Scope.addFinalizer(this.#scope, this.#giveBack);
      yield* Effect.forkIn(this.#keep, this.#scope);
      return true;
    }))
  );

  /** Renews the record as long as it is this run's. If the store fails, the next beat tries again. */
  readonly #keep: Effect.Effect<void> = Effect.suspend(() =>
    Effect.sleep(Duration.divideUnsafe(this.#takeOverAfter, beatsPerTakeOver)).pipe(
      Effect.andThen(Effect.ignore(this.#renewIfOwn)),
      Effect.andThen(Effect.suspend(() => this.#isHeld === true ? this.#keep : Effect.void)),
    )
  );

  readonly #renewIfOwn: Call<void> = Effect.suspend(() =>
    Effect.flatMap(this.#read, (record) => {
      if (record?.includes(this.#owner)) return this.#renew;
      this.#isHeld = false;
      return Effect.void;
    })
  );

  readonly #giveBack: Effect.Effect<void> = Effect.suspend(() =>
    Effect.flatMap(
      this.#read,
      (record) =>
        record?.includes(this.#owner)
          ? withinStoreTime(this.#store.remove(key), hangingStore)
          : Effect.void,
    )
  ).pipe(Effect.ignore);

  get #read(): Call<string | undefined> {
    return withinStoreTime(this.#store.get(key), hangingStore);
  }

  readonly #renew: Call<void> = Effect.suspend(() => {
    const record = { version: 1, owner: this.#owner, beat: this.#beat++ };
    return Effect.flatMap(
      monotonicMillis,
      (now) =>
        Effect.tap(
          withinStoreTime(this.#store.set(key, JSON.stringify(record)), hangingStore),
          () =>
            Effect.sync(() => {
              this.#renewedAt = now;
            }),
        ),
    );
  });
}
