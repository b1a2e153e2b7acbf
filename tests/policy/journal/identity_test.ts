/** Keys and fingerprints are what `format.md` says: journals are kept, and read by later versions. */
import { makeBatchItem } from "../../../src/batch/item.ts";
import type { Customer } from "../../../src/customer/model.ts";
import { identityOf } from "../../../src/policy/journal/identity.ts";
import { byIdentifier, byPhone } from "../../../src/policy/reconcile/keys.ts";
import type { KeyOf } from "../../../src/policy/reconcile/lookups.ts";
import { canonical } from "../../../src/policy/journal/canonical.ts";
import { assertEquals } from "../../support/assert.ts";

const identify = (customer: Customer, keyOf: KeyOf = byIdentifier) =>
  identityOf(makeBatchItem(0, customer), keyOf).claim;

const sha256 = async (text: string): Promise<string> => {
  const digest = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return new Uint8Array(digest).toHex();
};
const keyIn = async (text: string) => (await sha256(text)).slice(0, 32);
const printIn = async (text: string) => (await sha256(text)).slice(-16);

const customer = {
  surname: 'Żak "Z"',
  identifier: "K-1",
  email: ["b@example.com", "a@example.com"],
  vip: false,
  custom_fields: { z: "1", "10": "2", "9": 3, ą: "4", ["__proto__"]: "5" },
  address: { street: "Długa", city: "Łódź" },
} as const;

/** By hand: its fields in the order of UTF-16. */
const content = '{"address":{"city":"Łódź","street":"Długa"},' +
  '"custom_fields":{"10":"2","9":3,"__proto__":"5","z":"1","ą":"4"},' +
  '"email":["b@example.com","a@example.com"],"identifier":"K-1",' +
  '"surname":"Żak \\"Z\\"","vip":false}';

Deno.test("a customer with an identifier is known by it, and its print is of its content", async () => {
  assertEquals(identify(customer), {
    key: await keyIn("identifier=K-1"),
    print: await printIn(content),
  });
});

Deno.test("the key of a phone number is of its comparable form", async () => {
  const { key } = identify({ surname: "K", phone_number: "+48 600-100-200" }, byPhone);
  assertEquals(key, await keyIn("phone_number=600100200"));
});

Deno.test("a customer without a key is known by its content, and so is one whose key throws", async () => {
  const text = '{"surname":"K"}';
  const identity = { key: await keyIn(text), print: await printIn(text) };
  assertEquals(identify({ surname: "K" }), identity);
  assertEquals(
    identify({ surname: "K" }, () => {
      throw new Error("no key");
    }),
    identity,
  );
});

Deno.test("the order of fields makes no difference, that of a list does", () => {
  const { address: { city, street }, email: [one, other], ...rest } = customer;
  const moved = { address: { city, street }, email: [one, other], ...rest };
  assertEquals(identify(moved), identify(customer));
  assertEquals(
    identify({ ...customer, email: [other, one] }).print === identify(customer).print,
    false,
  );
});

Deno.test("a content is the same whatever the order of its fields, and however they are named", () => {
  assertEquals(
    canonical({ b: 1, a: { d: "x", c: [null, true] } }),
    '{"a":{"c":[null,true],"d":"x"},"b":1}',
  );
  for (let i = 0; i < 2; i++) {
    assertEquals(canonical({ a: 1, b: 2 }), '{"a":1,"b":2}');
    assertEquals(canonical({ "a\nb": 1, c: 2 }), '{"a\\nb":1,"c":2}');
    assertEquals(canonical({ a: 1, "b\nc": 2 }), '{"a":1,"b\\nc":2}');
    assertEquals(canonical({ "a\nb": 1 }), '{"a\\nb":1}');
  }
});
