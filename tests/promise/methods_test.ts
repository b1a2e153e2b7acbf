/** What a connection can do beside adding: updates, dry runs, who is missing, checks of one customer, and the log. */
import {
  type CustomerUpdate,
  JournalStoreError,
  type Log,
  type NullableCustomer,
  Outcome,
  type Thulium,
  validate,
} from "@thulium-effect/batch-customers/promise";
import * as JournalPostgres from "@thulium-effect/batch-customers/postgres";
import * as JournalMemory from "../../src/policy/journal/memory.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../support/assert.ts";
import { connected, loopOver, people, unreachable } from "./connected.ts";

Deno.test("customers are updated by their ids, and an unknown id is rejected", async () => {
  await using all = connected();
  const id = await all.thulium.addOne({ surname: "Kowalska" });
  const updates: ReadonlyArray<CustomerUpdate> = [
    { customer_id: id, note: "prosi o telefon" },
    { customer_id: "999", note: "n" },
  ];
  const { outcomes } = await all.thulium.update(updates);
  assertEquals(outcomes.map(({ _tag }) => _tag), ["Updated", "Rejected"]);
  assertEquals(all.sandbox.customers().map(({ fields }) => fields.note), ["prosi o telefon"]);
});

Deno.test("a dry run counts rows and sends nothing", async () => {
  await using all = connected();
  const [one] = people(1);
  const plan = await all.thulium.plan([one, {}, one]);
  assertEquals([plan.total, plan.valid, plan.invalid, plan.duplicates], [3, 2, 1, 1]);
  assertEquals(all.sandbox.requests().length, 0);
});

Deno.test("a dry run throws what the rows throw", async () => {
  await using all = connected();
  const broken = new Error("the database is gone");
  function* rows() {
    yield* people(1);
    throw broken;
  }
  assert(await assertRejects(() => all.thulium.plan(rows()), Error) === broken);
});

const idsOf = async (thulium: Thulium, listedAt?: number) => {
  const ids: Array<string> = [];
  for await (const id of thulium.missing({ listedAt })) ids.push(id);
  return ids.sort();
};

Deno.test("who is not in the list any more is missing", async () => {
  const journal = { name: "customers", store: JournalMemory.layer, listedAt: 1 };
  await using all = connected({ journal });
  await loopOver(all.thulium.sync(people(2)));
  assertEquals(await idsOf(all.thulium), []);
  assertEquals(await idsOf(all.thulium, 2), ["13", "14"]);
});

Deno.test("without a journal, or the time of a list, nobody can be missing", async () => {
  await using plain = connected();
  assertThrows(() => plain.thulium.missing(), TypeError, "missing needs the option journal");
  await using all = connected({ journal: { name: "customers", store: JournalMemory.layer } });
  assertThrows(() => all.thulium.missing(), TypeError, "journal.listedAt");
});

Deno.test("a customer is checked without a request", () => {
  const good = validate({ surname: "Kowalska", note: null }, { nulls: "omit" });
  assertEquals(good, { customer: { surname: "Kowalska" }, issues: [] });
  const { customer, issues } = validate({ emial: "a secret" });
  assertEquals(customer, undefined);
  assertEquals(issues.map(({ path }) => path), ["surname", "emial"]);
  assert(!JSON.stringify(issues).includes("a secret"));
});

Deno.test("fields that are null are left out where that is asked for", async () => {
  await using all = connected({ addOne: { nulls: "omit" } });
  const rows: ReadonlyArray<NullableCustomer> = [
    {
      surname: "Kowalska",
      email: null,
      phone_number: ["600100200", null],
      address: { city: null },
    },
  ];
  const { created } = await all.thulium.add<NullableCustomer>(rows, { nulls: "omit" });
  await all.thulium.addOne<NullableCustomer>(rows[0]);
  assertEquals(created, 1);
  const { rejected } = await all.thulium.add<NullableCustomer>(rows);
  assertEquals(rejected, 1);
  // @ts-expect-error: `null` needs its type
  const untyped = () => all.thulium.add(rows);
  // @ts-expect-error: no such field
  const misspelt = () => all.thulium.add([{ surname: "Kowalska", emial: "anna@example.com" }]);
  assertEquals([untyped, misspelt].length, 2);
});

Deno.test("outcomes can be told apart", async () => {
  await using all = connected();
  const { outcomes } = await all.thulium.add<unknown>([{ surname: "Kowalska" }, {}]);
  const said = outcomes.map((outcome) =>
    Outcome.match(outcome, {
      Created: ({ customerId }) => customerId,
      Updated: () => "",
      Unchanged: () => "",
      Rejected: ({ message }) => message,
      NotSent: () => "",
      Unknown: () => "",
    })
  );
  assertEquals(said, ["13", "surname: is required"]);
});

/** The records of a log. */
const recorder = () => {
  const records: Array<Parameters<Log>> = [];
  const log: Log = (...record) => {
    records.push(record);
    throw new Error("a log that fails costs nothing");
  };
  return { log, records };
};

Deno.test("the log goes to a function", async () => {
  const { log, records } = recorder();
  await using all = connected({ log, password: "wrong" });
  await loopOver(all.thulium.import(people(2), { whenRefused: "report" }));
  const warnings = records.filter(([level]) => level === "warn");
  assertEquals(warnings.map(([, message, fields]) => [message.includes("refused"), fields]), [
    [true, { not_sent: 2 }],
  ]);
});

Deno.test("the log of retries is for debugging", async () => {
  const { log, records } = recorder();
  await using all = connected({ log, fetch: unreachable });
  await loopOver(all.thulium.import(people(1)));
  assert(records.some(([level, message]) => level === "debug" && message === "thulium.retry"));
});

Deno.test("the log can be turned off, and goes to the console otherwise", async () => {
  for (const [log, lines] of [[false, 0], [undefined, 1]] as const) {
    const before = console.log;
    let written = 0;
    console.log = () => written++;
    try {
      await using all = connected({ log, password: "wrong" });
      await loopOver(all.thulium.import(people(2), { whenRefused: "report" }));
    } finally {
      console.log = before;
    }
    assertEquals(written, lines);
  }
});

Deno.test("a database that can't be reached is thrown before anything is sent, without its address", async () => {
  const store = JournalPostgres.layer("postgres://crm:a-secret@127.0.0.1:1/crm");
  await using all = connected({ journal: { name: "customers", store } });
  const error = await assertRejects(() => all.thulium.add(people(1)), JournalStoreError);
  assert(!error.message.includes("a-secret") && !error.message.includes("127.0.0.1"));
  assertEquals(all.sandbox.requests().length, 0);
});
