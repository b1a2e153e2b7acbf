/** The quick yes and the schema agree: what the one takes, the other takes as it is. */
import { Customer } from "../../../mod.ts";
import { copyOfSureCustomer } from "../../../src/customer/fast/check.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";
import { assert, assertEquals } from "../../support/assert.ts";
import { holds } from "../../support/property.ts";

const decode = Schema.decodeUnknownResult(Customer);
const names = Object.keys(
  Schema.toJsonSchemaDocument(Customer).schema.properties as { [name: string]: unknown },
) as [string, ...Array<string>];

const parts = Schema.Union([
  Schema.String,
  Schema.Literals(["", " ", "600 100 200", "abc", 5, 1.5, 2 ** 53, true, false]),
  Schema.Null,
  Schema.Finite,
]);
const value = Schema.Union([
  parts,
  Schema.Array(parts),
  Schema.Record(Schema.Literals(["street", "city", "other"]), parts),
  Schema.Json,
]);

const seen = { yes: 0, valid: 0 };

holds(
  "what is surely a customer is one by the schema, unchanged",
  Arbitrary.array(
    Arbitrary.all({
      name: Arbitrary.schema(Schema.Union([Schema.Literals(names), Schema.String])),
      value: Arbitrary.schema(value),
    }),
    { maxLength: 5 },
  ),
  (fields) =>
    Effect.sync(() => {
      const input = {
        surname: "K",
        ...Object.fromEntries(fields.map(({ name, value }) => [name, value])),
      };
      const decoded = decode(input);
      if (Result.isSuccess(decoded)) seen.valid++;
      const copy = copyOfSureCustomer(input);
      if (copy === undefined) return;
      seen.yes++;
      assert(Result.isSuccess(decoded));
      assertEquals(decoded.success, input);
      assertEquals(JSON.stringify(copy), JSON.stringify(input));
    }),
  { runs: 5000 },
);

Deno.test("most valid customers are surely ones", () => {
  assert(seen.yes > 100 && seen.yes > seen.valid / 3, JSON.stringify(seen));
});

Deno.test("what is not plain, has holes, or lacks a surname goes to the reader", () => {
  const odd: ReadonlyArray<unknown> = [
    null,
    undefined,
    "K",
    [],
    {},
    { name: "K" },
    Object.create({ surname: "K" }),
    new (class {
      surname = "K";
    })(),
    { surname: "K", email: [, "a"] }, // deno-lint-ignore no-sparse-arrays
    { surname: "K", address: new Map() },
    { surname: "K", company_id: NaN },
    { surname: "K", identifier: 2 ** 53 },
    { surname: "K", toString: "x" },
    JSON.parse('{"surname":"K","__proto__":"x"}'),
  ];
  assertEquals(odd.filter((input) => copyOfSureCustomer(input) !== undefined), []);
  assertEquals(copyOfSureCustomer({ surname: "K" }), { surname: "K" });
});
