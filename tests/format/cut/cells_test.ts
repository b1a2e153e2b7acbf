/** The cells of a row as a customer. */
import { customerOfCells } from "../../../src/format/cut/cells.ts";
import { readHeader } from "../../../src/format/cut/header.ts";
import { assert, assertEquals } from "../../support/assert.ts";

const customerOf = (row: { readonly [name: string]: string }): unknown => {
  const read = readHeader(Object.keys(row), {});
  assert("columns" in read);
  return customerOfCells(read.columns, Object.values(row), 1);
};

Deno.test("several e-mail addresses and phone numbers share a cell", () => {
  assertEquals(customerOf({ email: "a@x.pl| b@x.pl |", phone_number: "1|2", note: "a|b" }), {
    email: ["a@x.pl", "b@x.pl"],
    phone_number: ["1", "2"],
    note: "a|b",
  });
});

Deno.test("flags are understood in English and Polish, and other words are left as they are", () => {
  for (
    const [cell, vip] of [["TAK", true], [" 1 ", true], ["Nie", false], ["no", false]] as const
  ) {
    assertEquals(customerOf({ vip: cell }), { vip });
  }
  assertEquals(customerOf({ vip: "maybe" }), { vip: "maybe" });
});

Deno.test("fields come in the order of the columns, and fields in parts after them", () => {
  const customer = customerOf({
    "address.city": "x",
    surname: "A",
    "b.c": "y",
    "address.flat": "z",
  });
  assertEquals(
    JSON.stringify(customer),
    '{"surname":"A","address":{"city":"x","flat":"z"},"b":{"c":"y"}}',
  );
});
