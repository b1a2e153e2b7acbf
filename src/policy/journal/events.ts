/**
 * What a journal tells of its work, as events of `call/events.ts`. They hold counts and times; no key, which is made of a
 * customer's values.
 *
 * | `thulium.event`  | when                                                                   | log     |
 * |------------------|------------------------------------------------------------------------|---------|
 * | `lost`           | another run took claims over before this one sent them                 | info    |
 * | `wait_for_run`   | it was waited for another run that was sending the same customers      | debug   |
 * | `wait_for_proof` | it was waited until a lookup could prove something of customers in doubt | debug |
 * | `found`          | customers in doubt were found in Thulium                               | info    |
 * | `absent`         | customers in doubt were proved absent, and claimed to be sent again    | info    |
 * | `claim_failed`, `confirm_failed`, `read_failed`, `write_failed` | the store failed, or did not answer in time | warning |
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { type CallEvent, recordEvent } from "../../call/events.ts";
import { monotonicMillis } from "../../internal/monotonic.ts";

/** An operation of a store, as events name it. */
export type StoreOperation = "claim" | "confirm" | "read" | "write";

/** The level of each event in the log. */
const levels = {
  lost: "Info",
  wait_for_run: "Debug",
  wait_for_proof: "Debug",
  found: "Info",
  absent: "Info",
  claim_failed: "Warn",
  confirm_failed: "Warn",
  read_failed: "Warn",
  write_failed: "Warn",
} as const satisfies { readonly [event: string]: CallEvent["level"] };

/** Something that a journal tells. */
export type JournalEvent = keyof typeof levels;

/** Tells that something happened to so many customers; to none is no event. */
export const recordJournal = (
  event: JournalEvent,
  customers: number,
  times: { readonly wait_ms?: number } = {},
): Effect.Effect<void> =>
  customers === 0 ? Effect.void : recordEvent({
    name: "journal",
    label: { event },
    details: { customers, ...times },
    level: levels[event],
  });

/** The waits of one batch, which are told once: while another run goes on, the journal is read every second. */
export class Waits {
  readonly #waited = {
    wait_for_run: { customers: 0, millis: 0 },
    wait_for_proof: { customers: 0, millis: 0 },
  };

  /** Notes that a wait is over, which began at a time of the monotonic clock. */
  note(
    what: "wait_for_run" | "wait_for_proof",
    customers: number,
    since: number,
  ): Effect.Effect<void> {
    return Effect.map(monotonicMillis, (now) => {
      const waited = this.#waited[what];
      waited.customers = Math.max(waited.customers, customers);
      waited.millis += now - since;
    });
  }

  /** Tells what was waited for. */
  readonly tell: Effect.Effect<void> = Effect.suspend(() =>
    Effect.forEach(["wait_for_run", "wait_for_proof"] as const, (event) => {
      const { customers, millis } = this.#waited[event];
      return recordJournal(event, customers, { wait_ms: millis });
    }, { discard: true })
  );
}
