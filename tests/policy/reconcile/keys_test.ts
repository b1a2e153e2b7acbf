/** What a customer is looked up by. */
import { type Customer, Key, type Lookup } from "../../../mod.ts";
import { assertEquals, assertThrows } from "../../support/assert.ts";

type KeyOf = (customer: Customer) => Lookup | undefined;

/** What is looked up for customers that have these values. */
const valuesOf = (key: KeyOf, customers: ReadonlyArray<Partial<Customer>>) =>
  customers.map((fields) => key({ surname: "K", ...fields })?.value);

Deno.test("a key looks up the field that it is named after", () => {
  const customer: Customer = {
    surname: "K",
    identifier: "A-1",
    nip: "678-314-45-27",
    phone_number: "+48 600 100 200",
    email: "Anna@x.pl",
    custom_fields: { Sklep: "7" },
  };
  assertEquals(Key.byIdentifier(customer), { by: "identifier", value: "A-1" });
  assertEquals(Key.byNip(customer), { by: "nip", value: "678-314-45-27" });
  assertEquals(Key.byPhone(customer), { by: "phone_number", value: "+48 600 100 200" });
  assertEquals(Key.byEmail(customer), { by: "email", value: "Anna@x.pl" });
  assertEquals(Key.byCustomField("Sklep")(customer), {
    by: "custom_field",
    field: "Sklep",
    value: "7",
  });
});

Deno.test("a number is looked up as text", () => {
  assertEquals(valuesOf(Key.byIdentifier, [{ identifier: 7 }]), ["7"]);
  assertEquals(valuesOf(Key.byCustomField("ID"), [{ custom_fields: { ID: 0 } }]), ["0"]);
});

Deno.test("of a list the first value is looked up", () => {
  assertEquals(valuesOf(Key.byPhone, [{ phone_number: ["600", "601"] }]), ["600"]);
  assertEquals(valuesOf(Key.byEmail, [{ email: ["a@x.pl", "b@x.pl"] }]), ["a@x.pl"]);
});

Deno.test("a value that is missing, empty, blank, or has white space at its ends is not looked up", () => {
  const nothing = ["", " ", " a", "a\t", "1 ", "\u00a01"];
  const cases: ReadonlyArray<readonly [KeyOf, (value: string) => Partial<Customer>]> = [
    [Key.byIdentifier, (identifier) => ({ identifier })],
    [Key.byNip, (nip) => ({ nip })],
    [Key.byPhone, (phone_number) => ({ phone_number })],
    [Key.byPhone, (phone_number) => ({ phone_number: [phone_number, "600100200"] })],
    [Key.byEmail, (email) => ({ email })],
    [Key.byEmail, (email) => ({ email: [email, "a@x.pl"] })],
    [Key.byCustomField("ID"), (ID) => ({ custom_fields: { ID } })],
  ];
  for (const [key, customer] of cases) {
    assertEquals(key({ surname: "K" }), undefined);
    assertEquals(valuesOf(key, nothing.map(customer)), nothing.map(() => undefined));
  }
  assertEquals(valuesOf(Key.byPhone, [{ phone_number: [] }]), [undefined]);
  assertEquals(valuesOf(Key.byEmail, [{ email: [] }]), [undefined]);
});

Deno.test("a phone number or a NIP without a digit is not looked up", () => {
  assertEquals(valuesOf(Key.byPhone, [{ phone_number: "-" }, { phone_number: "+" }]), [
    undefined,
    undefined,
  ]);
  assertEquals(valuesOf(Key.byNip, [{ nip: "brak" }]), [undefined]);
});

Deno.test("a value that stands for none is nobody's key", () => {
  const words = ["brak", "BRAK", "Brak danych", "nie dotyczy", "n/a", "null", "-", "...", "?"];
  const none = (key: KeyOf, customers: ReadonlyArray<Partial<Customer>>) =>
    assertEquals(valuesOf(key, customers), customers.map(() => undefined));
  none(Key.byIdentifier, words.map((identifier) => ({ identifier })));
  none(Key.byCustomField("ID"), words.map((ID) => ({ custom_fields: { ID } })));
  none(Key.byEmail, ["brak@brak.pl", "n/a@x.pl", "-@x.pl"].map((email) => ({ email })));
  const phones = ["123456789", "+48 123 456 789", "000 000 000", "999999999", "0048111111111", "0"];
  none(Key.byPhone, phones.map((phone_number) => ({ phone_number })));
  none(Key.byNip, ["000-000-00-00", "1234567890", "1111111111"].map((nip) => ({ nip })));
});

Deno.test("a value that only looks as if it stood for none is a key", () => {
  const identifiers = ["7", "111", "123456789", "NA", "brak-1", "-1"];
  assertEquals(
    valuesOf(Key.byIdentifier, identifiers.map((identifier) => ({ identifier }))),
    identifiers,
  );
  assertEquals(valuesOf(Key.byEmail, [{ email: "brakowski@x.pl" }]), ["brakowski@x.pl"]);
  assertEquals(valuesOf(Key.byPhone, [{ phone_number: "111 111 112" }]), ["111 111 112"]);
});

Deno.test("a custom field that Thulium may write in another way is not looked up", () => {
  const held = [true, null, undefined, 1.5, 1e21];
  const customers = held.map((ID) => ({ custom_fields: { ID } }));
  assertEquals(valuesOf(Key.byCustomField("ID"), customers), held.map(() => undefined));
});

Deno.test("a custom field is the customer's own, and not one that every object has", () => {
  assertEquals(valuesOf(Key.byCustomField("constructor"), [{ custom_fields: {} }]), [undefined]);
});

Deno.test("a custom field whose name can't be written as a parameter is refused", () => {
  for (const name of ["", "a[b", "a]b"]) {
    assertThrows(() => Key.byCustomField(name), RangeError, `current value is ${name}`);
  }
});
