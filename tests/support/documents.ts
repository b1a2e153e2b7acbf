/** Reads the blocks of code in the project's pages. */

/** A fenced block. */
export interface Block {
  /** The page, and the line on which the block begins. */
  readonly place: string;
  readonly language: string;
  /** Whether `ignore` follows the language, so that `deno test --doc` does not run the block. */
  readonly isIgnored: boolean;
  /** The file's name that follows the language, if any. */
  readonly file: string | undefined;
  readonly text: string;
}

/** The blocks under one heading of a page. They are followed in order. */
export interface Section {
  readonly title: string;
  readonly blocks: ReadonlyArray<Block>;
}

const fence = /^```(.*)$/;
const heading = /^#{1,2} (.*)$/;

const makeBlock = (place: string, info: string, lines: ReadonlyArray<string>): Block => {
  const [language = "", ...attributes] = info.trim().split(/\s+/);
  return {
    place,
    language,
    isIgnored: attributes.includes("ignore"),
    file: attributes.find((attribute) => attribute.includes(".")),
    text: lines.map((line) => `${line}\n`).join(""),
  };
};

/** The sections of a page that have blocks. */
export const sectionsOf = (page: string, markdown: string): ReadonlyArray<Section> => {
  const sections: Array<{ readonly title: string; readonly blocks: Array<Block> }> = [];
  let title = page;
  let open: { readonly info: string; readonly line: number; lines: Array<string> } | undefined;
  markdown.split("\n").forEach((line, i) => {
    const info = fence.exec(line)?.[1];
    if (open !== undefined) {
      if (info === undefined) open.lines.push(line);
      else {
        const block = makeBlock(`${page}:${open.line}`, open.info, open.lines);
        if (sections.at(-1)?.title !== title) sections.push({ title, blocks: [] });
        sections.at(-1)?.blocks.push(block);
        open = undefined;
      }
    } else if (info !== undefined) open = { info, line: i + 1, lines: [] };
    else title = heading.exec(line)?.[1] ?? title;
  });
  if (open !== undefined) throw new Error(`${page}:${open.line}: a block without an end`);
  return sections;
};

/** The commands of a shell block, without comments. Lines that end with `\` are joined. */
export const commandsOf = ({ text }: Block): ReadonlyArray<string> =>
  text.replaceAll(/ +\\\n +/g, " ").split("\n")
    .map((line) => line.replace(/(^| +)# .*$/, "").trim())
    .filter((line) => line !== "");
