/** Finds the files of `src/`, and reads from their text what they import. */

/** An import: from a file to another file, or to a package. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Whether the import is of types only, and so has no effect at run time. */
  readonly isType: boolean;
}

/** The folder below `src/` that has the file. */
export const roomOf = (file: string): string => file.split("/")[1];

/** The paths of all TypeScript files, from the project's root. */
export const sourceFiles = async (folder = "src"): Promise<ReadonlyArray<string>> => {
  const found: Array<string> = [];
  for await (const { isDirectory, name } of Deno.readDir(folder)) {
    const path = `${folder}/${name}`;
    if (isDirectory) found.push(...await sourceFiles(path));
    else if (name.endsWith(".ts")) found.push(path);
  }
  return found.sort();
};

/** Static imports and exports, and `import()`. */
const imports =
  /(?:^|[\s(])(?:(import|export)(\s+type)?\s[^"';]*?\sfrom|import)\s*\(?\s*"([^"]+)"/gm;

const withoutComments = (text: string): string => text.replaceAll(/\/\*[^]*?\*\//g, "");

/** What the files import. A path starts at the project's root; a package keeps its name. */
export const arrowsIn = async (files: ReadonlyArray<string>): Promise<ReadonlyArray<Arrow>> => {
  const arrows = await Promise.all(files.map(async (from) => {
    const text = withoutComments(await Deno.readTextFile(from));
    return [...text.matchAll(imports)].map(([, , type, specifier]): Arrow => {
      const isPackage = !specifier.startsWith(".");
      const { pathname } = new URL(specifier, `file:///${from}`);
      return { from, to: isPackage ? specifier : pathname.slice(1), isType: type !== undefined };
    });
  }));
  return arrows.flat();
};
