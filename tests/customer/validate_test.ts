import { parseExactJson } from "../../src/internal/exact_json.ts";
import { Customer, type Issue, validateCustomer, type ValidationOptions } from "../../mod.ts";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";
import { assert, assertEquals, assertThrows } from "../support/assert.ts";

const issuesOf = (input: unknown, options?: ValidationOptions): ReadonlyArray<Issue> =>
  Result.match(validateCustomer(input, options), {
    onFailure: (issues) => issues,
    onSuccess: () => [],
  });
const accepted = (input: unknown, options?: ValidationOptions): Customer =>
  Result.getOrThrow(validateCustomer(input, options));
const paths = (input: unknown, options?: ValidationOptions) =>
  issuesOf(input, options).map(({ path }) => path);

const address = {
  street: "Długa",
  building: "5",
  flat: "2",
  postcode: "30-001",
  city: "Kraków",
  country: "Polska",
};
const everyField: Customer = {
  surname: "Kowalski",
  name: "Jan",
  email: ["jan@foo.bar", "j@foo.bar"],
  phone_number: "333444555",
  company_id: 12,
  type: "Klient",
  group: "VIP",
  identifier: "A-1",
  gender: "M",
  homepage: "https://jan.example",
  birthdate: "1944-05-14",
  nip: "6783144527",
  note: "Notatka",
  pesel: "44051401359",
  job: "ACME",
  job_title: "Kierownik",
  account_manager: "anna",
  custom_fields: { Kampania: "FB", Punkty: 5, Zgoda: true, Źródło: "", Stare: null },
  fill_read_only_custom_fields: true,
  vip: false,
  address,
  invoice_address: address,
  mail_drop_address: address,
};

Deno.test("a customer with every field of the contract passes unchanged, also under the strict profile", () => {
  assertEquals(accepted(everyField), everyField);
  assertEquals(accepted(everyField, { profile: "strict" }), everyField);
  assertEquals(Schema.decodeUnknownSync(Customer)(everyField), everyField);
});

Deno.test("the surname is required and not blank, and nothing else is", () => {
  assertEquals(issuesOf({ name: "Jan" }), [{ path: "surname", message: "is required" }]);
  assertEquals(issuesOf({ surname: " \t\n" }), [{ path: "surname", message: "must not be blank" }]);
  assertEquals(issuesOf({ surname: null }), [
    { path: "surname", message: "is required, and is null" },
  ]);
  assertEquals(accepted({ surname: "Ż" }), { surname: "Ż" });
});

Deno.test("what is no object is one issue for the whole customer", () => {
  for (const input of [null, undefined, 5, "Kowalski", [], [everyField]]) {
    const expected = [{ path: "", message: "must be an object" }];
    assertEquals(issuesOf(input), expected);
    assertEquals(issuesOf(input, { profile: "strict" }), expected);
  }
});

Deno.test("all issues of a customer are told at once, each with its place", () => {
  const input = {
    email: ["a@b.pl", 5],
    vip: "tak",
    company_id: Infinity,
    custom_fields: { "Adres prywatny": {} },
    address: { city: 5 },
    mail_drop_address: "Kraków",
  };
  assertEquals(issuesOf(input), [
    { path: "surname", message: "is required" },
    { path: "email[1]", message: "must be text" },
    { path: "company_id", message: "must be a finite number" },
    { path: "custom_fields.*", message: "must be text, a number, true, false or null" },
    { path: "vip", message: "must be true or false" },
    { path: "address.city", message: "must be text" },
    { path: "mail_drop_address", message: "must be an object" },
  ]);
});

Deno.test("a phone number is refused only if it has letters and no digit", () => {
  const phone = (phone_number: unknown) => paths({ surname: "K", phone_number });
  for (
    const number of [
      "333444555",
      "+48 600-100-200",
      "(12) 345.67.89",
      "tel. 600100200",
      "-",
      "",
      [],
    ]
  ) {
    assertEquals(phone(number), []);
  }
  assertEquals(phone("brak"), ["phone_number"]);
  assertEquals(phone(["600100200", "brak"]), ["phone_number[1]"]);
  assertEquals(phone(600100200), ["phone_number"]);
});

Deno.test("a field that the contract doesn't know is refused by name, in addresses too", () => {
  assertEquals(issuesOf({ surname: "K", phone: "1", address: { zip: "30-001" } }), [
    { path: "phone", message: "is not a field of the contract" },
    { path: "address.zip", message: "is not a field of the contract" },
  ]);
  for (const value of ["44051401359", "jan@example.com", "a\nb", "x".repeat(65), ""]) {
    assertEquals(paths({ surname: "K", [value]: 1 }), ["*"]);
  }
});

