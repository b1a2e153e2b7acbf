/**
 * The command line of a task that serves until it is stopped: `--port`, `--hostname` (or `--host`, as in `deno serve`), `--help`, and
 * flags of its own that take a text. Only tasks of this project use it; it is not published.
 *
 * @module
 */
import { parseArgs } from "node:util";

/** A task that serves. */
export interface Task {
  /** The command that starts it, such as `deno task serve`. */
  readonly command: string;
  /** The text that `--help` prints. */
  readonly help: string;
}

/** The flags of a task, as they were given or by default. */
export type Flags<Flag extends string> = {
  readonly [flag in Flag | "hostname" | "port"]: flag extends "port" ? number : string;
};

/** Prints what is wrong and how to get help, and ends the program with status 2. */
export const fail = ({ command }: Task, message: string): never => {
  console.error(`${message}\nTry: ${command} --help`);
  Deno.exit(2);
};

/** Reads a number from a flag's text. An empty text gives `NaN`, like one that is not a number. */
export const readNumber = (text: string): number => text.trim() === "" ? NaN : Number(text);

/**
 * Reads the flags of a task from the command line. `--help` prints the help and ends the program with
 * status 0. A wrong flag ends it with status 2.
 *
 * @param defaults The task's own flags and `port`, each with its default.
 */
export const readFlags = <Flag extends string>(
  task: Task,
  defaults: { readonly [flag in Flag | "port"]: string },
): Flags<Flag> => {
  const { help, host, ...given } = parse(task, { host: "", hostname: "127.0.0.1", ...defaults });
  const texts = host === "" ? given : { ...given, hostname: host };
  if (help === true) {
    console.log(task.help);
    Deno.exit(0);
  }
  if (texts.hostname === "") fail(task, "--hostname must not be empty");
  const port = readNumber(String(texts.port));
  if (!Number.isInteger(port) || port < 0 || port > 65535) {
    fail(task, "--port must be a whole number from 0 to 65535");
  }
  // Each flag has a text, because each has a default.
  return { ...texts, port } as Flags<Flag>;
};

const textFlag = (text: string) => ({ type: "string", default: text } as const);

const parse = (
  task: Task,
  defaults: { readonly [flag: string]: string },
): { readonly [flag: string]: string | boolean | undefined } => {
  const options = Object.fromEntries(
    Object.entries(defaults).map(([flag, text]) => [flag, textFlag(text)]),
  );
  try {
    return parseArgs({ options: { ...options, help: { type: "boolean" } } }).values;
  } catch (error) {
    return fail(task, error instanceof Error ? error.message : "Unreadable options");
  }
};
