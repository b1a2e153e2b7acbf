/**
 * Reads well-formed arguments of `import` and `sync`, which is what most runs have. Everything else is left to
 * `command.ts`: the help, other commands, and whatever is wrong.
 *
 * This exists for speed alone: Effect's `cli` and what it loads take longer than all the rest of the start of an import.
 * It says what the values are or nothing at all, and deleting it changes nothing but the start.
 *
 * @module
 */
import { type FlagReader, type FlagReaders, maxColumns, type ValuesOf } from "./flags.ts";

/** Reads what follows the name of the command; `undefined` if it may be anything else than values of these flags. */
export const readArguments = <Readers extends FlagReaders>(
  readers: Readers,
  args: ReadonlyArray<string>,
): ValuesOf<Readers> & { readonly file: string | undefined } | undefined => {
  const given = sorted(readers, args);
  if (given === undefined || given.files.length > 1) return undefined;
  const values: { [name: string]: unknown } = { file: given.files[0] };
  for (const [name, reader] of Object.entries(readers)) {
    const read = valueOf(reader, given.texts.get(reader.name) ?? []);
    if (read === undefined) return undefined;
    values[name] = read.value;
  }
  // Each reader gave a value of its own.
  return values as ReturnType<typeof readArguments<Readers>>;
};

/** Texts by the names of their flags. A switch has the text `true` or `false`. */
interface Given {
  readonly files: ReadonlyArray<string>;
  readonly texts: ReadonlyMap<string, ReadonlyArray<string>>;
}

/** These may be the value of a switch before them. */
const truth = /^(?:true|false|yes|no|on|off|y|n|1|0)$/i;

const isText = (arg: string | undefined): arg is string =>
  arg !== undefined && (arg === "-" || !arg.startsWith("-"));

const sorted = (readers: FlagReaders, args: ReadonlyArray<string>): Given | undefined => {
  const known = new Map(Object.values(readers).map((reader) => [reader.name as string, reader]));
  const files: Array<string> = [];
  const texts = new Map<string, Array<string>>();
  for (let i = 0; i < args.length; i++) {
    const [, name, inline] = /^--([^=]+)(?:=([^]*))?$/.exec(args[i]) ?? [];
    if (name === undefined) {
      if (!isText(args[i]) || truth.test(args[i])) return undefined;
      files.push(args[i]);
      continue;
    }
    const reader = known.get(name) ?? known.get(name.replace(/^no-/, ""));
    if (reader === undefined) return undefined;
    const isSwitch = reader.takes === "nothing";
    if (isSwitch ? inline !== undefined : reader.name !== name) return undefined;
    const text = isSwitch ? String(reader.name === name) : inline ?? args[++i];
    if (inline === undefined && !isText(text)) return undefined;
    const before = texts.get(reader.name);
    if (before === undefined) texts.set(reader.name, [text]);
    else before.push(text);
  }
  return { files, texts };
};

const valueOf = (
  reader: FlagReader,
  texts: ReadonlyArray<string>,
): { readonly value: unknown } | undefined => {
  if (reader.takes === "many") {
    const isValid = texts.length <= maxColumns && texts.every(reader.isValid);
    const value = isValid ? reader.readAll(texts) : undefined;
    return value === undefined ? undefined : { value };
  }
  if (texts.length > 1) return undefined;
  const [text] = texts;
  if (text === undefined) return { value: reader.otherwise };
  if (reader.takes === "nothing") return { value: text === "true" };
  const value = reader.read(text);
  return value === undefined ? undefined : { value };
};
