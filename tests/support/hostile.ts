/** Entries whose reading throws, or answers otherwise the second time. What they throw, and what they hide, is secret. */
import { UnreadableRow } from "../../mod.ts";
import { CustomerJson } from "../../src/customer/json.ts";

/** Stands in everything that must not get out. */
export const secret = "Tajna-7391";

const fail = (): never => {
  throw new Error(secret);
};

const revoked = (target: object): object => {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
};

const trapped = (trap: keyof ProxyHandler<object>): object =>
  new Proxy({ surname: "K", note: secret }, { [trap]: fail });

const throwing = (field: string): object =>
  Object.defineProperty({ surname: "K" }, field, { enumerable: true, get: fail });

/** Entries that can't be read, by what is wrong with them. */
export const unreadable: { readonly [what: string]: unknown } = {
  "a revoked Proxy": revoked({}),
  "a revoked Proxy of a list": revoked([]),
  ...Object.fromEntries(
    (["getPrototypeOf", "get", "ownKeys", "getOwnPropertyDescriptor"] as const).map((
      trap,
    ) => [`a Proxy whose ${trap} throws`, trapped(trap)]),
  ),
  "a surname that throws": throwing("surname"),
  "a known field that throws": throwing("note"),
  "an unknown field that throws": throwing("colour"),
  "a list of e-mail addresses that is a revoked Proxy": { surname: "K", email: revoked([]) },
  "a list with an entry that throws": {
    surname: "K",
    email: Object.defineProperty(["a@b.pl"], 1, { enumerable: true, get: fail }),
  },
  "an address that is a revoked Proxy": { surname: "K", address: revoked({}) },
  "an address that throws": { surname: "K", address: throwing("city") },
  "a custom field that throws": { surname: "K", custom_fields: throwing("Dział") },
  "a custom field that is a revoked Proxy": { surname: "K", custom_fields: { a: revoked({}) } },
  "an unreadable row whose message throws": Object.defineProperty(
    new UnreadableRow(""),
    "message",
    { get: fail },
  ),
  "an unreadable row whose message is a symbol": new UnreadableRow(Symbol(secret) as never),
  "an object that only looks like JSON of this module": Object.create(CustomerJson.prototype),
  "a Proxy of JSON of this module": new Proxy(new CustomerJson(new Uint8Array(2), 0, 2), {}),
};

/** Entries that are no customers, and must not cost more than a customer that is none. */
export const endless: { readonly [what: string]: unknown } = {
  "a list with thousands of millions of holes": { surname: "K", email: new Array(2 ** 32 - 1) },
  "a list that claims to be endless": {
    surname: "K",
    phone_number: new Proxy([], { get: (_, key) => key === "length" ? Infinity : "1" }),
  },
  "a symbol": Symbol(secret),
  "a bigint": 1n,
  "a function": fail,
  "a bigint for an identifier": { surname: "K", identifier: 1n },
  "a symbol for a surname": { surname: Symbol(secret) },
};

/** Answers otherwise after the first times. */
const changing = (first: unknown, then: unknown, times = 1) => {
  let reads = 0;
  return () => reads++ < times ? first : then;
};

const getter = (field: string, get: () => unknown, object: object = { surname: "K" }): object =>
  Object.defineProperty(object, field, { enumerable: true, configurable: true, get });

const hidden = (object: object): object =>
  Object.defineProperty(object, "toJSON", { value: () => ({ note: secret }) });

class Written {
  readonly city = "Łódź";
  toJSON(): unknown {
    return { city: secret };
  }
}

class Texts extends Array<string> {
  toJSON(): unknown {
    return [secret];
  }
}

class Customer {
  readonly surname = "K";
  toJSON(): unknown {
    return { surname: secret };
  }
}

