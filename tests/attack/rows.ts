/**
 * Rows of generated bodies. Every value of a customer has `personal` in it. An identifier ends with a sign, and so does a
 * note, so that a cut one is recognized.
 */
import type { Draw } from "./draw.ts";

/** Part of every value. It must never be seen in a log. */
export const personal = "PII";

/** The identifier of a row: the case, and its place in the body. */
export const identifierOf = (name: string, row: number): string => `${name}-${row}.`;

export const isWholeNote = (note: unknown): boolean =>
  note === undefined || String(note).endsWith("!");

const noteOf = (draw: Draw): string => `${personal}${"ż x".repeat(draw.size(2000))}!`;
const many = (count: number, part: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => part(i)).join();

/** A customer, or something else, as JSON on one line. */
export const jsonRow = (draw: Draw, identifier: string): string => {
  const id = `"identifier":"${identifier}"`;
  const surname = `"surname":"${personal}-Kowal"`;
  const nested = (depth: number, inner: string) =>
    `${"[".repeat(depth)}${inner}${"]".repeat(depth)}`;
  return draw.weighted<string>([
    [8, () => `{${surname},${id}}`],
    [3, () => `{${id},${surname},"note":${JSON.stringify(noteOf(draw))}}`],
    [1, () => ` { "sur\\u006eame" : "${personal}\\u017b" ,\t"identifier" : "${identifier}" } `],
    [1, () => `{${surname},"surname":"${personal}-B",${id},"note":"${personal}!"}`],
    [1, () => `{${id},${surname},"ident\\u0069fier":"${identifier}"}`],
    [1, () => `{${id},"name":"${personal}"}`],
    [
      1,
      () =>
        `{${id},${surname},"email":[${
          many(1 + draw.size(300), () => draw.one(["1", "null", '"PII"']))
        }]}`,
    ],
    [1, () => `{${id},${surname},"ref":${draw.one(["", "-"])}${"9".repeat(1 + draw.size(400))}}`],
    [
      1,
      () =>
        `{${id},${surname},"ref":[1e${draw.integer(-400, 400)},1.${"0".repeat(draw.size(99))}1]}`,
    ],
    [1, () => `{${id},${surname},"ref":${nested(draw.size(3000), "1e999")}}`],
    [
      1,
      () =>
        `{${id},${surname},${
          many(1 + draw.size(300), (i) => `"PII${i}":${draw.one(["1", "{}", '""'])}`)
        }}`,
    ],
    [
      1,
      () =>
        `{${id},${surname},"note":"PII${
          draw.one(["\\ud800", "\\udc00\\ud800", "\\u0000", "\\ud83d\\ude00"])
        }!"}`,
    ],
    [1, () => `{${id},${surname},"__proto__":{"toJSON":1},"constructor":null,"toString":"PII"}`],
    [1, () => `{${id},${surname},"custom_fields":{"PII":${draw.one(["1", "[1]", "null", "{}"])}}}`],
    [1, () => `{${id},${surname},"group":"PII","address":{"city":"PII"}}`],
    [
      1,
      () =>
        draw.one(["1", "null", '"PII"', "[]", "{}", "true", "-0", "1e400", '[{"surname":"PII"}]']),
    ],
  ]);
};

/** A line of NDJSON that is not JSON. */
export const noJson = (draw: Draw): string =>
  draw.one([
    '{"surname":"PII"',
    "PII",
    "{'surname':'PII'}",
    "}",
    "[",
    '{"a":01}',
    "NaN",
    '"\\x"',
    "\u{feff}{}",
  ]);

/** The cells of a customer in CSV: surname, identifier, note. */
export const csvRow = (draw: Draw, identifier: string, delimiter: string): string => {
  const quoted = (text: string) => draw.chance(0.3) ? `"${text}"` : text;
  const surname = draw.chance(0.1) ? "" : quoted(`${personal}-Nowak`);
  const note = draw.chance(0.2) ? `"${personal} ""x""${delimiter}\ny!"` : quoted(`${personal}!`);
  return [surname, quoted(identifier), note].join(delimiter);
};
