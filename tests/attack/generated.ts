/** Bodies that are drawn: valid ones, broken ones, and ones that are cut off. */
import type { Draw } from "./draw.ts";
import { csvRow, identifierOf, jsonRow, noJson } from "./rows.ts";

export interface Generated {
  readonly type: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The identifiers of the rows in order, as far as the body is not damaged; "" for a row without one. */
  readonly rows: ReadonlyArray<string> | undefined;
  /** Where each row of a stream ends. */
  readonly ends: ReadonlyArray<number>;
}

const encode = (text: string) => new TextEncoder().encode(text);

const idIn = (row: string, identifier: string): string =>
  row.includes(identifier) ? identifier : "";

const json = (draw: Draw, name: string): Generated => {
  const rows = Array.from(
    { length: draw.size(120) },
    (_, i) => jsonRow(draw, identifierOf(name, i)),
  );
  const list = `[${rows.join(draw.one([",", ", ", ",\n"]))}]`;
  const text = draw.weighted([
    [12, () => `{"customers":${list}}`],
    [
      2,
      () => `${" ".repeat(draw.size(3000))}{ "x":1,"customers" : ${list} ,"y":{"customers":[]}}\n`,
    ],
    [1, () => `{"customers":[{"surname":"PII-first"}],"customer\\u0073":${list}}`],
  ]);
  return {
    type: draw.one(["application/json", 'application/json; charset="UTF-8"']),
    bytes: encode(text),
    rows: rows.map((row, i) => idIn(row, identifierOf(name, i))),
    ends: [],
  };
};

const ndjson = (draw: Draw, name: string): Generated => {
  const rows: Array<string> = [];
  const ends: Array<number> = [];
  let text = "";
  let bytes = 0;
  const add = (part: string) => {
    text += part;
    bytes += encode(part).length;
  };
  for (let left = draw.size(400); left > 0; left--) {
    if (draw.chance(0.1)) {
      add(draw.one(["\n", " \t\n", "\r\n"]));
      continue;
    }
    const identifier = identifierOf(name, rows.length);
    const row = draw.chance(0.05) ? noJson(draw) : jsonRow(draw, identifier);
    rows.push(idIn(row, identifier));
    add(`${row}${draw.one(["\n", "\n", "\r\n"])}`);
    ends.push(bytes);
  }
  return { type: "application/x-ndjson", bytes: encode(text), rows, ends };
};

const csv = (draw: Draw, name: string): Generated => {
  const delimiter = draw.one([";", ",", "\t"]);
  const header = draw.one([["surname", "identifier", "note"], ["Nazwisko", "identifier", "note"]]);
  let text = `${draw.one(["", "\u{feff}"])}${header.join(delimiter)}\n`;
  const rows = Array.from({ length: draw.size(200) }, (_, i) => identifierOf(name, i));
  const ends = rows.map((identifier) => {
    text += `${csvRow(draw, identifier, delimiter)}${draw.one(["\n", "\r\n"])}`;
    return encode(text).length;
  });
  return { type: "text/csv", bytes: encode(text), rows, ends };
};

const signs = [...encode('"\\{}[],:;0-.e \n\r\tn'), 0, 0x80, 0xc3, 0xed, 0xf4, 0xff];

/** Something is wrong with the bytes. What its rows are is not known any more. */
const damage = (draw: Draw, body: Generated): Generated => {
  const { bytes } = body;
  const changed = (change: (copy: Array<number>, at: number) => void): Uint8Array<ArrayBuffer> => {
    const copy = [...bytes];
    for (let left = 1 + draw.size(5); left > 0; left--) {
      change(copy, draw.integer(0, Math.max(0, copy.length - 1)));
    }
    return new Uint8Array(copy);
  };
  const text = () => new TextDecoder().decode(bytes);
  const made = draw.weighted<Uint8Array<ArrayBuffer>>([
    [3, () => bytes.slice(0, draw.integer(0, bytes.length))],
    [3, () => changed((copy, at) => copy[at] = draw.one(signs))],
    [2, () => changed((copy, at) => copy.splice(at, draw.size(20)))],
    [2, () => changed((copy, at) => copy.splice(at, 0, draw.one(signs)))],
    [1, () => new Uint8Array([0xef, 0xbb, 0xbf, ...bytes])],
    [1, () => new Uint8Array([0xff, 0xfe, ...bytes].flatMap((byte) => [byte, 0]))],
    [1, () => encode(`${text()}${draw.one(["x", "}", "\0", '"', "{}"])}`)],
    [
      1,
      () =>
        encode(draw.one(["", "[]", "null", "1", '{"customers":{}}', '{"customers":null}', "{"])),
    ],
  ]);
  return { ...body, bytes: made, rows: undefined, ends: [] };
};

/** A body whose rows have the name of the case in their identifiers. */
export const drawBody = (draw: Draw, name: string): Generated => {
  const body = draw.weighted([
    [4, () => json(draw, name)],
    [3, () => ndjson(draw, name)],
    [2, () => csv(draw, name)],
  ]);
  if (draw.chance(0.02)) {
    const type = draw.one(["text/plain", "application/json; charset=utf-16", "x", "*/*"]);
    return { ...body, type, rows: undefined, ends: [] };
  }
  return draw.chance(0.3) ? damage(draw, body) : body;
};
