/**
 * Options that an interface has from others. `deno doc`, and so JSR, shows only an interface's own members and the names of
 * the interfaces that it extends. So the doc comment of every public interface of options lists the inherited ones with
 * their defaults. `deno run -A tests/support/inherited_options.ts` writes these tables again.
 */
import { root } from "./manifest.ts";
import { sourceFiles } from "./rooms.ts";

interface Doc {
  readonly doc?: string;
  readonly tags?: ReadonlyArray<{ readonly value?: string }>;
}

interface Type {
  readonly repr?: string;
  readonly kind: string;
  readonly value: {
    readonly typeName?: string;
    readonly typeParams?: ReadonlyArray<Type>;
    readonly resolution?: { readonly kind: string; readonly specifier?: string };
    readonly tsType?: Type;
  } | ReadonlyArray<Type>;
}

interface Member {
  readonly name: string;
  readonly optional?: boolean;
  readonly jsDoc?: Doc;
}

interface Declaration {
  readonly kind: string;
  readonly location: { readonly filename: string; readonly line: number };
  readonly jsDoc?: Doc;
  readonly def?: {
    readonly extends?: ReadonlyArray<Type>;
    readonly properties?: ReadonlyArray<Member>;
    readonly tsType?: Type;
  };
}

/** An interface, or another name of one. */
interface Named {
  readonly name: string;
  readonly file: string;
  /** Counted from 0, as `deno doc` does. */
  readonly line: number;
  readonly doc: string;
  readonly declaration: Declaration;
}

const readAll = async (): Promise<ReadonlyArray<Named>> => {
  const { code, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--quiet", "--json", ...await sourceFiles()],
    cwd: root,
  }).output();
  const decoder = new TextDecoder();
  if (code !== 0) throw new Error(decoder.decode(stderr));
  const { nodes }: {
    readonly nodes: {
      readonly [url: string]: {
        readonly symbols: ReadonlyArray<
          { readonly name: string; readonly declarations: ReadonlyArray<Declaration> }
        >;
      };
    };
  } = JSON.parse(decoder.decode(stdout));
  return Object.values(nodes).flatMap(({ symbols }) => symbols).flatMap(({ declarations, name }) =>
    declarations
      .filter(({ kind }) => kind === "interface" || kind === "typeAlias")
      .map((declaration) => ({
        name,
        file: new URL(declaration.location.filename).pathname.slice(root.length),
        line: declaration.location.line,
        doc: declaration.jsDoc?.doc ?? "",
        declaration,
      }))
  );
};

type Find = (type: Type, from: string) => Named | undefined;

const finderOf = (all: ReadonlyArray<Named>): Find => {
  const known = new Map(all.map((named) => [`${named.file} ${named.name}`, named]));
  return ({ value }, from) => {
    if (!("resolution" in value)) return undefined;
    const { specifier } = value.resolution ?? {};
    const file = specifier === undefined
      ? from
      : new URL(specifier, `file:///${from}`).pathname.slice(1);
    return known.get(`${file} ${value.typeName}`);
  };
};

/** All members that a type has, those of its parents first. */
const membersOf = (type: Type, from: string, find: Find): ReadonlyArray<Member> => {
  if (!("typeName" in type.value)) return [];
  const { typeName, typeParams = [] } = type.value;
  if (typeName === "Omit") {
    const [whole, left] = typeParams;
    const names = new Set(namesIn(left, from, find));
    return membersOf(whole, from, find).filter(({ name }) => !names.has(name));
  }
  const named = find(type, from);
  return named === undefined ? [] : allMembers(named, find);
};

const allMembers = ({ declaration, file }: Named, find: Find): ReadonlyArray<Member> => {
  const { extends: parents = [], properties = [], tsType } = declaration.def ?? {};
  if (declaration.kind === "typeAlias") {
    return tsType === undefined ? [] : membersOf(tsType, file, find);
  }
  const own = new Set(properties.map(({ name }) => name));
  const inherited = parents.flatMap((parent) => membersOf(parent, file, find));
  return [...inherited.filter(({ name }) => !own.has(name)), ...properties];
};

/** The names of members that a type of names stands for: literals, or the keys of another type. */
const namesIn = (type: Type, from: string, find: Find): ReadonlyArray<string> => {
  if (Array.isArray(type.value)) return type.value.flatMap((each) => namesIn(each, from, find));
  if (type.kind === "literal") return [type.repr ?? ""];
  return "tsType" in type.value && type.value.tsType !== undefined
    ? membersOf(type.value.tsType, from, find).map(({ name }) => name)
    : [];
};

