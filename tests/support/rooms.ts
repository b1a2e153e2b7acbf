/** The files of `src/` and what they import, read from their text. */

/** A file imports another one, or a package. */
export interface Arrow {
  readonly from: string;
  readonly to: string;
  /** Whether only types are imported, of which nothing is left when the program runs. */
  readonly isType: boolean;
}

/** The folder below `src/` in which a file stands. */
export const roomOf = (file: string): string => file.split("/")[1];

/** All files of code, by their paths from the project's root. */
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

/** What the files import. A path becomes one from the project's root; a package keeps its name. */
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
