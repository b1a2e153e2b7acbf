/**
 * Runs the command line. Standard output has the result and nothing else; messages and the log go to standard error.
 *
 * @module
 */
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem";
import * as NodePath from "@effect/platform-node-shared/NodePath";
import * as NodeStdio from "@effect/platform-node-shared/NodeStdio";
import * as NodeTerminal from "@effect/platform-node-shared/NodeTerminal";
import * as Cause from "effect/Cause";
import * as CliConfig from "effect/cli/CliConfig";
import * as Command from "effect/cli/Command";
import * as GlobalFlag from "effect/cli/GlobalFlag";
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Layer from "effect/Layer";
import * as Option from "effect/Option";
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner";
import * as References from "effect/References";
import process from "node:process";
import { importCommand, syncCommand } from "./command.ts";
import { sayFormatError } from "./ending.ts";
import { type ExitCode, exitCodes } from "./exit_code.ts";
import { layerHelp } from "./help.ts";
import { CurrentInvocation, type Invocation } from "./invocation.ts";
import { layerLog } from "./log.ts";
import { FormatError } from "../format/error.ts";
import { textsFor } from "./texts/language.ts";
import type { Texts } from "./texts/table.ts";
import { UsageError } from "./usage_error.ts";

const platform = (texts: Texts) =>
  Layer.mergeAll(
    NodeFileSystem.layer,
    NodePath.layer,
    NodeStdio.layer,
    NodeTerminal.layer,
    layerHelp(texts),
    layerLog(texts),
    // Effect's wizard has texts of its own, in English.
    CliConfig.layer({
      builtIns: [
        GlobalFlag.Help,
        GlobalFlag.Version,
        GlobalFlag.Completions,
        GlobalFlag.LogLevel,
      ],
    }),
    // Effect's commands ask for this service, but this command starts no other program.
    Layer.succeed(
      ChildProcessSpawner.ChildProcessSpawner,
      ChildProcessSpawner.make(() => Effect.die(new Error())),
    ),
  );

const rootCommand = (texts: Texts) =>
  Command.make("thulium-batch-customers").pipe(
    Command.withDescription(texts.help.description),
    Command.withSubcommands([importCommand(texts), syncCommand(texts)]),
  );

/** Runs the command, and returns its exit status. */
export const run = async (args: ReadonlyArray<string>, version: string): Promise<ExitCode> => {
  const texts = textsFor(args);
  const invocation: Invocation = {
    stop: Deferred.makeUnsafe(),
    texts,
    began: performance.now(),
    exitCode: exitCodes.allExist,
  };
  const onSignal = stopOnSignal(invocation);
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  const program = Command.runWith(rootCommand(texts), { version })(args).pipe(
    Effect.provideService(CurrentInvocation, invocation),
    Effect.provideService(References.LogToStderr, true),
    Effect.provide(platform(texts)),
  );
  const exit = await Effect.runPromiseExit(program);
  process.off("SIGINT", onSignal);
  process.off("SIGTERM", onSignal);
  return Exit.isSuccess(exit) ? invocation.exitCode : explain(exit.cause, args, texts);
};

const stopOnSignal = ({ stop, texts }: Invocation) => () => {
  if (Effect.runSync(Deferred.isDone(stop))) process.exit(exitCodes.interrupted);
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
