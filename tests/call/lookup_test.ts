/**
 * What a lookup asks for, and what it reads in Thulium's answer. Whatever could be read wrongly makes the lookup fail.
 */
import { CustomerLookup, type FoundCustomer, type Lookup } from "../../mod.ts";
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import { assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";

/** Makes a lookup that is answered with the given text, and records its URL. */
const lookUp = (answer: string, lookup: Lookup = { by: "identifier", value: "K" }) => {
  const urls: Array<string> = [];
  const fetch = Layer.succeed(FetchHttpClient.Fetch, (url) => {
    urls.push(String(url));
    return Promise.resolve(new Response(answer));
  });
  const layer = CustomerLookup.layer({
    system: "acme",
    user: "api_user",
    password: Redacted.make("api_pass"),
  });
  return Effect.flatMap(CustomerLookup, ({ find }) => find(lookup, 2)).pipe(
    Effect.catch(({ message }) => Effect.succeed(message)),
    Effect.map((found) => ({ found, urls })),
    Effect.provide(Layer.provide(layer, fetch)),
  );
};

/** What a lookup finds in an answer. */
const foundIn = (answer: string) => Effect.map(lookUp(answer), ({ found }) => found);

/** A customer of which the answer shows nothing. */
const blank: Omit<FoundCustomer, "customerId"> = {
  surname: undefined,
  identifier: undefined,
  emails: undefined,
  phoneNumbers: undefined,
  nip: undefined,
  customFields: undefined,
};

it.effect("ids are texts or whole numbers, and come out as texts", function* () {
  const found = yield* foundIn(
    '[{"customer_id":13,"surname":null,"identifier":7},{"customer_id":"14"}]',
  );
  assertEquals(found, [
    { ...blank, customerId: "13", identifier: "7" },
    { ...blank, customerId: "14" },
  ]);
});

it.effect("what customers are looked up by is read as Thulium writes it", function* () {
  const found = yield* foundIn(JSON.stringify([{
    customer_id: 273,
    surname: "Kowalski",
    identifier: "K-1",
    email: "jan@foo.bar",
    emails: ["jan@foo.bar", "biuro@foo.bar"],
    phone_number: "222333444",
    phone_numbers: ["222333444", 213443523],
    nip: "6783144527",
    custom_fields: { ID: null, Sklep: "7", Punkty: 12, Tak: true, Wiele: ["a"] },
  }]));
  assertEquals(found, [{
    customerId: "273",
    surname: "Kowalski",
    identifier: "K-1",
    emails: ["jan@foo.bar", "biuro@foo.bar"],
    phoneNumbers: ["222333444", "213443523"],
    nip: "6783144527",
    customFields: { Sklep: "7", Punkty: "12" },
  }]);
});

it.effect("fields that are unset, as empty texts or null, are not there", function* () {
  const unset = { identifier: "", email: "", phone_number: "", phone_numbers: [], nip: null };
  const found = yield* foundIn(JSON.stringify([{ customer_id: 1, ...unset, custom_fields: [] }]));
  assertEquals(found, [{ ...blank, customerId: "1" }]);
});

it.effect("a field is looked up under its own name", function* () {
  for (const by of ["identifier", "email", "phone_number", "nip"] as const) {
    const { urls } = yield* lookUp("[]", { by, value: "a b&c" });
    assertEquals(urls, [`https://acme.thulium.com/api/customers?${by}=a+b%26c&limit=2`]);
  }
});

it.effect("a custom field is looked up by its name, and its value is asked for", function* () {
  const { urls } = yield* lookUp("[]", { by: "custom_field", field: "Nr w sklepie", value: "ż&7" });
  const { searchParams } = new URL(urls[0]);
  assertEquals([...searchParams], [
    ["custom_fields[Nr w sklepie][0]", "ż&7"],
    ["include_custom_fields", "true"],
    ["limit", "2"],
  ]);
});

it.effect("nothing is asked for by an empty value, which everybody has, or by a name that is no parameter", function* () {
  const lookups: ReadonlyArray<Lookup> = [
    { by: "identifier", value: "" },
    { by: "phone_number", value: " " },
    { by: "custom_field", field: "ID", value: "" },
    { by: "custom_field", field: "", value: "7" },
    { by: "custom_field", field: "a]b[c", value: "7" },
  ];
  for (const lookup of lookups) {
    const { found, urls } = yield* lookUp("[]", lookup);
    assertEquals([found, urls], ["nothing can be looked up by this value", []]);
  }
});

const unreadable = {
  "an id that is blank": '[{"customer_id":" "}]',
  "an id that is missing": '[{"surname":"K"}]',
  "an id that is no whole number": '[{"customer_id":1.5}]',
  "an id that JavaScript changes": '[{"customer_id":12345678901234567890}]',
  "an identifier that JavaScript changes":
    '[{"customer_id":"1","identifier":12345678901234567890}]',
  "a key that stands twice": '[{"customer_id":"1","customer\\u005fid":"2"}]',
  "a surname that is no text": '[{"customer_id":"1","surname":5}]',
  "an object and no list": '{"customer_id":"1"}',
};

for (const [what, answer] of Object.entries(unreadable)) {
  it.effect(`a lookup fails at ${what}`, function* () {
    assertEquals(yield* foundIn(answer), "the lookup failed");
  });
}
