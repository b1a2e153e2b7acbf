/**
 * How the handler imports the customers of any request, JSON or streamed.
 *
 * @module
 */
import * as Duration from "effect/Duration";
import type { RunOptions } from "../call/run.ts";
import type { BatchLimits } from "../batch/limits.ts";
import type { ValidationOptions } from "../customer/validate.ts";
import type { HandlerConfig } from "./config.ts";

/** Options that all imports of the handler share. */
export interface SharedImportOptions extends ValidationOptions, BatchLimits, RunOptions {
  readonly concurrency: number;
}

/** The options for a request that may take so many seconds from now on. */
export const importOptions = (config: HandlerConfig, seconds: number): SharedImportOptions => ({
  maxCustomers: config.batchSize,
  concurrency: config.concurrency,
  profile: config.profile,
  unknownFields: "send",
  maxCalls: config.maxCalls,
  // A call that starts at the last moment still ends before the request's time is over.
  deadline: Duration.millis(Math.max(1, 1000 * (seconds - config.callSeconds))),
  onInterrupt: "finish",
});
