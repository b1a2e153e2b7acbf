/**
 * Tells that a circuit changed: with a warning when it opens.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import { recordEvent } from "../../call/events.ts";
import type { CircuitState } from "./circuit.ts";

const levels = { open: "Warn", half_open: "Debug", closed: "Info" } as const;

/** Tells of a change, if there is one. */
export const recordChange = (before: CircuitState, state: CircuitState): Effect.Effect<void> =>
  before === state
    ? Effect.void
    : recordEvent({ name: "circuit", label: { state }, level: levels[state] });