Deno.test("a field that the contract doesn't know goes out unchanged on request", () => {
  const input = JSON.parse(
    '{"surname":"K","__proto__":{"a":1},"ref":[1,{"b":null}],"address":{"city":"Łódź","zip":"90-001"}}',
  );
  const sent = JSON.parse(JSON.stringify(accepted(input, { unknownFields: "send" })));
  assertEquals(Object.entries(sent).sort(), Object.entries(input).sort());
  assertEquals(paths({ surname: "K", ref: 1n }, { unknownFields: "send" }), ["ref"]);
});

Deno.test("a field that holds itself is named", () => {
  const loop: { self?: unknown } = {};
  loop.self = [loop];
  const twice = { a: 1 };
  assertEquals(issuesOf({ surname: "K", loop }, { unknownFields: "send" }), [
    { path: "loop", message: "must be a JSON value" },
  ]);
  const inTwoPlaces = { surname: "K", both: [twice, twice] };
  assertEquals(
    accepted(inTwoPlaces, { unknownFields: "send" }),
    inTwoPlaces as unknown as Customer,
  );
});

const nested = (levels: number, inside: unknown = 1): unknown => {
  let value = inside;
  for (let level = 0; level < levels; level++) value = level % 2 === 0 ? [value] : { a: value };
  return value;
};
const sent = (ref: unknown) => issuesOf({ surname: "K", ref }, { unknownFields: "send" });

Deno.test("a field that is nested too deep is named", () => {
  assertEquals(sent(nested(100)), []);
  for (const levels of [101, 5000, 1_000_000]) {
    assertEquals(sent(nested(levels)), [
      { path: "ref", message: "must not be nested deeper than 100 levels" },
    ]);
  }
});

Deno.test("a field with too many values is named, also if one object stands in it again and again", () => {
  const tooMany = [{ path: "ref", message: "must have at most 1000000 values" }];
  let doubled: unknown = 1;
  for (let level = 0; level < 90; level++) doubled = [doubled, doubled];
  assertEquals(sent(doubled), tooMany);
  assertEquals(sent(new Array(1_000_000).fill(0)), tooMany);
  assertEquals(sent(new Array(999_999).fill(0)), []);
  assertEquals(issuesOf({ surname: "K", email: new Array(1_000_001).fill("") }), [
    { path: "email", message: "must have at most 1000000 values" },
  ]);
});

Deno.test("many fields that are nested deep take time in proportion to their length", () => {
  const refs = Object.fromEntries(
    Array.from({ length: 20_000 }, (_, i) => [`r${i}`, nested(100)]),
  );
  const began = performance.now();
  assertEquals(issuesOf({ surname: "K", ...refs }, { unknownFields: "send" }), []);
  assert(performance.now() - began < 10_000);
});

Deno.test("a property that throws costs only its customer", () => {
  const trap = Object.defineProperty({}, "surname", {
    enumerable: true,
    get: () => {
      throw new Error("Kowalski");
    },
  });
  assertEquals(issuesOf(trap), [{
    path: "",
    message: "could not be read: a property of it throws",
  }]);
});

Deno.test("an object whose content JSON can't show is refused where it would vanish", () => {
  const content = [new Map([["a", "b"]]), new Date(), new Set([1])];
  for (const value of content) {
    assertEquals(issuesOf({ surname: "K", custom_fields: value, address: value }), [
      { path: "custom_fields", message: "must be a plain object" },
      { path: "address", message: "must be a plain object" },
    ]);
  }
  accepted({ surname: "K", custom_fields: Object.assign(Object.create(null), { a: "b" }) });
  class Home {
    city = "Kraków";
  }
  assertEquals(accepted({ surname: "K", address: new Home() }).address?.city, "Kraków");
});

Deno.test("an identifier may be a number, as ids are", () => {
  assertEquals(accepted({ surname: "K", identifier: 1001 }).identifier, 1001);
});

const exact = "must be text or a number that is held exactly: write it in quotes";

