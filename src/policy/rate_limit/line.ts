/**
 * The line in which calls wait for the tokens of their rates, first come, first served.
 *
 * A call takes its tokens when it goes out. A call that would wait too long is refused without tokens: when it
 * comes, or at the latest when its turn comes. A call that is given up while it waits leaves the line, and the
 * calls behind it move up. No call waits longer than allowed, because the calls before it came earlier, and are
 * gone before its own time is over.
 *
 * If processes share the tokens, only the first call in line asks for them. The buckets here then say how many
 * tokens there can be at most.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import type { Batch } from "../../batch/model.ts";
import { sleepUnlessStopped } from "../../call/wait.ts";
import type { BatchError } from "../../outcome/error.ts";
import { Gate } from "../concurrency/gate.ts";
import { monotonicMillis } from "../../internal/monotonic.ts";
import { TokenBucket } from "./token_bucket.ts";

/** A rate, and how many of its tokens a batch takes. */
export interface PacedRate {
  readonly key: string;
  readonly limit: number;
  readonly window: Duration.Duration;
  readonly tokens: (batch: Batch) => number;
}

/** A call in line. Times are in milliseconds of the monotonic clock. */
export interface Waiting {
  /** How many tokens it takes of each rate. */
  readonly tokens: ReadonlyArray<number>;
  readonly since: number;
  /** The latest time at which the call may go out. */
  readonly until: number;
}

/** Tokens that processes share. */
export interface SharedTokens {
  /**
   * Reserves the tokens of the first call in line and returns when they come. If they come too late for the call,
   * none are reserved. `undefined` if that can't be found out: the call goes out without tokens.
   */
  readonly reserve: (call: Waiting) => Effect.Effect<number | undefined>;
  /** The first call goes out. If it is given up instead, its tokens stay reserved for the next call. */
  readonly spend: (call: Waiting) => void;
}

/** The line. */
export class Line {
  readonly #rates: ReadonlyArray<PacedRate>;
  readonly #buckets: ReadonlyArray<TokenBucket>;
  readonly #maxMillis: number;
  readonly #shared: SharedTokens | undefined;
  readonly #calls = new Set<Waiting>();
  /** Lets in the first call. */
  readonly #front = new Gate(1);

  /** A call waits at most `maxMillis`. */
  constructor(rates: ReadonlyArray<PacedRate>, maxMillis: number, shared?: SharedTokens) {
    this.#rates = rates;
    this.#buckets = rates.map(({ limit, window }) =>
      new TokenBucket(limit, Duration.toMillis(window))
    );
    this.#maxMillis = maxMillis;
    this.#shared = shared;
  }

  /** Waits for a batch's tokens and takes them. Returns `false`, without taking any, if the wait is too long. */
  pass(batch: Batch): Effect.Effect<boolean, BatchError> {
    return Effect.uninterruptibleMask((restore) =>
      Effect.flatMap(monotonicMillis, (since) => {
        const tokens = this.#rates.map(({ tokens }) => tokens(batch));
        const call = { tokens, since, until: since + this.#maxMillis };
        const ready = this.#each(call, (bucket, tokens) => bucket.readyBehindLine(since, tokens));
        if (isTooLate(Math.max(...ready), call)) return Effect.succeed(false);
        this.#calls.add(call);
        this.#each(call, (bucket, tokens) => bucket.want(tokens));
        return Effect.ensuring(
          restore(this.#front.letIn(this.#passFront(call))),
          Effect.sync(() => this.#leave(call)),
        );
      })
    );
  }

  /** What the first call does. */
  #passFront(call: Waiting): Effect.Effect<boolean, BatchError> {
    const ready = this.#shared?.reserve(call) ??
      Effect.map(
        monotonicMillis,
        (now) => Math.max(...this.#each(call, (bucket, tokens) => bucket.readyAt(now, tokens))),
      );
    return Effect.flatMap(ready, (at) => {
      if (at === undefined) return Effect.succeed(true);
      return isTooLate(at, call)
        ? Effect.succeed(false)
        : Effect.andThen(sleepUntil(at), this.#goOut(call));
    });
  }

  /** The call leaves the line in the moment in which it takes its tokens, so that they never count twice. */
  #goOut(call: Waiting): Effect.Effect<boolean> {
    return Effect.map(monotonicMillis, (now) => {
      this.#leave(call);
      this.#each(call, (bucket, tokens) => bucket.take(now, tokens));
      this.#shared?.spend(call);
      return true;
    });
  }

  #leave(call: Waiting): void {
    if (this.#calls.delete(call)) this.#each(call, (bucket, tokens) => bucket.want(-tokens));
  }

  #each<A>({ tokens }: Waiting, step: (bucket: TokenBucket, tokens: number) => A): Array<A> {
    return tokens.map((tokens, i) => step(this.#buckets[i], tokens));
  }
}

/** A rounding error must not cost a call its turn, so parts of milliseconds do not count. */
const isTooLate = (time: number, { until }: Waiting): boolean => Math.floor(time) > until;

const sleepUntil = (time: number): Effect.Effect<void, BatchError> =>
  Effect.flatMap(
    monotonicMillis,
    (now) => time > now ? sleepUnlessStopped(Math.ceil(time - now)) : Effect.void,
  );
