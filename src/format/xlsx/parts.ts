/**
 * The parts of a workbook, which are XML files in a ZIP archive and name each other by relations.
 *
 * @module
 */
import { damaged, XlsxError } from "./error.ts";
import { type Limits, maxListBytes, maxListed } from "./limits.ts";
import type { XlsxSource } from "./model.ts";
import { textOf } from "./part_text.ts";
import { unpack } from "./unpack.ts";
import { XmlReader, type XmlToken } from "./xml.ts";
import type { ZipDirectory, ZipEntry } from "./zip_directory.ts";

/** An open archive. */
export interface Archive {
  readonly source: XlsxSource;
  readonly entries: ZipDirectory;
  readonly limits: Limits;
}

/** What a part says of another one. */
export interface Relation {
  readonly id: string;
  /** The last step of the type's address, which is the same in both editions of the format: `worksheet`. */
  readonly type: string;
  /** The path of the other part, as in the directory. */
  readonly path: string;
}

/** Reads a part to its end. `take` is called for each token. */
export const readPart = async (
  { entries, limits, source }: Archive,
  path: string,
  take: (token: XmlToken, xml: XmlReader) => void,
): Promise<void> => {
  const place = placeOf(path);
  const xml = new XmlReader(place);
  const bytes = unpack(source, entryOf(entries, path), place, limits);
  for await (const text of textOf(bytes, place)) {
    xml.add(text);
    for (let token = xml.next(); token !== "more"; token = xml.next()) take(token, xml);
  }
  xml.finish();
};

/**
 * Reads a part that is a list, whose items are kept: `itemOf` is called for each element that opens. Such a part may not
 * be large.
 */
export const readList = async <Item>(
  archive: Archive,
  path: string,
  itemOf: (xml: XmlReader) => Item | undefined,
): Promise<ReadonlyArray<Item>> => {
  const items: Array<Item> = [];
  const limits = { ...archive.limits, maxUnpackedBytes: maxListBytes };
  await readPart({ ...archive, limits }, path, (token, xml) => {
    const item = token === "open" ? itemOf(xml) : undefined;
    if (item !== undefined && items.push(item) > maxListed) {
      throw new XlsxError("too-large", placeOf(path), "lists too much");
    }
  });
  return items;
};

/** The entry of a part that must be there. */
export const entryOf = (entries: ZipDirectory, path: string): ZipEntry => {
  const entry = entries.get(path);
  if (entry === undefined) throw damaged(placeOf(path));
  return entry;
};

/** A part's name in errors. */
export const placeOf = (path: string): string => `the workbook, in ${path},`;

/** Reads the relations of a part, or of the archive, whose path is empty. */
export const relationsOf = async (
  archive: Archive,
  path: string,
): Promise<ReadonlyArray<Relation>> => {
  const nameStart = path.lastIndexOf("/") + 1;
  const folder = path.slice(0, nameStart);
  const file = `${folder}_rels/${path.slice(nameStart)}.rels`;
  if (!archive.entries.has(file)) return [];
  return await readList(archive, file, (xml) =>
    xml.name === "Relationship"
      ? {
        id: xml.attribute("Id") ?? "",
        type: lastStep(xml.attribute("Type") ?? ""),
        path: resolved(folder, xml.attribute("Target") ?? ""),
      }
      : undefined);
};

const lastStep = (address: string): string => address.slice(address.lastIndexOf("/") + 1);

/** A target begins at the archive's root, or at the folder of the part that names it. */
const resolved = (folder: string, target: string): string => {
  const steps: Array<string> = [];
  const path = target.replaceAll("\\", "/").toLowerCase();
  for (const step of (path.startsWith("/") ? path : folder + path).split("/")) {
    if (step === "..") steps.pop();
    else if (step !== "." && step !== "") steps.push(step);
  }
  return steps.join("/");
};
