/** What the description says of a customer is what the handler does with it. */
import { validateCustomer } from "../../mod.ts";
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

Deno.test("the description takes the customers that the handler takes, and no others", () => {
  for (const customer of customers) {
    const isTaken = validateCustomer(customer, { unknownFields: "send" })._tag === "Success";
    assertEquals(fits("Customer", customer), isTaken, JSON.stringify(customer));
  }
});
