/** Bodies that try to cost more than they weigh. Each is made of about as many bytes as asked for. */

export interface Attack {
  readonly type: "application/json" | "application/x-ndjson" | "text/csv";
  readonly body: (bytes: number) => string;
}

const fill = (part: string, bytes: number): string =>
  part.repeat(Math.max(1, Math.floor(bytes / part.length)));
const list = (part: string, bytes: number): string => `${fill(`${part},`, bytes)}${part}`;
const json = (customers: (bytes: number) => string): Attack => ({
  type: "application/json",
  body: (bytes) => `{"customers": [${customers(bytes)}]}`,
});
const numbered = (count: number, part: (i: number) => string): string =>
  Array.from({ length: count }, (_, i) => part(i)).join(",");

const deep = `{"surname":"A","ref":${'{"a":'.repeat(5000)}1${"}".repeat(5000)}}`;

export const attacks: { readonly [what: string]: Attack } = {
  "one field nested deep": json((bytes) =>
    `{"surname":"A","ref":${"[".repeat(bytes / 2)}${"]".repeat(bytes / 2)}}`
  ),
  "one field nested deep, with a long number": json((bytes) =>
    `{"surname":"A","ref":${"[".repeat(bytes / 2)}1e999${"]".repeat(bytes / 2)}}`
  ),
  "many fields nested deep": json((bytes) => list(deep, bytes)),
  "many broken rules in one customer": json((bytes) =>
    `{"surname":"A","email":[${list("1", bytes / 2)}]}`
  ),
  "many broken rules in many customers": json((bytes) =>
    list(`{"surname":"A","email":[${list("1", 1000)}]}`, bytes)
  ),
  "many unknown fields": json((bytes) =>
    `{"surname":"A",${numbered(bytes / 14, (i) => `"a${i}":[]`)}}`
  ),
  "many long numbers": json((bytes) =>
    `{"surname":"A","ref":[${list("1234567890123456789", bytes)}]}`
  ),
  "one long number": json((bytes) => `{"surname":"A","ref":1${"0".repeat(bytes)}}`),
  "many escapes": json((bytes) => `{"surname":"A","ref":"${fill("\\\\", bytes)}","b":1e999}`),
  "many customers": json((bytes) => list("{}", bytes)),
  "JSON that never ends": json((bytes) => `{"surname":"${"x".repeat(bytes)}`),
  "one endless line": {
    type: "application/x-ndjson",
    body: (bytes) => `{"surname":"${"x".repeat(bytes)}`,
  },
  "empty lines": { type: "application/x-ndjson", body: (bytes) => "\n".repeat(bytes) },
  "lines that begin and end as JSON does": {
    type: "application/x-ndjson",
    body: (bytes) => fill("{x}\n", bytes),
  },
  "lines that are not JSON": { type: "application/x-ndjson", body: (bytes) => fill("{\n", bytes) },
  "an endless header": { type: "text/csv", body: (bytes) => `surname;${"x".repeat(bytes)}` },
  "a header of lines in quotation marks": {
    type: "text/csv",
    body: (bytes) => `surname;"${fill("x\n", bytes)}`,
  },
  "a quotation mark that is not closed": {
    type: "text/csv",
    body: (bytes) => `surname;name\nA;"${fill("xy\n", bytes)}`,
  },
  "quotation marks out of place": {
    type: "text/csv",
    body: (bytes) => `surname;name\n${fill('x";"z\n', bytes)}`,
  },
  "many columns": { type: "text/csv", body: (bytes) => `surname${";a".repeat(bytes / 2)}\n` },
};
