/**
 * One run of the program: what its command and its signal handlers share.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Deferred from "effect/Deferred";
import type { ExitCode } from "./exit_code.ts";
import { english } from "./texts/en.ts";
import type { Texts } from "./texts/table.ts";

/** What the command shares with the signal handlers. */
export interface Invocation {
  /** Completed when the import is to stop. */
  readonly stop: Deferred.Deferred<void>;
  /** The texts of the run's language. */
  readonly texts: Texts;
  /** When the run began, by the monotonic clock in milliseconds. */
  readonly began: number;
  /** Set by the command. */
  exitCode: ExitCode;
}

/** The invocation in which the command runs. */
export const CurrentInvocation: Context.Reference<Invocation> = Context.Reference<Invocation>(
  "@thulium-effect/batch-customers/cli/Invocation",
  {
    defaultValue: () => ({
      stop: Deferred.makeUnsafe(),
      texts: english,
      began: performance.now(),
      exitCode: 0,
    }),
  },
);
