/** Whatever a row is: it becomes an item whose JSON is what was checked, or an outcome that shows no value of it. */
import { checkBatchLimits } from "../../src/batch/limits.ts";
import { prepareItem } from "../../src/batch/prepare.ts";
import type { ValidationOptions } from "../../mod.ts";
import * as Result from "effect/Result";
import { assert, assertEquals } from "../support/assert.ts";
import {
  changingCustomers,
  changingUnknown,
  endless,
  secret,
  unreadable,
} from "../support/hostile.ts";

const limits = checkBatchLimits();
const prepare = (row: unknown, options: ValidationOptions = {}) =>
  prepareItem(0, row, limits, options);
const everyOption: ReadonlyArray<ValidationOptions> = [
  {},
  { unknownFields: "send" },
  { profile: "strict" },
  { profile: "strict", unknownFields: "send" },
];

for (const [what, row] of Object.entries({ ...unreadable, ...endless })) {
  Deno.test(`a row is rejected, and no value of it is shown: ${what}`, () => {
    for (const options of everyOption) {
      const prepared = prepare(row, options);
      assert(Result.isFailure(prepared));
      assertEquals(prepared.failure.by, "validation");
      assert(!JSON.stringify(prepared).includes(secret));
    }
  });
}

for (const what of Object.keys(changingCustomers())) {
  Deno.test(`what was checked is what is sent: ${what}`, () => {
    for (const options of everyOption) {
      const [row, sent] = changingCustomers()[what];
      assertEquals(JSON.parse(Result.getOrThrow(prepare(row, options)).json), sent);
    }
  });
}

for (const what of Object.keys(changingUnknown())) {
  Deno.test(`what was checked is what is sent: ${what}`, () => {
    const [row, sent] = changingUnknown()[what];
    assertEquals(JSON.parse(Result.getOrThrow(prepare(row, { unknownFields: "send" })).json), sent);
  });
}

Deno.test("a toJSON that the program gave to all lists and objects does not change what is sent", () => {
  const customer = { surname: "K", email: ["a"], address: { city: "Łódź" }, ref: [{ a: [] }] };
  const prototypes: ReadonlyArray<object> = [Array.prototype, Object.prototype, String.prototype];
  for (const prototype of prototypes) {
    Object.defineProperty(prototype, "toJSON", { value: () => secret, configurable: true });
    try {
      const { json } = Result.getOrThrow(prepare(customer, { unknownFields: "send" }));
      assertEquals(
        json,
        '{"surname":"K","email":["a"],"address":{"city":"Łódź"},"ref":[{"a":[]}]}',
      );
    } finally {
      Reflect.deleteProperty(prototype, "toJSON");
    }
  }
});
