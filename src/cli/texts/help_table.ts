/**
 * The texts of the help, and of why a command can't begin or go on, as types. They are a part of `table.ts`.
 *
 * @module
 */
import type { Format } from "../input/format.ts";

/** Help, and errors of the command line. */
export interface HelpTexts {
  readonly description: string;
  readonly importDescription: string;
  readonly syncDescription: string;
  readonly usage: string;
  readonly examples: string;
  readonly example: { readonly [example in ExampleName]: string };
  readonly exitStatus: string;
  readonly exit: { readonly [status in 0 | 1 | 2 | 3 | 130]: string };
  readonly commands: string;
  readonly more: string;
  readonly wrongValue: (flag: string, rule: string) => string;
  readonly unknownFlag: (flag: string | undefined, closest: string | undefined) => string;
  /** A flag of `sync` was given to `import`. */
  readonly onlySync: (flag: string) => string;
  /** Somebody wants to give the password as a flag. */
  readonly noPassword: string;
  readonly unknownCommand: string;
  readonly tooManyArguments: string;
  readonly missingFile: string;
}

/** The examples of the help. */
export type ExampleName = "check" | "import" | "again" | "template" | "sync";

/** Why a command can't begin or go on. Files are named as they were given. */
export interface UsageTexts {
  readonly notFound: (file: string) => string;
  readonly mayNotRead: (file: string) => string;
  /** Deno was not given the permission. */
  readonly notAllowed: (file: string, what: "read" | "write") => string;
  readonly cannotRead: (file: string) => string;
  readonly isFolder: (file: string) => string;
  readonly isAddress: string;
  readonly theInput: string;
  readonly sameFile: (one: string, other: string) => string;
  readonly cannotWrite: (file: string) => string;
  readonly exists: (file: string) => string;
  /** Rejects of an earlier import, perhaps with corrections. */
  readonly rejectsExist: (file: string) => string;
  readonly badMapping: (file: string) => string;
  readonly mappingWithoutDryRun: string;
  readonly syncNeedsJournal: string;
  readonly syncLooksUp: string;
  /** The journal is used by one key, and `--key` says another one. */
  readonly otherKey: (noted: string, given: string) => string;
  readonly noMapping: string;
  /** A flag says how another kind of input is read. */
  readonly notForInput: (flag: string, format: Format) => string;
  readonly mappedAndSkipped: string;
  readonly needsFile: string;
  readonly giveUser: string;
  readonly giveUrl: string;
  readonly names: { readonly [option in "url" | "system" | "user" | "password"]: string };
  readonly noTerminal: string;
  readonly askPassword: string;
  readonly defect: string;
}
