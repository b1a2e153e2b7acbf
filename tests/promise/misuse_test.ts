/** Mistakes that only the compiler would find: programs in JavaScript are told at once, by the option's name. */
import { connect, type ConnectOptions } from "@thulium-effect/batch-customers/promise";
import * as Redacted from "effect/Redacted";
import * as JournalMemory from "../../src/policy/journal/memory.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../support/assert.ts";
import { connected, people } from "./connected.ts";

const user = { system: "acme", user: "api_user", password: "a secret" };
const store = JournalMemory.layer;

/** What JavaScript may give. The compiler would refuse each of them. */
const wrong: ReadonlyArray<readonly [says: string, options: unknown]> = [
  ["options must be an object", undefined],
  ["there is no option retries", { ...user, retries: 3 }],
  ["there is no option policies.retries", { ...user, policies: { retries: 3 } }],
  ["there is no option policies.retry.times", { ...user, policies: { retry: { times: 3 } } }],
  [
    "there is no option policies.rateLimit.requests.limits",
    { ...user, policies: { rateLimit: { requests: { limits: 1, per: "1 second" } } } },
  ],
  ["policies.retry must be an object", { ...user, policies: { retry: 3 } }],
  ["there is no option addOne.wait", { ...user, addOne: { wait: 1 } }],
  ["journal must be an object", { ...user, journal: "customers.journal" }],
  ["journal.store must be a store", { ...user, journal: { name: "customers" } }],
  ["journal.store must be a store", { ...user, journal: { name: "c", store: "c.journal" } }],
  ["journal.name must be a text", { ...user, journal: { store } }],
  ["journal.key must be a function", { ...user, journal: { name: "c", store, key: "email" } }],
  ["password must be given", { ...user, password: undefined }],
  ["password must be a text", { ...user, password: 17 }],
  ["password must be a text, and not Redacted", {
    ...user,
    password: Redacted.make("a secret"),
  }],
  ["user must be a text", { ...user, user: 17 }],
  ["user must be given", { ...user, user: "" }],
  ["fetch must be a function", { ...user, fetch: "a secret" }],
  ["log must be a function or false", { ...user, log: true }],
  ["allowInsecureHttp must be true or false", { ...user, allowInsecureHttp: "a secret" }],
];

for (const [says, options] of wrong) {
  Deno.test(`connect throws at once: ${says}`, () => {
    const error = assertThrows(() => connect(options as ConnectOptions), TypeError, says);
    assert(!error.message.includes("a secret"));
  });
}

Deno.test("connect throws at once if a value is out of its range, and does not tell the value", () => {
  const ranges: ReadonlyArray<readonly [says: string, options: object]> = [
    ["timeout must be a positive, finite duration, in milliseconds", { timeout: "a secret" }],
    ["attempts must be a whole number", { policies: { retry: { attempts: "a secret" } } }],
    ["window must be a positive", { addOne: { window: "a secret" } }],
    ["whenChanged must be keep or update", {
      journal: { name: "customers", store, whenChanged: "a secret" },
    }],
  ];
  for (const [says, options] of ranges) {
    const error = assertThrows(() => connect({ ...user, ...options }), RangeError, says);
    assert(!error.message.includes("a secret"), error.message);
  }
});

Deno.test("the options that can be given are all known", () => {
  const options: Required<Omit<ConnectOptions, "system">> = {
    url: "https://acme.thulium.com",
    user: "api_user",
    password: "p",
    allowInsecureHttp: false,
    language: "pl",
    timeout: 1000,
    maxAnswerBytes: 1000,
    trustAny503: false,
    fetch,
    log: () => {},
    addOne: { window: 1, refusedFor: 1, nulls: "omit" },
    policies: {
      split: false,
      retry: { attempts: 1 },
      circuitBreaker: { opensAt: { failures: 3 } },
      rateLimit: { customers: { limit: 1, per: "1 second" } },
      concurrency: { adaptive: { max: 8 } },
      timeout: { duration: "1 second" },
    },
    journal: { name: "customers", store, absentAfter: 1, settleFor: 1, whenNew: "lookup" },
  };
  connect(options);
});

Deno.test("a method refuses options that it does not have", async () => {
  await using all = connected({ journal: { name: "customers", store } });
  const { thulium } = all;
  const misspelt: object = { concurency: 1 };
  const says = "there is no option concurency";
  for (const method of ["add", "update", "addOne", "plan"] as const) {
    await assertRejects(
      () => thulium[method]([] as never, misspelt),
      TypeError,
      `${method}: ${says}`,
    );
  }
  for (const method of ["import", "sync"] as const) {
    assertThrows(() => thulium[method]([], misspelt), TypeError, `${method}: ${says}`);
  }
  assertThrows(() => thulium.missing(misspelt), TypeError, `missing: ${says}`);
});

Deno.test("a signal and onInterrupt must be what they are called", async () => {
  await using all = connected();
  const wrongSignal: object = { signal: true };
  const wrongInterrupt: object = { onInterrupt: "stop" };
  await assertRejects(() => all.thulium.add([], wrongSignal), TypeError, "signal must be");
  await assertRejects(() => all.thulium.add([], wrongInterrupt), RangeError, "onInterrupt must be");
  assertThrows(() => all.thulium.import([], wrongSignal), TypeError, "signal must be");
});

Deno.test("one customer is no list of rows", async () => {
  await using all = connected();
  const [one] = people(1);
  for (const rows of [one, "Nowak", undefined]) {
    assertThrows(() => all.thulium.import(rows as never), TypeError, "import needs rows");
    await assertRejects(() => all.thulium.plan(rows as never), TypeError, "plan needs rows");
  }
  await assertRejects(() => all.thulium.add(one as never), TypeError, "must be an array");
  assertEquals(all.sandbox.requests().length, 0);
});
