/** The reader and the schemas say the same: same customers, same issues, same words, same order. */
import { Customer, StrictCustomer } from "../../mod.ts";
import { Issues } from "../../src/customer/issues.ts";
import { readCustomer } from "../../src/customer/read.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";
import { assert, assertEquals } from "../support/assert.ts";
import { holds } from "../support/property.ts";
import { issuesOf } from "../support/schema_issues.ts";

const decoders = {
  contract: Schema.decodeUnknownResult(Customer, { errors: "all" }),
  strict: Schema.decodeUnknownResult(StrictCustomer, { errors: "all" }),
};
const bySchema = (input: unknown, profile: "contract" | "strict") =>
  Result.mapError(decoders[profile](input), issuesOf);

class Sender {
  readonly street = "Długa";
  toJSON = () => 5;
}
const odd = {
  undefined: undefined,
  NaN: NaN,
  date: new Date(0),
  map: new Map([["street", "x"]]),
  text: new String("x"),
  instance: new Sender(),
  bare: Object.assign(Object.create(null), { city: "Łódź", postcode: "1" }),
  holes: ["a", , "b"],
  inherited: Object.create({ street: 5, a: {} }),
};

const scalar = Schema.Union([
  Schema.String,
  Schema.Literals(["", " ", "600 100 200", "abc", "a@b.pl", "30-001", "de", "1944-05-14"]),
  Schema.Literals(["44051401359", "6783144527", "K", "m", 5, 1.5, 2 ** 53, -1e21, true, false]),
  Schema.Null,
  Schema.Finite,
]);
const value = Schema.Union([
  scalar,
  Schema.Array(scalar),
  Schema.Record(Schema.Literals(["street", "city", "postcode", "country", "other"]), scalar),
  Schema.Struct({ odd: Schema.Literals(Object.keys(odd) as Array<keyof typeof odd>) }),
]);
const names = [
  ...["surname", "email", "phone_number", "company_id", "identifier", "custom_fields", "vip"],
  ...["birthdate", "gender", "nip", "pesel", "note", "address", "invoice_address", "other"],
];
const name = Schema.Literals(names as [string, ...Array<string>]);

const oddOr = (value: unknown): unknown =>
  typeof value === "object" && value !== null && "odd" in value
    ? odd[value.odd as keyof typeof odd]
    : value;

const seen = { good: 0, bad: 0 };

const areHeldTogether = (input: unknown, profile: "contract" | "strict") => {
  const found = new Issues();
  const customer = readCustomer(input, profile, found);
  const issues = found.all;
  const decoded = bySchema(input, profile);
  seen[Result.isSuccess(decoded) ? "good" : "bad"]++;
  assertEquals(issues, Result.isFailure(decoded) ? decoded.failure : []);
  // A key that is `undefined` is one that is not there: JSON has neither.
  if (Result.isSuccess(decoded)) {
    assertEquals(JSON.stringify(customer), JSON.stringify(decoded.success));
    assert(Object.getPrototypeOf(customer) === Object.prototype);
  }
};

holds(
  "the reader and the schemas hold the same of any fields",
  Arbitrary.array(
    Arbitrary.all({ name: Arbitrary.schema(name), value: Arbitrary.schema(value) }),
    { maxLength: 5 },
  ),
  (fields) =>
    Effect.sync(() => {
      const input = Object.fromEntries(
        [{ name: "surname", value: "K" }, ...fields].map(({ name, value }) => [name, oddOr(value)]),
      );
      areHeldTogether(input, "contract");
      areHeldTogether(input, "strict");
    }),
  {
    runs: 4000,
    // The property saw good customers and bad ones.
    afterwards: () => {
      assert(seen.good > 500 && seen.bad > 500, JSON.stringify(seen));
    },
  },
);

Deno.test("the reader and the schemas hold the same of what is no object", () => {
  class Person {
    readonly surname = "K";
    toJSON = () => 5;
  }
  const inputs = [null, undefined, 5, "x", [], [{ surname: "K" }], () => 1, new Map(), {}];
  for (const input of [...inputs, new Person(), Object.create({ surname: "K" })]) {
    areHeldTogether(input, "contract");
    areHeldTogether(input, "strict");
  }
});

Deno.test("what only stands on a prototype, or is not enumerable, is read and sent", () => {
  const hidden = Object.defineProperty({}, "surname", { value: "K" });
  for (const input of [Object.create({ surname: "K" }), hidden]) {
    const issues = new Issues();
    assertEquals(readCustomer(input, "contract", issues), { surname: "K" });
    assertEquals(issues.count, 0);
  }
});
