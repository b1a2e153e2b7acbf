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
import * as Command from "effect/cli/Command";
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Layer from "effect/Layer";
import * as Option from "effect/Option";
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner";
import * as References from "effect/References";
import process from "node:process";
import { importCommand } from "./command.ts";
import { CurrentInvocation, type ExitCode, type Invocation } from "./invocation.ts";

const platform = Layer.mergeAll(
  NodeFileSystem.layer,
  NodePath.layer,
  NodeStdio.layer,
  NodeTerminal.layer,
  // Effect's commands ask for this service, but this command starts no other program.
  Layer.succeed(
    ChildProcessSpawner.ChildProcessSpawner,
    ChildProcessSpawner.make(() => Effect.die("the importer starts no other program")),
  ),
);

const root = Command.make("thulium-batch-customers").pipe(
  Command.withDescription("Adds many customers to Thulium, and none of them twice."),
  Command.withSubcommands([importCommand]),
);

/** Runs the command, and returns its exit status. */
export const run = async (args: ReadonlyArray<string>, version: string): Promise<ExitCode> => {
  const invocation: Invocation = { stop: Deferred.makeUnsafe(), exitCode: 0 };
  const onSignal = stopOnSignal(invocation);
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  const program = Command.runWith(root, { version })(args).pipe(
    Effect.provideService(CurrentInvocation, invocation),
    Effect.provideService(References.LogToStderr, true),
    Effect.provide(platform),
  );
  const exit = await Effect.runPromiseExit(program);
  process.off("SIGINT", onSignal);
  process.off("SIGTERM", onSignal);
  return Exit.isSuccess(exit) ? invocation.exitCode : explain(exit.cause, args);
};

const stopOnSignal = (invocation: Invocation) => () => {
  if (Effect.runSync(Deferred.isDone(invocation.stop))) process.exit(130);
  Effect.runSync(Deferred.succeed(invocation.stop, undefined));
  console.error(
    "\nStopping: waiting for the requests on their way. Press Ctrl-C again to leave at once.",
  );
};

/** Prints what went wrong. Errors of the command line itself were printed before, with the help. */
const explain = (cause: Cause.Cause<unknown>, args: ReadonlyArray<string>): ExitCode => {
  if (Cause.hasInterruptsOnly(cause)) return 130;
  const error = Option.getOrUndefined(Cause.findErrorOption(cause));
  if (isTagged(error, "ShowHelp")) return 2;
  if (isTagged(error, "UsageError") || isTagged(error, "FormatError")) console.error(error.message);
  else if (args.some((arg) => arg.toLowerCase() === "debug")) console.error(Cause.pretty(cause));
  else console.error("This is a defect of the program; --log-level debug shows more of it.");
  return 2;
};

const isTagged = (error: unknown, tag: string): error is Error =>
  error instanceof Error && "_tag" in error && error._tag === tag;
