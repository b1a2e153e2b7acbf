/** The project's own code, as text. */
import { root } from "../../support/manifest.ts";

/** The files of a folder, with its folders. */
export const filesOf = (folder: string): ReadonlyArray<string> =>
  [...Deno.readDirSync(root + folder)].flatMap(({ isDirectory, name }) =>
    isDirectory ? filesOf(`${folder}/${name}`) : [`${folder}/${name}`]
  );

/** The code without comments. A text of the importer has no `//` that is not in an address. */
export const codeOf = (file: string): string =>
  Deno.readTextFileSync(root + file)
    .replaceAll(/\/\*[^]*?\*\//g, "")
    .replaceAll(/(?<!:)\/\/.*$/gm, "");
