/** The OpenAPI description of a customer agrees with what the handler accepts. */
import {
  Customer,
  CustomerUpdate,
  StrictCustomer,
  validateCustomer,
  validateCustomerUpdate,
} from "../../mod.ts";
import { customerJsonSchema, updateJsonSchema } from "../../src/handler/customer_json_schema.ts";
import * as Schema from "effect/Schema";
import { assertEquals } from "../support/assert.ts";
import { fits } from "./contract.ts";

const customers: ReadonlyArray<unknown> = [
  { surname: "K" },
  { surname: "K", name: null },
  { surname: "K", name: 5 },
  { name: "K" },
  { surname: "K", email: ["a@x.pl", "b@x.pl"], vip: true, company_id: 7 },
  { surname: "K", email: [5] },
  { surname: "K", custom_fields: { a: null, b: 1, c: "x", d: true } },
  { surname: "K", custom_fields: { a: [] } },
  { surname: "K", address: { city: "Łódź" } },
  { surname: "K", address: { city: null } },
  { surname: "K", other: {} },
  [],
  null,
];

Deno.test("the description allows exactly the customers that the handler accepts", () => {
  for (const customer of customers) {
    const isTaken = validateCustomer(customer, { unknownFields: "send" })._tag === "Success";
    assertEquals(fits("Customer", customer), isTaken, JSON.stringify(customer));
  }
});

const updates: ReadonlyArray<unknown> = [
  { customer_id: "13" },
  { customer_id: 13, surname: null, email: ["a@x.pl"], vip: null },
  { customer_id: "13", name: 5 },
  { customer_id: null },
  { surname: "K" },
  { customer_id: "13", address: { city: null }, invoice_address: null },
  { customer_id: "13", custom_fields: { a: null, b: 1 } },
  { customer_id: "13", custom_fields: { a: [] } },
  { customer_id: "13", other: {} },
  null,
];

Deno.test("the description allows exactly the updates that the handler accepts", () => {
  for (const update of updates) {
    const isTaken = validateCustomerUpdate(update, { unknownFields: "send" })._tag === "Success";
    assertEquals(fits("CustomerUpdate", update), isTaken, JSON.stringify(update));
  }
});

/** Removes `null` where Effect writes it for an optional field. The handler refuses `null` there. */
const withoutUndefined = (schema: unknown): unknown => {
  if (Array.isArray(schema)) return schema.map(withoutUndefined);
  if (typeof schema !== "object" || schema === null) return schema;
  const entries = Object.entries(schema).map(([key, value]) => [key, withoutUndefined(value)]);
  const { anyOf, ...rest } = Object.fromEntries(entries);
  if (!Array.isArray(anyOf)) return rest;
  const isUndefined = anyOf.findLastIndex(({ type }) => type === "null");
  const choices = anyOf.filter((_, i) => i !== isUndefined);
  return choices.length === 1 ? { ...rest, ...choices[0] } : { ...rest, anyOf: choices };
};

Deno.test("the description of a customer is the one that Effect derives from the schemas", () => {
  for (const customer of [Customer, StrictCustomer]) {
    const { schema } = Schema.toJsonSchemaDocument(customer);
    assertEquals(customerJsonSchema, {
      ...Object(withoutUndefined(schema)),
      additionalProperties: true,
    });
  }
});

Deno.test("the description of an update is the one that Effect derives from the schema", () => {
  const { schema } = Schema.toJsonSchemaDocument(CustomerUpdate);
  assertEquals(updateJsonSchema, {
    ...Object(withoutUndefined(schema)),
    additionalProperties: true,
  });
});
