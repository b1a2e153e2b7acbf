/** Runs the command line in this process. It reads no environment: that is for commands that end before they need it. */
import { run } from "../../src/cli/run.ts";
import type { Ran } from "./importer.ts";

export const runHere = async (...args: ReadonlyArray<string>): Promise<Ran> => {
  const { error, log } = console;
  const printed = { stdout: "", stderr: "" };
  console.log = (...texts) => printed.stdout += `${texts.join(" ")}\n`;
  console.error = (...texts) => printed.stderr += `${texts.join(" ")}\n`;
  try {
    return { code: await run(args, "1.2.3"), ...printed };
  } finally {
    Object.assign(console, { error, log });
  }
};
