/**
 * The command line as a whole: its commands and flags, the help, shell completions, and what is said of arguments that are
 * wrong. It is loaded for arguments that `arguments.ts` does not read.
 *
 * @module
 */
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem";
import * as NodePath from "@effect/platform-node-shared/NodePath";
import * as NodeStdio from "@effect/platform-node-shared/NodeStdio";
import * as NodeTerminal from "@effect/platform-node-shared/NodeTerminal";
import * as Argument from "effect/cli/Argument";
import * as CliConfig from "effect/cli/CliConfig";
import * as Command from "effect/cli/Command";
import * as Flag from "effect/cli/Flag";
import * as GlobalFlag from "effect/cli/GlobalFlag";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Option from "effect/Option";
import * as ChildProcessSpawner from "effect/process/ChildProcessSpawner";
import {
  columnOnce,
  type FlagReader,
  type FlagReaders,
  type ImportArguments,
  importFlags,
  maxColumns,
  syncFlags,
  type SyncValues,
  type ValuesOf,
} from "./flags.ts";
import { layerHelp } from "./help.ts";
import type { Texts } from "./texts/table.ts";

/** The rules stand in `flag_docs.ts`. */
const refused = () => "";

const or = (flag: Flag.Flag<unknown>, otherwise: unknown): Flag.Flag<unknown> =>
  otherwise === undefined
    ? flag.pipe(Flag.optional, Flag.map(Option.getOrUndefined))
    : Flag.withDefault(flag, otherwise);

const flagOf = (reader: FlagReader, { flags }: Texts): Flag.Flag<unknown> => {
  const { name } = reader;
  const described = <A>(flag: Flag.Flag<A>) => Flag.withDescription(flag, flags[name]);
  switch (reader.takes) {
    case "nothing":
      return or(described(Flag.Boolean(name)), reader.otherwise);
    case "one": {
      const { choices, otherwise, read } = reader;
      if (choices !== undefined) return or(described(Flag.Literals(name, choices)), otherwise);
      const one = described(Flag.String(name)).pipe(
        Flag.filterMap((text) => Option.fromUndefinedOr(read(text)), refused),
      );
      return or(one, otherwise);
    }
    case "many":
      return described(Flag.String(name)).pipe(
        Flag.filter(reader.isValid, refused),
        Flag.between(0, maxColumns),
        Flag.filterMap(
          (texts) => Option.fromUndefinedOr(reader.readAll(texts)),
          () => columnOnce,
        ),
      );
  }
};

type FlagsOf<Readers extends FlagReaders> = {
  readonly [name in keyof Readers]: Flag.Flag<ValuesOf<Readers>[name]>;
};

/** What may follow a command. */
const parametersOf = <Readers extends FlagReaders>(readers: Readers, texts: Texts) => ({
  file: Argument.optional(Argument.String("file")).pipe(Argument.map(Option.getOrUndefined)),
  // Each reader gives a value of its own.
  ...Object.fromEntries(
    Object.entries(readers).map(([name, reader]) => [name, flagOf(reader, texts)]),
  ) as FlagsOf<Readers>,
});

/** What the commands do with their arguments. */
export interface Actions<E, R> {
  readonly import: (given: ImportArguments) => Effect.Effect<void, E, R>;
  readonly sync: (given: SyncValues) => Effect.Effect<void, E, R>;
}

const rootCommand = <E, R>(texts: Texts, actions: Actions<E, R>) =>
  Command.make("thulium-batch-customers").pipe(
    Command.withDescription(texts.help.description),
    Command.withSubcommands([
      Command.make("import", parametersOf(importFlags, texts), actions.import).pipe(
        Command.withDescription(texts.help.importDescription),
      ),
      Command.make("sync", parametersOf(syncFlags, texts), actions.sync).pipe(
        Command.withDescription(texts.help.syncDescription),
      ),
    ]),
  );

/** Runs the command line. */
export const runCommand = <E, R>(
  args: ReadonlyArray<string>,
  version: string,
  texts: Texts,
  actions: Actions<E, R>,
) =>
  Command.runWith(rootCommand(texts, actions), { version })(args).pipe(
    Effect.provide(platform(texts)),
  );

const platform = (texts: Texts) =>
  Layer.mergeAll(
    NodeFileSystem.layer,
    NodePath.layer,
    NodeStdio.layer,
    NodeTerminal.layer,
    layerHelp(texts),
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
