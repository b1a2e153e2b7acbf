/** What the scanner says yes to is a customer, and is written as this module writes it. */
import { CustomerScanner } from "../../../src/customer/fast/scanner.ts";
import { copyOfSureCustomer } from "../../../src/customer/fast/check.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { assert, assertEquals } from "../../support/assert.ts";
import { change, changed, everything } from "../../support/damage.ts";
import { holds } from "../../support/property.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const scanner = new CustomerScanner();
const says = (bytes: Uint8Array) =>
  bytes.length > 0 && scanner.endOfCustomer(bytes, 0, bytes.length) === bytes.length;

const words = Schema.Literals(["", " ", "\t", "Ł", "1", "600 100 200", "abc", '"', "\\", "\u0001"]);
const scalar = Schema.Union([
  Schema.String,
  words,
  Schema.Literals([0, -0, 12, 1.5, 1e21, 9007199254740993, true, false]),
  Schema.Null,
]);
const name = Schema.Union([
  Schema.Literals(["surname", "phone_number", "vip", "custom_fields", "address", "company_id"]),
  Schema.Literals(["name", "email", "street", "city", "", "7", "__proto__", "ż"]),
]);
const value = Schema.Union([
  scalar,
  Schema.Array(scalar),
  Schema.Record(name, scalar),
  Schema.Record(name, Schema.Record(name, scalar)),
]);
const seen = { yes: 0, no: 0, changed: 0 };

const isHeld = (bytes: Uint8Array) =>
  Effect.sync(() => {
    if (!says(bytes)) return void seen.no++;
    seen.yes++;
    const text = decoder.decode(bytes);
    const customer = JSON.parse(text);
    assertEquals(JSON.stringify(customer), text);
    assertEquals(JSON.stringify(copyOfSureCustomer(customer)), text);
  });

holds(
  "made-up fields: what the scanner says yes to is a customer as it would be written",
  Arbitrary.all({
    surname: Arbitrary.schema(Schema.Union([words, Schema.String])),
    fields: Arbitrary.array(
      Arbitrary.all({ name: Arbitrary.schema(name), value: Arbitrary.schema(value) }),
      { maxLength: 4 },
    ),
    change,
  }),
  ({ change, fields, surname }) => {
    const members = [{ name: "surname", value: surname }, ...fields].map(({ name, value }) =>
      `${JSON.stringify(name)}:${JSON.stringify(value)}`
    );
    return isHeld(changed(encoder.encode(`{${members.join(",")}}`), change));
  },
  { runs: 5000, afterwards: () => assert(seen.yes > 100 && seen.no > 500, JSON.stringify(seen)) },
);

holds(
  "damaged lines: what the scanner says yes to is a customer as it would be written",
  change,
  (change) => {
    const bytes = encoder.encode(JSON.stringify(everything));
    const damaged = changed(bytes, change);
    if (says(damaged) && damaged !== bytes) seen.changed++;
    return isHeld(damaged);
  },
  {
    runs: 5000,
    afterwards: () => {
      assert(seen.changed > 50, JSON.stringify(seen));
    },
  },
);

Deno.test("a customer with all there may be is known at a glance", () => {
  assert(says(encoder.encode(JSON.stringify(everything))));
  assert(says(encoder.encode('{"surname":"Ł"}')));
  assert(says(encoder.encode('{"vip":true,"surname":"Ł","name":""}')));
});

Deno.test("what would be written otherwise is parsed", () => {
  const lines = [
    '{"surname": "K"}',
    '{"surname":"K"} ',
    '{"surname":"\\u0141"}',
    '{"surname":"a\\/b"}',
    '{"surname":"K","surname":"K"}',
    '{"surname":"K","custom_fields":{"a":1,"a":1}}',
    '{"surname":"K","custom_fields":{"b":1,"1":1}}',
    '{"surname":"K","address":{"city":"a","city":"b"}}',
    '{"surname":"K","company_id":1.0}',
    '{"surname":"K","company_id":01}',
    '{"surname":"K","company_id":-0}',
    '{"surname":"K","company_id":1e3}',
    '{"surname":"K","company_id":9007199254740993}',
    '{"surname":"K","company_id":-}',
    '\uFEFF{"surname":"K"}',
    '{"surname":"K"',
    '{"surname":"K',
    '{"surname":" "}',
    '{"surname":"\\n"}',
    '{"name":"K"}',
    '{"surname":"K","phone":"1"}',
    '{"surname":"K","phone_number":"abc"}',
    "{}",
    "[]",
    "",
  ];
  assertEquals(lines.filter((line) => says(encoder.encode(line))), []);
});

Deno.test("a customer with very many custom fields is parsed: names are compared each with each", () => {
  const withFields = (count: number) =>
    encoder.encode(JSON.stringify({
      surname: "K",
      custom_fields: Object.fromEntries(Array.from({ length: count }, (_, i) => [`k${i}`, i])),
    }));
  assert(says(withFields(64)));
  assert(!says(withFields(65)));
});

Deno.test("only the part that was asked about counts", () => {
  const bytes = encoder.encode('x{"surname":"K","vip":true}');
  assertEquals(scanner.endOfCustomer(bytes, 1, bytes.length), bytes.length);
  for (let end = 1; end < bytes.length; end++) {
    assertEquals(scanner.endOfCustomer(bytes, 1, end), 0);
  }
  assertEquals(scanner.endOfCustomer(bytes, 0, bytes.length), 0);
});