const inheritedBy = (named: Named, find: Find): ReadonlyArray<Member> => {
  const own = new Set(
    named.declaration.kind === "interface"
      ? named.declaration.def?.properties?.map(({ name }) => name)
      : [],
  );
  const seen = new Set<string>();
  return allMembers(named, find).filter(({ name }) => {
    const isNew = !own.has(name) && !seen.has(name);
    seen.add(name);
    return isNew;
  });
};

/** The first sentence; or the first paragraph, if it says of each choice what it does. */
const summaryOf = (doc: string): string => {
  const paragraph = doc.trim().replace(/\n{2,}[^]*/, "").replaceAll("\n", " ");
  const [sentence = paragraph] = /^.*?\.(?=\s|$)/.exec(paragraph) ?? [];
  return (/^`[^`]+`:/.test(paragraph) ? paragraph : sentence).replaceAll("|", "\\|");
};

const defaultOf = ({ jsDoc, optional }: Member): string => {
  if (optional !== true) return "required";
  const [found] =
    jsDoc?.tags?.flatMap(({ value }) => /^@default (.*)/.exec(value ?? "")?.[1] ?? []) ??
      [];
  return (found ?? "none").replaceAll("|", "\\|");
};

const header = ["| inherited option | default | what it is |", "|---|---|---|"];

/** The table that a doc comment needs, line by line. */
const tableOf = (members: ReadonlyArray<Member>): ReadonlyArray<string> =>
  members.length === 0 ? [] : [
    ...header,
    ...members.map((member) =>
      `| \`${member.name}\` | ${defaultOf(member)} | ${summaryOf(member.jsDoc?.doc ?? "")} |`
    ),
  ];

/** An interface of options whose doc comment lists something else than what it inherits. */
export interface Wrong {
  readonly named: Named;
  readonly table: ReadonlyArray<string>;
}

const isOptions = ({ name }: Named): boolean => /(?:Options|In)$/.test(name);

/** Those of these names whose doc comments are wrong; and how many were looked at that inherit something. */
export const wrongTables = async (
  names: ReadonlySet<string>,
): Promise<{ readonly looked: number; readonly wrong: ReadonlyArray<Wrong> }> => {
  const all = await readAll();
  const find = finderOf(all);
  const tables = all.filter((named) => isOptions(named) && names.has(named.name))
    .map((named) => ({ named, table: tableOf(inheritedBy(named, find)) }))
    .filter(({ named: { doc }, table }) => table.length > 0 || doc.includes(header[0]));
  const wrong = tables.filter(({ named: { doc }, table }) => {
    const lines = doc.split("\n");
    const begin = lines.indexOf(header[0]);
    const found = begin < 0 ? [] : lines.slice(begin, begin + table.length);
    return found.join("\n") !== table.join("\n") || lines[begin + table.length]?.startsWith("|");
  });
  return { looked: tables.length, wrong };
};

/** The names of public types, without those of the modules that they stand in. */
export const publicNames = async (): Promise<ReadonlySet<string>> => {
  const pinned = await Deno.readTextFile(new URL("../public_surface.txt", import.meta.url));
  return new Set(
    [...pinned.matchAll(/(\w+): (?:.*\b)?(?:interface|typeAlias)\b/g)].map(([, name]) => name),
  );
};

/** Writes the table into the doc comment before a declaration. */
const write = async ({ named: { file, line }, table }: Wrong): Promise<void> => {
  const lines = (await Deno.readTextFile(root + file)).split("\n");
  const begin = lines.slice(0, line).findLastIndex((text) => /^\/\*\*/.test(text));
  const before = lines.slice(begin, line).join("\n")
    .replace(/^\/\*\* (.*) \*\/$/, "/**\n * $1\n */").split("\n")
    .filter((text) => !text.startsWith(" * |")).join("\n").replaceAll(/(\n \*)+(?=\n \*\/)/g, "");
  const rows = table.map((row) => ` * ${row}`).join("\n");
  const after = table.length === 0 ? before : before.replace(/\n \*\/$/, `\n *\n${rows}\n */`);
  lines.splice(begin, line - begin, after);
  await Deno.writeTextFile(root + file, lines.join("\n"));
};

if (import.meta.main) {
  // One after the other: a table moves the lines below it.
  const { looked } = await wrongTables(await publicNames());
  for (let written = 0; written < looked; written++) {
    const { wrong: [first] } = await wrongTables(await publicNames());
    if (first === undefined) break;
    await write(first);
    console.log(`${first.named.file}: ${first.named.name}`);
  }
}
