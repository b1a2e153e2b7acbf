/**
 * Plays a plan of faults: counts the POSTs, and says what goes wrong with each.
 *
 * @module
 */
import { chosen, type Fault, faultFor, type FaultPlan, readFaultPlan } from "./fault.ts";

/** What goes wrong with one POST. */
export interface PlayedFault {
  /** The fault; `undefined` if all goes well. */
  readonly fault: Fault | undefined;
  /** Whether a fault that affects a share of the customers affects the one at this position. */
  readonly affects: (position: number) => boolean;
}

/** Plays one plan of faults. */
export class FaultPlayer {
  readonly #plan: FaultPlan;
  #posts = 0;

  /**
   * Starts with the first POST of a plan.
   *
   * @throws {RangeError} If the plan is invalid.
   */
  constructor(plan: FaultPlan = { script: [] }) {
    const read = readFaultPlan(plan);
    if (typeof read === "string") throw new RangeError(read);
    this.#plan = read;
  }

  /** What goes wrong with the next POST, which has this many customers. */
  next(customers: number): PlayedFault {
    const post = this.#posts++;
    const fault = faultFor(this.#plan, post);
    const affected = fault !== undefined && "share" in fault
      ? chosen(this.#plan, post, customers, fault.share)
      : [];
    return { fault, affects: (position) => affected[position] ?? false };
  }
}
