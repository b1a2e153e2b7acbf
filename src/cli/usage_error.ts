/**
 * The error of a command that can't begin or go on: a wrong flag, a missing setting, a file that can't be used.
 *
 * @module
 */
import * as Data from "effect/Data";
import { english } from "./texts/en.ts";
import type { Texts } from "./texts/table.ts";

/** Ends the command with status 2. The message is for people and holds no personal data. */
export class UsageError extends Data.Error<{
  /** The message in English. */
  readonly message: string;
  /** The message in the language of these texts. */
  readonly say: (texts: Texts) => string;
}> {
  /** For `Effect.catchTag`. */
  readonly _tag = "UsageError" as const;
  /** The error's name. */
  override readonly name = "UsageError";
}

/** An error that says this. */
export const usageError = (say: (texts: Texts) => string): UsageError =>
  new UsageError({ message: say(english), say });

/** A file's name as it may be shown: of an address, which may hold a password, only the scheme. */
export const shownFile = (file: string): string =>
  file.replace(/^([a-z][a-z\d+.-]+:\/\/).*$/is, "$1…");
