/** The blocks of code in the project's pages, as readers see them. */

/** A fenced block. */
export interface Block {
  /** The page and the line where the block begins. */
  readonly place: string;
  readonly language: string;
  /** What stands behind the language: `ignore`, which is for `deno test --doc`, and a file's name. */
  readonly isIgnored: boolean;
  readonly file: string | undefined;
  readonly text: string;
}

/** A part of a page under one heading: its blocks are one story. */
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

/** The sections of a page that hold blocks. */
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

/** Commands of a block of shell: comments are dropped, and lines that end with `\` joined. */
export const commandsOf = ({ text }: Block): ReadonlyArray<string> =>
  text.replaceAll(/ +\\\n +/g, " ").split("\n")
    .map((line) => line.replace(/(^| +)# .*$/, "").trim())
    .filter((line) => line !== "");
