/**
 * Answers "too large" with halves: a batch that was refused as a whole is split and sent again, down to single
 * customers, so that one oversized or poisonous customer costs only itself. The refusal proves that nothing was
 * created, so no customer is created twice.
 *
 * If both halves go through, the size was the reason. After the second time, later batches of that many bytes
 * are split before they are sent.
 *
 * What was learnt may be wrong, or Thulium's limit may be raised. So after 8 batches that were split in advance and
 * went through, which are at least 9 calls, the next batch of up to twice the learnt size is sent whole. If it
 * goes through, the learnt size doubles. If it is refused, the next try comes after twice as many batches, so a
 * limit that stays costs few refusals: 9 in 8,000 such batches.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { Batch } from "../batch/model.ts";
import type { Call, Send } from "../call/send.ts";
import type { RefusedError } from "../outcome/error.ts";
import { recordEvent } from "../call/events.ts";
import { unlessStopped } from "../call/run.ts";
import { deliveryOf, isRetryLater } from "../outcome/delivery.ts";
import { Outcome } from "../outcome/model.ts";
import { settleOutcomes } from "../call/settle.ts";
import { type Policy, policy } from "./layer.ts";
import { pick } from "../call/parts.ts";

/** Options of {@linkcode layer}. */
export interface SplitOptions {
  /**
   * The statuses of a whole answer after which the batch is split; 4xx only. Some servers answer 400 or 422
   * for a whole batch if they cannot process one of its customers.
   *
   * @default [413]
   */
  readonly statuses?: ReadonlyArray<number> | undefined;
}

/**
 * The policy.
 *
 * @throws {RangeError} If a status does not refuse a whole batch for good.
 */
export const layer = (options: SplitOptions = {}): Policy => {
  const { statuses = [413] } = options;
  const wrong = statuses.find((status) => !isSplittable(status));
  if (wrong !== undefined) {
    throw new RangeError(
      `statuses must be ones that refuse a whole batch for good: current value is ${wrong}`,
    );
  }
  return policy((next) =>
    Effect.sync(() => {
      const splitter = new Splitter(next, new Set(statuses));
      return (batch) => splitter.send(batch);
    })
  );
};

const isSplittable = (status: number): boolean =>
  deliveryOf({ at: "status", status }) === "refused" && ![401, 403].includes(status) &&
  !isRetryLater(status);

/** It takes this many batches that were split in advance until one is sent whole. */
const firstTryAfter = 8;

class Splitter {
  readonly #next: Send;
  readonly #statuses: ReadonlySet<number>;
  /** A batch of this many bytes is known to be too large. */
  #tooLarge = Infinity;
  /** The same after one refusal, which may have been an accident. */
  #suspected = Infinity;
  /** How many batches were split in advance and went through since the last try. */
  #splits = 0;
  /** How many of them it takes until the next try. */
  #tryAfter = firstTryAfter;

  constructor(next: Send, statuses: ReadonlySet<number>) {
    this.#next = next;
    this.#statuses = statuses;
  }

  send(batch: Batch): Call {
    return Effect.suspend(() => {
      if (batch.items.length === 1 || batch.bytes < this.#tooLarge) return this.#whole(batch);
      if (this.#splits >= this.#tryAfter && batch.bytes < 2 * this.#tooLarge) {
        // Batches that are sent at the same time are split as before.
        this.#splits = 0;
        return this.#whole(batch, true);
      }
      return Effect.map(this.#halves(batch, "learnt"), (outcomes) => {
        if (this.#wentThrough(outcomes)) this.#splits++;
        return outcomes;
      });
    });
  }

  /** Sends a batch whole; `isTry` if it was learnt that it is too large. */
  #whole(batch: Batch, isTry = false): Call {
    const sent = this.#next(batch);
    const call = !isTry ? sent : Effect.map(sent, (outcomes) => {
      if (this.#wentThrough(outcomes)) this.#learn(2 * this.#tooLarge, Infinity);
      return outcomes;
    });
    return Effect.catchTag(call, "RefusedError", (error) => {
      if (!this.#statuses.has(error.status)) return Effect.fail(error);
      if (batch.items.length === 1) return Effect.succeed([rejected(error)]);
      if (isTry) this.#tryAfter *= 2;
      return Effect.map(this.#halves(batch, "refused"), (outcomes) => {
        if (this.#wentThrough(outcomes)) this.#suspect(batch.bytes);
        return outcomes;
      });
    });
  }

  /**
   * Whether Thulium answered for each customer, and refused none of them as it refuses a batch that is too large.
   * If a single customer was refused so, that customer was the reason, and not the size.
   */
  #wentThrough(outcomes: ReadonlyArray<Outcome>): boolean {
    return !outcomes.some((outcome) =>
      outcome._tag === "NotSent" || outcome._tag === "Unknown" ||
      outcome._tag === "Rejected" && this.#statuses.has(outcome.status)
    );
  }

  /** A batch was refused because of its size. */
  #suspect(bytes: number): void {
    const [smaller, larger] = [this.#suspected, bytes].sort((a, b) => a - b);
    if (larger < this.#tooLarge) this.#learn(larger, smaller);
    else this.#suspected = smaller;
  }

  #learn(tooLarge: number, suspected: number): void {
    this.#tooLarge = tooLarge;
    this.#suspected = suspected;
    this.#tryAfter = firstTryAfter;
  }

  /** Sends both halves, one after the other. The outcomes of the first stay, whatever the second ends with. */
  #halves(batch: Batch, reason: "learnt" | "refused"): Call {
    const middle = Math.ceil(batch.items.length / 2);
    const places = batch.items.map((_, place) => place);
    const [left, right] = [places.slice(0, middle), places.slice(middle)];
    const halves = Effect.forEach(
      [left, right].flatMap((half) => pick(batch, half) ?? []),
      (half) => settleOutcomes(Effect.andThen(unlessStopped, this.send(half)), half),
    ).pipe(Effect.map((outcomes) => outcomes.flat()));
    const details = { customers: batch.items.length, bytes: batch.bytes };
    return Effect.andThen(recordEvent({ name: "split", label: { reason }, details }), halves);
  }
}

const rejected = ({ message, status }: RefusedError): Outcome => Outcome.rejected(status, message);
