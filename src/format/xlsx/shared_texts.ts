/**
 * The texts of a workbook: cells hold their indexes, so all of them must be in memory.
 *
 * They are kept as a few long strings and the places where texts end in them. One string per text would take twice as
 * much: an object for each, and a piece of XML that it is a slice of and keeps alive.
 *
 * @module
 */
import { XlsxError } from "./error.ts";
import { type Archive, placeOf, readPart } from "./parts.ts";
import { RichText } from "./rich_text.ts";

const textsPerBlock = 1024;
/** What a text costs beside its characters, while its block is being filled. */
const bytesPerText = 16;

interface Block {
  readonly text: string;
  /** Where each text ends in `text`. */
  readonly ends: Uint32Array;
}

/** Texts by their indexes. */
export class SharedTexts {
  readonly #place: string;
  readonly #maxBytes: number;
  readonly #blocks: Array<Block> = [];
  /** The texts that are in no block yet. */
  #open: Array<string> = [];
  #bytes = 0;

  /** Keeps texts that take up to `maxBytes` of memory; `place` names their part in errors. */
  constructor(place: string, maxBytes: number) {
    this.#place = place;
    this.#maxBytes = maxBytes;
  }

  /** Adds a text. */
  add(text: string): void {
    this.#bytes += 2 * text.length + bytesPerText;
    if (this.#bytes > this.#maxBytes) {
      throw new XlsxError("too-large", this.#place, "has more text than is allowed");
    }
    this.#open.push(text);
    if (this.#open.length === textsPerBlock) this.finish();
  }

  /** Says that all texts were added. */
  finish(): void {
    let end = 0;
    const ends = Uint32Array.from(this.#open, (text) => end += text.length);
    this.#blocks.push({ text: this.#open.join(""), ends });
    this.#open = [];
  }

  /** The text of an index; `undefined` if there is none. */
  at(index: number): string | undefined {
    const block = this.#blocks[Math.floor(index / textsPerBlock)];
    const place = index % textsPerBlock;
    if (block === undefined || !(place < block.ends.length)) return undefined;
    return block.text.slice(place === 0 ? 0 : block.ends[place - 1], block.ends[place]);
  }
}

/** Reads the texts of a workbook; `path` is missing if it has none. */
export const readSharedTexts = async (
  archive: Archive,
  path: string | undefined,
): Promise<SharedTexts> => {
  const { maxCellLength, maxTextBytes } = archive.limits;
  const texts = new SharedTexts(placeOf(path ?? ""), maxTextBytes);
  if (path === undefined) return texts;
  const rich = new RichText(placeOf(path), maxCellLength);
  await readPart(archive, path, (token, xml) => {
    if (token === "open" && xml.name === "si") rich.begin();
    else if (token === "close" && xml.name === "si") texts.add(rich.end());
    else rich.take(token, xml);
  });
  texts.finish();
  return texts;
};
