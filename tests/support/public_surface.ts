/** What users see of each entry point: its exported names and their documentation, as `deno doc` reads them. */
import { manifest, root } from "./manifest.ts";

/** A doc comment, as `deno doc --json` prints it. */
export interface Doc {
  readonly doc?: string;
  readonly tags?: ReadonlyArray<{ readonly kind: string; readonly value?: string }>;
}

interface Member {
  readonly name: string;
  readonly jsDoc?: Doc;
  readonly optional?: boolean;
  readonly accessibility?: "private" | "protected" | "public";
}

interface Declaration {
  readonly kind: string;
  readonly declarationKind: string;
  readonly jsDoc?: Doc;
  readonly def?: {
    readonly hasBody?: boolean;
    readonly elements?: ReadonlyArray<Symbol>;
    readonly properties?: ReadonlyArray<Member>;
    readonly methods?: ReadonlyArray<Member>;
    readonly constructors?: ReadonlyArray<Member>;
  };
}

interface Symbol {
  readonly name: string;
  readonly declarations: ReadonlyArray<Declaration>;
}

/** A declaration, or a member of one. */
export interface Entry {
  /** Such as `Retry.RetryOptions.attempts`. */
  readonly path: string;
  /** `interface`, `function` …, or `member`. */
  readonly kind: string;
  readonly jsDoc: Doc;
  readonly optional: boolean;
}

export interface EntryPoint {
  /** Such as `./handler`. */
  readonly subpath: string;
  readonly moduleDoc: Doc;
  readonly entries: ReadonlyArray<Entry>;
}

const docOf = async (file: string) => {
  const { code, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
    args: ["doc", "--json", file],
    cwd: root,
  }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  const { nodes }: {
    readonly nodes: {
      readonly [url: string]: {
        readonly module_doc?: Doc;
        readonly symbols: ReadonlyArray<Symbol>;
      };
    };
  } = JSON.parse(new TextDecoder().decode(stdout));
  const [node] = Object.values(nodes);
  return node;
};

/** The signature of an overloaded function's implementation can't be seen from outside. */
const isVisible = ({ declarationKind, def }: Declaration, all: ReadonlyArray<Declaration>) =>
  declarationKind === "export" &&
  (def?.hasBody !== true || all.every(({ kind, def }) => kind !== "function" || def?.hasBody));

const entriesOf = ({ declarations, name }: Symbol, before = ""): ReadonlyArray<Entry> =>
  declarations.filter((declaration) => isVisible(declaration, declarations)).flatMap(
    ({ def, jsDoc = {}, kind }) => {
      const path = before + name;
      const { constructors = [], elements = [], methods = [], properties = [] } = def ?? {};
      const members = [...properties, ...methods, ...constructors]
        .filter(({ accessibility }) => accessibility !== "private")
        .map((member): Entry => ({
          path: `${path}.${member.name}`,
          kind: "member",
          jsDoc: member.jsDoc ?? {},
          optional: member.optional === true,
        }));
      const itself: Entry = { path, kind, jsDoc, optional: false };
      return [itself, ...members, ...elements.flatMap((each) => entriesOf(each, `${path}.`))];
    },
  );

/** All entry points of `deno.json`. */
export const entryPoints = (): Promise<ReadonlyArray<EntryPoint>> =>
  Promise.all(
    Object.entries(manifest.exports).map(async ([subpath, file]) => {
      const { module_doc = {}, symbols } = await docOf(file);
      const entries = symbols.flatMap((symbol) => entriesOf(symbol));
      return { subpath, moduleDoc: module_doc, entries };
    }),
  );

/** The names without their documentation, one per line. */
const outline = (points: ReadonlyArray<EntryPoint>): string =>
  points.map(({ entries, subpath }) => {
    const kinds = new Map<string, ReadonlyArray<string>>();
    for (const { kind, path } of entries) {
      if (kind !== "member") kinds.set(path, [...kinds.get(path) ?? [], kind]);
    }
    const lines = [...kinds].map(([path, all]) =>
      `${path}: ${[...new Set(all)].sort().join(", ")}`
    );
    return [`[${subpath}]`, ...lines.sort()].join("\n");
  }).join("\n\n");

const pinned = new URL("../public_surface.txt", import.meta.url);

/** The text of the pinned file: how to change it, then the names. */
export const asFile = (points: ReadonlyArray<EntryPoint>): string =>
  [
    "# The names that each entry point exports. Users depend on them. After a deliberate change of a name,",
    "# `deno run -A tests/support/public_surface.ts` writes this file again.",
    "",
    outline(points),
    "",
  ].join("\n");

export const readPinned = (): Promise<string> => Deno.readTextFile(pinned);

if (import.meta.main) await Deno.writeTextFile(pinned, asFile(await entryPoints()));
