/**
 * The last word before a request leaves. A policy may hold a claim on its customers that others can take over while
 * the call waits: for its turn, for another attempt, or because the machine was asleep. It is asked after all waits,
 * inside all policies, right before each request, and says which customers must not be sent any more.
 *
 * A confirmation counts for {@linkcode confirmedMillis}. If the request is not on its way by then, all are asked
 * again. A `BatchCall` of your own must send through {@linkcode sendConfirmed}, or a journal around it can't keep a
 * run that was put to sleep from sending.
 *
 * @module
 */
import * as Clock from "effect/Clock";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import type { Batch } from "../batch/model.ts";
import { Outcome } from "../outcome/model.ts";
import { pick, replaceAt } from "./parts.ts";
import type { Call, Send } from "./send.ts";
import { outcomeTexts } from "../outcome/texts.ts";

/**
 * Says for each customer of a batch that is about to be sent: `undefined` if it may be sent, or else its outcome.
 * `timeoutMillis` is the longest time that the request may take.
 */
export type Confirm = (
  batch: Batch,
  timeoutMillis: number,
) => Effect.Effect<ReadonlyArray<Outcome | undefined>>;

/** Whoever has to be asked before a request leaves. */
export const Confirmations: Context.Reference<ReadonlyArray<Confirm>> = /* @__PURE__ */ Context
  .Reference<ReadonlyArray<Confirm>>(
    "@thulium-effect/batch-customers/Confirmations",
    { defaultValue: () => [] },
  );

/** How long a confirmation counts, in milliseconds, from the moment when it was asked for. */
export const confirmedMillis = 5_000;

/** How often is asked, if each answer takes too long to count. */
const maxRounds = 3;

/** Sends the customers of a batch for which all confirm. */
export const sendConfirmed = (send: Send, timeoutMillis: number): Send => (batch) =>
  Effect.flatMap(
    Confirmations,
    (confirmations) =>
      confirmations.length === 0 ? send(batch) : ask(
        batch,
        confirmations,
        timeoutMillis,
        maxRounds,
        (outcomes) => sendRest(send, batch, outcomes),
      ),
  );

type Answers = ReadonlyArray<Outcome | undefined>;

const ask = (
  batch: Batch,
  confirmations: ReadonlyArray<Confirm>,
  timeoutMillis: number,
  rounds: number,
  go: (outcomes: Answers) => Call,
): Call =>
  Effect.flatMap(elapsedSinceNow, (elapsed) =>
    Effect.flatMap(
      Effect.forEach(confirmations, (confirm) => confirm(batch, timeoutMillis)),
      (answers) => {
        // Nothing may come between this look at the clock and the request.
        if (elapsed() < confirmedMillis) return go(merge(batch, answers));
        return rounds > 1
          ? ask(batch, confirmations, timeoutMillis, rounds - 1, go)
          : Effect.succeed(batch.items.map(() => tooSlow));
      },
    ));

const merge = ({ items }: Batch, answers: ReadonlyArray<Answers>): Answers =>
  answers.length === 1
    ? answers[0]
    : items.map((_, place) => answers.find((outcomes) => outcomes[place] !== undefined)?.[place]);

const isConfirmed = (outcome: Outcome | undefined): boolean => outcome === undefined;

const sendRest = (send: Send, batch: Batch, outcomes: Answers): Call => {
  if (outcomes.every(isConfirmed)) return send(batch);
  const places = batch.items.flatMap((_, place) => isConfirmed(outcomes[place]) ? [place] : []);
  const held = batch.items.map((_, place) => outcomes[place] ?? tooSlow);
  const rest = pick(batch, places);
  return rest === undefined
    ? Effect.succeed(held)
    : Effect.map(send(rest), (sent) => replaceAt(held, places, sent));
};

/**
 * Measures time by both clocks: the monotonic one stands still while some machines sleep, and the system's clock may
 * be set back.
 */
export const elapsedSinceNow: Effect.Effect<() => number> = /* @__PURE__ */ Effect.map(
  Clock.Clock,
  (clock) => {
    const wall = clock.currentTimeMillisUnsafe();
    const steady = clock.monotonicTimeNanosUnsafe();
    return () =>
      Math.max(
        clock.currentTimeMillisUnsafe() - wall,
        Number(clock.monotonicTimeNanosUnsafe() - steady) / 1e6,
      );
  },
);

const tooSlow = /* @__PURE__ */ Outcome.notSent(outcomeTexts.journalSlow);
