/**
 * One run of the program: what its command and its signal handlers share.
 *
 * @module
 */
import * as Context from "effect/Context";
import * as Deferred from "effect/Deferred";

/** The exit status: 0 all exist in Thulium, 1 some may not, 2 wrong usage or unreadable input, 130 interrupted. */
export type ExitCode = 0 | 1 | 2 | 130;

/** What the command shares with the signal handlers. */
export interface Invocation {
  /** Completed when the import is to stop. */
  readonly stop: Deferred.Deferred<void>;
  /** Set by the command. */
  exitCode: ExitCode;
}

/** The invocation in which the command runs. */
export const CurrentInvocation: Context.Reference<Invocation> = Context.Reference<Invocation>(
  "@thulium-effect/batch-customers/cli/Invocation",
  { defaultValue: () => ({ stop: Deferred.makeUnsafe(), exitCode: 0 }) },
);