/** Makes customers that answer otherwise the second time, with what was checked and must be sent. */
export const changingCustomers = (): {
  readonly [what: string]: readonly [customer: unknown, sent: object];
} => ({
  "a getter of a text": [
    getter("note", changing("a", secret)),
    { surname: "K", note: "a" },
  ],
  "a getter of the surname": [
    getter("surname", changing("K", "")),
    { surname: "K" },
  ],
  "a getter of an identifier": [
    getter("identifier", changing(5, secret)),
    { surname: "K", identifier: 5 },
  ],
  "a getter of a list": [
    getter("email", changing(["a@b.pl"], [secret])),
    { surname: "K", email: ["a@b.pl"] },
  ],
  "a getter in a list": [
    { surname: "K", email: getter("0", changing("a@b.pl", secret), ["x"]) },
    { surname: "K", email: ["a@b.pl"] },
  ],
  "a getter in an address": [
    { surname: "K", address: getter("city", changing("Łódź", secret), {}) },
    { surname: "K", address: { city: "Łódź" } },
  ],
  "a getter in custom fields": [
    { surname: "K", custom_fields: getter("Dział", changing(1, secret), {}) },
    { surname: "K", custom_fields: { Dział: 1 } },
  ],
  "an address that becomes a Map": [
    getter("address", changing({ city: "Łódź" }, new Map())),
    { surname: "K", address: { city: "Łódź" } },
  ],
  "a Proxy": [
    new Proxy({ surname: "K", note: "a" }, {
      get: (() => {
        const reads = new Map<PropertyKey, number>();
        return (target: { [field: string]: string }, key: string) => {
          reads.set(key, (reads.get(key) ?? 0) + 1);
          return reads.get(key) === 1 ? target[key] : secret;
        };
      })() as never,
    }),
    { surname: "K", note: "a" },
  ],
  "a hidden toJSON": [hidden({ surname: "K" }), { surname: "K" }],
  "a hidden toJSON in a list": [
    { surname: "K", email: hidden(["a@b.pl"]) },
    { surname: "K", email: ["a@b.pl"] },
  ],
  "a hidden toJSON in an address": [
    { surname: "K", address: hidden({ city: "Łódź" }) },
    { surname: "K", address: { city: "Łódź" } },
  ],
  "a hidden toJSON in custom fields": [
    { surname: "K", custom_fields: hidden({ a: 1 }) },
    { surname: "K", custom_fields: { a: 1 } },
  ],
  "an inherited toJSON": [new Customer(), { surname: "K" }],
  "an inherited toJSON of an address": [
    { surname: "K", address: new Written() },
    { surname: "K", address: { city: "Łódź" } },
  ],
  "an inherited toJSON of a list": [
    { surname: "K", email: Texts.from(["a@b.pl", "c@d.pl"]) },
    { surname: "K", email: ["a@b.pl", "c@d.pl"] },
  ],
  "an iterator of its own": [
    {
      surname: "K",
      email: Object.assign(["a@b.pl"], { [Symbol.iterator]: () => [secret].values() }),
    },
    { surname: "K", email: ["a@b.pl"] },
  ],
});

/** The same for fields that the contract does not know, which are sent unchanged. */
export const changingUnknown = (): {
  readonly [what: string]: readonly [customer: unknown, sent: object];
} => ({
  "a getter of an unknown field": [
    // The fast path reads it once, and the reader once.
    getter("ref", changing(1, secret, 2)),
    { surname: "K", ref: 1 },
  ],
  "a getter deep in an unknown field": [
    { surname: "K", ref: [{ a: getter("b", changing(null, secret), {}) }] },
    { surname: "K", ref: [{ a: { b: null } }] },
  ],
  "a getter in a list of an unknown field": [
    { surname: "K", ref: getter("0", changing(true, secret), [0]) },
    { surname: "K", ref: [true] },
  ],
  "a getter of an unknown field of an address": [
    { surname: "K", address: getter("zip", changing("1", secret, 2), { city: "Łódź" }) },
    { surname: "K", address: { city: "Łódź", zip: "1" } },
  ],
});