Deno.test("an id that may stand for several numbers is refused, and no other number", () => {
  for (const id of [2 ** 53, 2 ** 53 + 2, -(2 ** 53), 1e21]) {
    for (const profile of ["contract", "strict"] as const) {
      assertEquals(issuesOf({ surname: "K", identifier: id, company_id: id }, { profile }), [
        { path: "company_id", message: exact },
        { path: "identifier", message: exact },
      ]);
    }
    const custom_fields = { a: id };
    assertEquals(accepted({ surname: "K", custom_fields }).custom_fields, custom_fields);
  }
  for (const id of [Number.MAX_SAFE_INTEGER, Number.MIN_SAFE_INTEGER, 1.5, 0.1, -0]) {
    assertEquals(accepted({ surname: "K", identifier: id }).identifier, id);
  }
});

Deno.test("a number of a JSON text that a double does not hold is refused at its place", () => {
  const input = parseExactJson(`{
    "surname": "K",
    "note": 12345678901234567890,
    "identifier": 1234567890123456789.5,
    "custom_fields": { "a": 1e400, "b": 0.90071992547409931 },
    "ref": [{ "b": 0.10000000000000001 }]
  }`);
  const issues = [
    { path: "identifier", message: exact },
    { path: "note", message: "must be text" },
    { path: "custom_fields.*", message: exact },
    { path: "custom_fields.*", message: exact },
  ];
  assertEquals(issuesOf(input, { unknownFields: "send" }), [
    ...issues,
    { path: "ref", message: exact },
  ]);
  assertEquals(issuesOf(input), [
    ...issues,
    { path: "ref", message: "is not a field of the contract" },
  ]);
});

Deno.test("a whole number of a JSON text that a double does not hold is sent as text, to its last digit", () => {
  const input = parseExactJson(`{
    "surname": "K",
    "company_id": -9007199254740993,
    "identifier": 12345678901234567890,
    "custom_fields": { "Konto": 10102055581111123456789012 }
  }`);
  assertEquals(accepted(input), {
    surname: "K",
    company_id: "-9007199254740993",
    identifier: "12345678901234567890",
    custom_fields: { Konto: "10102055581111123456789012" },
  });
});

const isNull = "is null: leave the field out, or have nulls omitted";

Deno.test("a field that is null is refused by that name, and is left out on request", () => {
  const input = {
    surname: "K",
    email: ["a@example.org", null],
    phone_number: null,
    custom_fields: { Zgoda: null, Kampania: "" },
    address: { city: null, street: "Polna" },
    invoice_address: null,
  };
  assertEquals(issuesOf(input), [
    { path: "email[1]", message: "must be text" },
    { path: "phone_number", message: isNull },
    { path: "address.city", message: isNull },
    { path: "invoice_address", message: isNull },
  ]);
  assertEquals(accepted(input, { nulls: "omit" }), {
    surname: "K",
    email: ["a@example.org"],
    custom_fields: { Zgoda: null, Kampania: "" },
    address: { street: "Polna" },
  });
  assertEquals(issuesOf({ surname: null }, { nulls: "omit" }), [
    { path: "surname", message: "is required" },
  ]);
  assertEquals(issuesOf({ surname: "K", other: null }, { nulls: "omit" }), [
    { path: "other", message: "is not a field of the contract" },
  ]);
});

Deno.test("a name that differs from a field's in case or signs only names the field", () => {
  const input = {
    surname: "K",
    "Phone_Number": "1",
    phoneNumber: "2",
    address: { City: "Gniezno" },
  };
  const word = "is not a field of the contract; perhaps";
  assertEquals(issuesOf(input), [
    { path: "Phone_Number", message: `${word} phone_number is meant` },
    { path: "phoneNumber", message: `${word} phone_number is meant` },
    { path: "address.City", message: `${word} city is meant` },
  ]);
});

Deno.test("an empty list in the place of an object is what PHP writes, and is refused as that", () => {
  const message = "must be an object, and is an empty list, as PHP writes it: leave the field out";
  assertEquals(issuesOf({ surname: "K", email: [], address: [], custom_fields: [] }), [
    { path: "custom_fields", message },
    { path: "address", message },
  ]);
});

Deno.test("a large number of a JSON text is no object", () => {
  for (const number of ["12345678901234567890", "1e21"]) {
    const input = parseExactJson(`{
      "surname": ${number}, "email": [${number}], "custom_fields": ${number}, "address": ${number}
    }`);
    assertEquals(issuesOf(input, { unknownFields: "send" }), [
      { path: "surname", message: "must be text" },
      { path: "email[0]", message: "must be text" },
      { path: "custom_fields", message: "must be an object" },
      { path: "address", message: "must be an object" },
    ]);
    const [row] = parseExactJson(`[ ${number}]`) as ReadonlyArray<unknown>;
    assertEquals(issuesOf(row), [{ path: "", message: "must be an object" }]);
  }
});

