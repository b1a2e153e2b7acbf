/** The reader of updates and its schema say the same, and `null` means "not changed". */
import {
  CustomerUpdate,
  type Issue,
  validateCustomerUpdate,
  type ValidationOptions,
} from "../../mod.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";
import { assert, assertEquals } from "../support/assert.ts";
import { parseExactJson } from "../../src/internal/exact_json.ts";
import { holds } from "../support/property.ts";
import { issuesOf } from "../support/schema_issues.ts";

const decode = Schema.decodeUnknownResult(CustomerUpdate, { errors: "all" });
const read = (input: unknown, options?: ValidationOptions) => {
  const result = validateCustomerUpdate(input, options);
  return Result.isSuccess(result) ? result.success : result.failure.map(told);
};
const told = ({ message, path }: Issue) => `${path}: ${message}`;

const scalar = Schema.Union([
  Schema.Literals(["", " ", "600 100 200", "abc", "13", 5, 1.5, 2 ** 53, -1, 0, true]),
  Schema.Null,
]);
const value = Schema.Union([
  scalar,
  Schema.Array(scalar),
  Schema.Record(Schema.Literals(["street", "city", "other"]), scalar),
]);
const names = [
  ...["customer_id", "surname", "name", "email", "phone_number", "company_id", "identifier"],
  ...["custom_fields", "vip", "note", "address"],
];
const name = Schema.Literals(names as [string, ...Array<string>]);

const seen = { good: 0, bad: 0 };

holds(
  "the reader and the schema of updates hold the same of any fields",
  Arbitrary.array(
    Arbitrary.all({ name: Arbitrary.schema(name), value: Arbitrary.schema(value) }),
    { maxLength: 4 },
  ),
  (fields) =>
    Effect.sync(() => {
      const input = Object.fromEntries(
        [{ name: "customer_id", value: "13" }, ...fields].map(({ name, value }) => [name, value]),
      );
      const result = validateCustomerUpdate(input, { unknownFields: "send" });
      const bySchema = Result.mapError(decode(input), issuesOf);
      assertEquals(
        Result.isFailure(result) ? result.failure : [],
        Result.isFailure(bySchema) ? bySchema.failure : [],
      );
      seen[Result.isSuccess(result) ? "good" : "bad"]++;
      if (Result.isSuccess(result)) {
        for (const [field, value] of Object.entries(result.success)) assert(value !== null, field);
      }
    }),
  {
    runs: 2000,
    // The property saw good updates and bad ones.
    afterwards: () => {
      assert(seen.good > 200 && seen.bad > 200, JSON.stringify(seen));
    },
  },
);

Deno.test("only the id is required, and it must be text or a whole number that is held exactly", () => {
  assertEquals(read({ customer_id: 13 }), { customer_id: 13 });
  assertEquals(read({ customer_id: "13" }), { customer_id: "13" });
  assertEquals(read({ surname: "K" }), ["customer_id: is required"]);
  for (const customer_id of [null, 0, -1, 1.5, NaN, true, ["13"]]) {
    assertEquals(read({ customer_id }), ["customer_id: must be text or a positive whole number"]);
  }
  assertEquals(read({ customer_id: " " }), ["customer_id: must not be blank"]);
  const long = "customer_id: must be text or a number that is held exactly: write it in quotes";
  assertEquals(read({ customer_id: 2 ** 53 }), [long]);
  assertEquals(read(parseExactJson('{"customer_id":12345678901234567891}')), [long]);
});

Deno.test("a field that is null is not sent, and a custom field that is null is cleared", () => {
  const update = {
    customer_id: "13",
    surname: null,
    email: null,
    vip: null,
    address: { street: null, city: "Łódź" },
    invoice_address: null,
    custom_fields: { Kampania: null, Kolor: "" },
  };
  const sent = {
    customer_id: "13",
    address: { city: "Łódź" },
    custom_fields: { Kampania: null, Kolor: "" },
  };
  assertEquals(read(update), sent);
  assertEquals(read(update, { profile: "strict" }), sent);
});

Deno.test("an update may empty a surname, because the contract does not forbid it", () => {
  assertEquals(read({ customer_id: "13", surname: "" }), { customer_id: "13", surname: "" });
});

Deno.test("an unknown field is refused by name, or sent on request; the strict profile checks what is given", () => {
  const update: object = { customer_id: "13", phone: "1", address: { zip: "x" } };
  assertEquals(read(update), [
    "phone: is not a field of the contract",
    "address.zip: is not a field of the contract",
  ]);
  assertEquals<unknown>(read(update, { unknownFields: "send" }), update);
  assertEquals(read({ customer_id: "13", nip: "1" }, { profile: "strict" }), [
    "nip: must be a NIP: ten digits with a right checksum",
  ]);
});

Deno.test("an update whose property throws is refused, without what was thrown", () => {
  const update = Object.defineProperty({ customer_id: "13" }, "note", {
    enumerable: true,
    get: () => {
      throw new Error("Kowalska");
    },
  });
  assertEquals(read(update), [": could not be read: a property of it throws"]);
});
