/**
 * Runs the command line. Standard output has the result and nothing else; messages and the log go to standard error.
 *
 * @module
 */
import * as Cause from "effect/Cause";
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Option from "effect/Option";
import * as References from "effect/References";
import { runImport, runSync } from "./action.ts";
import { readArguments } from "./arguments.ts";
import { sayFormatError } from "./ending.ts";
import { type ExitCode, exitCodes } from "./exit_code.ts";
import { importFlags, syncFlags } from "./flags.ts";
import { CurrentInvocation, type Invocation } from "./invocation.ts";
import { FormatError } from "../format/error.ts";
import { layerLog } from "./log.ts";
import { textsFor } from "./texts/language.ts";
import type { Texts } from "./texts/table.ts";
import { UsageError } from "./usage_error.ts";

/** Arguments that are well formed need nothing of the command line as a whole, which takes longer to load than the rest. */
const programOf = ([command, ...rest]: ReadonlyArray<string>) => {
  switch (command) {
    case "import": {
      const values = readArguments(importFlags, rest);
      return values && runImport(values);
    }
    case "sync": {
      const values = readArguments(syncFlags, rest);
      return values && runSync(values);
    }
  }
};

/** Windows has no other one. */
const signals: ReadonlyArray<Deno.Signal> = Deno.build.os === "windows"
  ? ["SIGINT"]
  : ["SIGINT", "SIGTERM"];

/** Runs the command, and returns its exit status. */
export const run = async (args: ReadonlyArray<string>, version: string): Promise<ExitCode> => {
  const texts = await textsFor(args);
  const invocation: Invocation = {
    stop: Deferred.makeUnsafe(),
    texts,
    began: performance.now(),
    exitCode: exitCodes.allExist,
  };
  const onSignal = stopOnSignal(invocation);
  for (const signal of signals) Deno.addSignalListener(signal, onSignal);
  const program: Effect.Effect<void, unknown> = programOf(args) ??
    (await import("./command.ts")).runCommand(args, version, texts, {
      import: runImport,
      sync: runSync,
    });
  const exit = await Effect.runPromiseExit(program.pipe(
    Effect.provideService(CurrentInvocation, invocation),
    Effect.provideService(References.LogToStderr, true),
    Effect.provide(layerLog(texts)),
  ));
  for (const signal of signals) Deno.removeSignalListener(signal, onSignal);
  return Exit.isSuccess(exit) ? invocation.exitCode : explain(exit.cause, args, texts);
};

const stopOnSignal = ({ stop, texts }: Invocation) => () => {
  if (Effect.runSync(Deferred.isDone(stop))) Deno.exit(exitCodes.interrupted);
  Effect.runSync(Deferred.succeed(stop, undefined));
  console.error(`\n${texts.progress.stopping}`);
};

/** Prints what went wrong. Errors of the command line itself were printed before, with the flag's help. */
const explain = (
  cause: Cause.Cause<unknown>,
  args: ReadonlyArray<string>,
  texts: Texts,
): ExitCode => {
  if (Cause.hasInterruptsOnly(cause)) return exitCodes.interrupted;
  const error = Option.getOrUndefined(Cause.findErrorOption(cause));
  if (isTagged(error, "ShowHelp")) return exitCodes.unusable;
  if (error instanceof UsageError) console.error(error.say(texts));
  else if (error instanceof FormatError) console.error(sayFormatError(error, texts));
  else if (args.some((arg) => /^(?:--log-level=)?debug$/i.test(arg))) {
    console.error(Cause.pretty(cause));
  } else console.error(texts.usage.defect);
  return exitCodes.unusable;
};

const isTagged = (error: unknown, tag: string): boolean =>
  error instanceof Error && "_tag" in error && error._tag === tag;
