/** Well-formed arguments are read without Effect's `cli`, and mean the same as with it. */
import * as Arbitrary from "effect/Arbitrary";
import * as Console from "effect/Console";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { readArguments } from "../../src/cli/arguments.ts";
import { runCommand } from "../../src/cli/command.ts";
import { importFlags, syncFlags } from "../../src/cli/flags.ts";
import { english } from "../../src/cli/texts/en.ts";
import { assertEquals } from "../support/assert.ts";
import { holds } from "../support/property.ts";

type Args = ReadonlyArray<string>;

const readersOf = { import: importFlags, sync: syncFlags };
type CommandName = keyof typeof readersOf;

/** What the whole command line reads; `undefined` if it refuses. */
const readWhole = (command: CommandName, args: Args): Effect.Effect<unknown> =>
  Effect.suspend(() => {
    let read: unknown;
    const note = (values: unknown) => Effect.sync(() => read = values);
    return runCommand([command, ...args], "1.2.3", english, { import: note, sync: note }).pipe(
      Effect.exit,
      Effect.map(() => read),
      Effect.provideService(Console.Console, silent),
    );
  });

/** The help, and what is said of wrong arguments, goes nowhere. */
const silent: Console.Console = { ...console, log: () => {}, error: () => {} };

const files = ["k.csv", "-", "", "-1", "on", "0", "klienci lipiec.csv", "a=b", "--"];
const values = ["7", "0", "x", "", "-", "-5", "a=b", "=b", "true", "no", "5%", "90s", "csv", "pl"];
const names = Object.values(syncFlags).map(({ name }) => name);
const flags = [...names, ...names.map((name) => `no-${name}`), "help", "log-level", "x"];

const oneOf = (...texts: Args) => Arbitrary.schema(Schema.Literals(texts));

const part = Arbitrary.all({
  kind: Arbitrary.schema(Schema.Literals(["flag", "flag", "value", "inline", "file"])),
  name: oneOf(...flags),
  value: oneOf(...values),
  file: oneOf(...files),
});

const argsOf = ({ file, kind, name, value }: {
  readonly file: string;
  readonly kind: string;
  readonly name: string;
  readonly value: string;
}): Args => {
  switch (kind) {
    case "flag":
      return [`--${name}`];
    case "value":
      return [`--${name}`, value];
    case "inline":
      return [`--${name}=${value}`];
    default:
      return [file];
  }
};

const command = Arbitrary.schema(Schema.Literals(["import", "sync"]));

holds(
  "arguments that are read without the command line are what it would have read",
  Arbitrary.all({ command, parts: Arbitrary.array(part, { maxLength: 4 }) }),
  ({ command, parts }) =>
    Effect.gen(function* () {
      const args = parts.flatMap(argsOf);
      const read = readArguments(readersOf[command], args);
      if (read !== undefined) assertEquals(yield* readWhole(command, args), read);
    }),
  { runs: 400 },
);

const usual: ReadonlyArray<readonly [CommandName, Args]> = [
  ["import", ["k.csv"]],
  ["import", ["-", "--url=https://acme.thulium.com", "--no-check", "--no-reconcile"]],
  ["import", ["k.csv", "--map", "Dział=custom_fields.Dział", "--map=A=b=c", "--skip", ""]],
  ["import", ["--rate", "10", "--max-rejected", "5%", "k.csv", "--deadline", "2h", "--dry-run"]],
  ["sync", ["k.csv", "--journal", "k.journal", "--empty", "clear", "--diff", "--missing", "m"]],
];

for (const [command, args] of usual) {
  Deno.test(`${command} ${args.join(" ")}: is read without the command line`, async () => {
    const read = readArguments(readersOf[command], args);
    assertEquals(read?.file, args.find((arg) => arg === "-" || arg === "k.csv"));
    assertEquals(await Effect.runPromise(readWhole(command, args)), read);
  });
}

const notWell: ReadonlyArray<Args> = [
  ["--help"],
  ["k.csv", "two.csv"],
  ["k.csv", "--rate"],
  ["k.csv", "--rate", "--json"],
  ["k.csv", "--rate", "0"],
  ["k.csv", "--rate", "1", "--rate", "2"],
  ["k.csv", "--json=true"],
  ["k.csv", "--json", "true"],
  ["k.csv", "--log-level", "debug"],
  ["k.csv", "--diff"],
  ["--", "k.csv"],
];

Deno.test("what is not well-formed is left to the command line", () => {
  for (const args of notWell) assertEquals(readArguments(importFlags, args), undefined);
});