Deno.test("a number of a JSON text that a double holds exactly is sent, however large it is", () => {
  const input = parseExactJson(`{
    "surname": "K",
    "identifier": 9007199254740992,
    "company_id": 1e21,
    "custom_fields": { "a": 1e300, "b": 1.0, "c": 1e3, "d": -0, "e": 0.1 },
    "ref": [9007199254740994]
  }`);
  assertEquals(
    JSON.stringify(accepted(input, { unknownFields: "send" })),
    '{"surname":"K","company_id":1e+21,"identifier":9007199254740992,' +
      '"custom_fields":{"a":1e+300,"b":1,"c":1000,"d":0,"e":0.1},"ref":[9007199254740994]}',
  );
});

Deno.test("an unknown option is refused, not the customer", () => {
  const profile = "Strict" as "strict";
  assertThrows(
    () => validateCustomer({ surname: "K" }, { profile }),
    RangeError,
    "profile must be",
  );
});

Deno.test("a field that is undefined is not sent", () => {
  assertEquals(
    JSON.stringify(accepted({ surname: "K", other: undefined, custom_fields: { a: undefined } })),
    '{"surname":"K","custom_fields":{}}',
  );
  assertEquals(
    JSON.stringify(accepted({ surname: "K", name: undefined, email: undefined })),
    '{"surname":"K"}',
  );
});

Deno.test("a customer with thousands of issues tells fifty and counts the rest", () => {
  const issues = issuesOf({ surname: "K", email: Array.from({ length: 5000 }, () => 1) });
  assertEquals(issues.length, 51);
  assertEquals(issues[50], { path: "", message: "has 4950 more issues" });
});

Deno.test("issues that are only counted are not made", () => {
  let named = 0;
  const unknown = Object.fromEntries(Array.from({ length: 5000 }, (_, i) => [`field${i}`, i]));
  const test = RegExp.prototype.test;
  // Only a name that is shown is looked at.
  RegExp.prototype.test = function (text) {
    if (String(text).startsWith("field")) named++;
    return test.call(this, text);
  };
  try {
    assertEquals(issuesOf({ surname: "K", ...unknown }).length, 51);
  } finally {
    RegExp.prototype.test = test;
  }
  assertEquals(named, 50);
});

Deno.test("issues hold no value of the customer", () => {
  const secret = "Tajne-7391";
  const issues = issuesOf({
    surname: [secret],
    email: { [secret]: secret },
    phone_number: "Tajne",
    custom_fields: { [secret]: [secret] },
    nip: secret,
    pesel: secret,
    birthdate: secret,
  }, { profile: "strict" });
  assert(issues.length >= 6);
  assert(!JSON.stringify(issues).includes("Tajne"));
});

const strict = (input: object) => paths({ surname: "K", ...input }, { profile: "strict" });

Deno.test("the strict profile checks NIP, PESEL, e-mail, postcode and date", () => {
  assertEquals(
    strict({
      nip: "6783144528",
      pesel: "44051401358",
      email: ["jan@foo.bar", "jan@"],
      birthdate: "14.05.1944",
      address: { postcode: "30001" },
    }),
    ["email[1]", "birthdate", "nip", "pesel", "address.postcode"],
  );
  assertEquals(paths({ surname: "K", nip: "1", pesel: "1", email: "x", birthdate: "x" }), []);
});

Deno.test("the strict profile takes a blank for not given", () => {
  assertEquals(
    strict({ nip: "", pesel: " ", email: "", birthdate: "", address: { postcode: "" } }),
    [],
  );
});

Deno.test("the strict profile asks for a Polish postcode only in Poland", () => {
  assertEquals(strict({ address: { postcode: "10115", country: "Niemcy" } }), []);
  for (const country of ["Polska", "PL", undefined, ""]) {
    assertEquals(strict({ invoice_address: { postcode: "10115", country } }), [
      "invoice_address.postcode",
    ]);
  }
});

Deno.test("the strict profile holds a PESEL against birthdate and gender that can be read", () => {
  const pesel = "44051401359";
  assertEquals(strict({ pesel, birthdate: "1944-05-14", gender: "Mężczyzna" }), []);
  assertEquals(strict({ pesel, birthdate: "1944-05-15", gender: "k" }), ["birthdate", "gender"]);
  assertEquals(strict({ pesel, gender: "nie podano" }), []);
});
