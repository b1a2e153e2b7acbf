/**
 * The parts of a workbook, which are XML files in a ZIP archive and name each other by relations.
 *
 * @module
 */
import { damaged } from "./error.ts";
import type { Budget } from "./limits.ts";
import type { XlsxSource } from "./model.ts";
import { textOf } from "./part_text.ts";
import { unpack } from "./unpack.ts";
import { XmlReader, type XmlToken } from "./xml.ts";
import type { ZipDirectory, ZipEntry } from "./zip_directory.ts";

/** An open archive. */
export interface Archive {
  readonly source: XlsxSource;
  readonly entries: ZipDirectory;
  readonly budget: Budget;
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
  { budget, entries, source }: Archive,
  path: string,
  take: (token: XmlToken, xml: XmlReader) => void,
): Promise<void> => {
  const place = placeOf(path);
  const xml = new XmlReader(place);
  const bytes = unpack(source, entryOf(entries, path), place, budget);
  for await (const text of textOf(bytes, place)) {
    xml.add(text);
    for (let token = xml.next(); token !== "more"; token = xml.next()) take(token, xml);
  }
  xml.finish();
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
  const relations: Array<Relation> = [];
  const file = `${folder}_rels/${path.slice(nameStart)}.rels`;
  if (!archive.entries.has(file)) return relations;
  await readPart(archive, file, (token, xml) => {
    if (token !== "open" || xml.name !== "Relationship") return;
    relations.push({
      id: xml.attribute("Id") ?? "",
      type: lastStep(xml.attribute("Type") ?? ""),
      path: resolved(folder, xml.attribute("Target") ?? ""),
    });
  });
  return relations;
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
