/**
 * How many bytes of bodies the handler holds at the same time, for all requests together. A body counts from when its
 * bytes came until its rows have their outcomes, and then a large answer until it was read; what was only announced does
 * not count, so that nobody can use the budget up by announcing.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import type { HandlerConfig } from "./config.ts";
import { problem, type Reply } from "./reply.ts";

/** The bytes that all requests may hold. */
class BodyBudget {
  #left: number;

  constructor(maxBytes: number) {
    this.#left = maxBytes;
  }

  /** How many bytes there is room for. */
  get left(): number {
    return this.#left;
  }

  /** Takes bytes, or gives them back if there are fewer than 0. */
  take(bytes: number): void {
    this.#left -= bytes;
  }
}

/** What one request holds. It must be given back at the end of the request. */
export class BodyShare {
  readonly #budget: BodyBudget;
  #held = 0;
  #isOver = false;

  constructor(budget: BodyBudget) {
    this.#budget = budget;
  }

  /** Takes bytes that came. Returns whether there is room for them. */
  readonly take = (bytes: number): boolean => {
    if (this.#isOver || bytes > this.#budget.left) return false;
    this.#held += bytes;
    this.#budget.take(bytes);
    return true;
  };

  /**
   * Takes bytes of an answer, which must be given whether there is room for it or not. Beyond the budget no more bodies
   * are read until it was given.
   */
  owe(bytes: number): void {
    if (this.#isOver) return;
    this.#held += bytes;
    this.#budget.take(bytes);
  }

  /** Gives back bytes that are not held any more. */
  give(bytes: number): void {
    if (this.#isOver) return;
    this.#held -= bytes;
    this.#budget.take(-bytes);
  }

  /** Gives back everything that is held. */
  clear(): void {
    this.give(this.#held);
  }

  /** Gives back everything. No more can be taken. */
  end(): void {
    this.give(this.#held);
    this.#isOver = true;
  }
}

/** By configuration, because each handler has one of its own. */
const budgets = /* @__PURE__ */ new WeakMap<HandlerConfig, BodyBudget>();

const budgetOf = (config: HandlerConfig): BodyBudget => {
  const known = budgets.get(config);
  if (known !== undefined) return known;
  const made = new BodyBudget(config.maxBufferedBytes);
  budgets.set(config, made);
  return made;
};

/** The share of a request that has not begun to read its body; `undefined` if there is no room for so many bytes. */
export const openShare = (config: HandlerConfig, bytes: number): BodyShare | undefined => {
  const budget = budgetOf(config);
  return Math.min(bytes, config.maxBufferedBytes) > budget.left ? undefined : new BodyShare(budget);
};

/** Why a body is not read on. */
export const busy = "this service is reading too many bodies at the same time";

/** The reply to a request whose body there is no room for. Nothing of it was sent. */
export const tooBusy: Reply = /* @__PURE__ */ problem(503, busy, { "retry-after": "2" });

/** Refuses such a request. */
export const noRoom: Effect.Effect<never, Reply> = /* @__PURE__ */ Effect.fail(tooBusy);
