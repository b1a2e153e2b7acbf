/** What the scanner recognizes as loosely written is written anew as this module writes it. */
import { copyOfSureCustomer } from "../../../src/customer/fast/check.ts";
import { writeExactly } from "../../../src/customer/fast/loose.ts";
import { CustomerScanner } from "../../../src/customer/fast/scanner.ts";
import { repeatsKey } from "../../../src/internal/json.ts";
import * as Effect from "effect/Effect";
import { assert, assertEquals } from "../../support/assert.ts";
import { change, changed, everything } from "../../support/damage.ts";
import { holds } from "../../support/property.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const scanner = new CustomerScanner();

/** The customer as it is written anew; `undefined` if it is not recognized. */
const exactly = (bytes: Uint8Array): string | undefined => {
  if (bytes.length === 0) return undefined;
  if (scanner.endOfLoose(bytes, 0, bytes.length) !== bytes.length) return undefined;
  const target = new Uint8Array(bytes.length);
  return decoder.decode(target.subarray(0, writeExactly(bytes, 0, bytes.length, target, 0)));
};

/** As Python writes JSON: a space after colons and commas, and letters as escapes. */
const asPython = (value: unknown): string => {
  if (Array.isArray(value)) return `[${value.map(asPython).join(", ")}]`;
  if (typeof value !== "object" || value === null) return escaped(JSON.stringify(value));
  const members = Object.entries(value).map(([name, one]) =>
    `${escaped(JSON.stringify(name))}: ${asPython(one)}`
  );
  return `{${members.join(", ")}}`;
};

/** As PHP writes it: letters as escapes, and also slashes. */
const asPhp = (value: unknown): string => escaped(JSON.stringify(value)).replaceAll("/", "\\/");

const escaped = (json: string): string =>
  json.replaceAll(
    /[\u0080-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );

const people = [
  everything,
  {
    surname: "Żółć",
    name: "a/b",
    note: 'x "y" \\ \n : , z',
    custom_fields: { Źródło: "💬", b: 1 },
  },
  { surname: "K", email: ["a@b.pl", "c@d.pl"], vip: true, address: { city: "Łódź" } },
];

Deno.test("customers as Python and PHP write them are written as JavaScript writes them", () => {
  for (const person of people) {
    const json = JSON.stringify(person);
    assertEquals(exactly(encoder.encode(asPython(person))), json);
    assertEquals(exactly(encoder.encode(asPhp(person))), json);
    assertEquals(exactly(encoder.encode(json)), json);
    assertEquals(scanner.endOfCustomer(encoder.encode(asPython(person)), 0, 9999), 0);
  }
});

Deno.test("what may be another text, a broken rule or a field given twice is parsed", () => {
  const lines = [
    '{"surname":"\\u0041"}',
    '{"surname":"\\ud83d"}',
    '{"surname":"\\ud83d\\u0041"}',
    '{"surname":"\\udcac\\ud83d"}',
    '{"surname":"\\u01"}',
    '{"surname":"\\u014',
    '{"surname":"\\x"}',
    '{"surname":  "K"}',
    '{ "surname": "K"}',
    '{"surname" : "K"}',
    '{"surname":\t"K"}',
    '{"surname":"K" }',
    '{"surname": " "}',
    '{"surname": "K", "phone_number": "\\u0141abc"}',
    '{"surname": "K", "custom_fields": {"\\u0142": 1, "ł": 2}}',
    '{"surname": "K", "custom_fields": {"a/": 1, "a\\/": 2}}',
    '{"surname": "K", "custom_fields": {"\\u00f3": 1, "\\u00F3": 2}}',
    '{"surname": "K", "surname": "L"}',
  ];
  assertEquals(lines.filter((line) => exactly(encoder.encode(line)) !== undefined), []);
});

const seen = { yes: 0, no: 0 };

for (const [program, write] of [["Python", asPython], ["PHP", asPhp]] as const) {
  holds(
    `damaged lines of ${program}: what is written anew is the same customer`,
    change,
    (change) =>
      Effect.sync(() => {
        const damaged = changed(encoder.encode(write(everything)), change);
        const json = exactly(damaged);
        if (json === undefined) return void seen.no++;
        seen.yes++;
        const text = decoder.decode(damaged);
        const customer = JSON.parse(text);
        assertEquals(json, JSON.stringify(customer));
        assertEquals(json, JSON.stringify(copyOfSureCustomer(customer)));
        assert(!repeatsKey(text, customer));
      }),
    { runs: 3000 },
  );
}

Deno.test("the properties saw enough of both answers", () => {
  assert(seen.yes > 300 && seen.no > 300, JSON.stringify(seen));
});

Deno.test("the marked field is found, and no other one of the same name", () => {
  const marking = new CustomerScanner("identifier");
  const marked = (text: string) => {
    const bytes = encoder.encode(text);
    assertEquals(marking.endOfLoose(bytes, 0, bytes.length), bytes.length);
    return decoder.decode(bytes.subarray(marking.markStart, marking.markEnd));
  };
  const inside = '"custom_fields": {"identifier": "8"}';
  assertEquals(marked(`{"surname": "K", ${inside}, "identifier": 17, "name": "x"}`), "17");
  assertEquals(marked(`{"surname": "K", ${inside}}`), "");
  assertEquals(marked('{"identifier":"a","surname":"K"}'), '"a"');
});
