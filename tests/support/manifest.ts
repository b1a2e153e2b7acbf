/** `deno.json`, as tests read it. */

/** The path of the project's folder, with a slash at its end. */
export const root: string = new URL("../../", import.meta.url).pathname;

export const manifest: {
  readonly name: string;
  readonly version: string;
  readonly exports: { readonly [subpath: string]: string };
  readonly imports: { readonly [specifier: string]: string };
  readonly publish: { readonly exclude: ReadonlyArray<string> };
  readonly tasks: { readonly [name: string]: { readonly command: string } };
} = JSON.parse(await Deno.readTextFile(`${root}deno.json`));

/** The path of an entry point's file. */
export const pathOf = (subpath: string): string => root + manifest.exports[subpath].slice(2);
