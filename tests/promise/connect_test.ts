/** The library without Effect: promises, async iterables, thrown errors, signals. */
import {
  AddCustomerError,
  AuthError,
  connect,
  type ConnectOptions,
} from "@thulium-effect/batch-customers/promise";
import * as JournalMemory from "../../src/policy/journal/memory.ts";
import { makeFetch } from "../../src/sandbox/fetch.ts";
import { Routes } from "../../src/sandbox/routes.ts";
import { assert, assertEquals, assertRejects, assertThrows } from "../support/assert.ts";

/** A network takes a turn of the event loop at least. */
const aTurn = () => new Promise((resolve) => setTimeout(resolve));

/** A connection to a sandbox of its own, whose requests are counted. */
const sandbox = (options: Partial<ConnectOptions> = {}) => {
  const routes = new Routes();
  const fetch = makeFetch(routes);
  const sent = { posts: 0 };
  const thulium = connect({
    system: "acme",
    user: "api_user",
    password: "api_pass",
    fetch: async (input, init) => {
      sent.posts++;
      await aTurn();
      return fetch(input, init);
    },
    ...options,
  });
  return { thulium, routes, sent };
};

const people = (count: number) => Array.from({ length: count }, (_, i) => ({ surname: `No${i}` }));
const tagsOf = (outcomes: ReadonlyArray<{ readonly _tag: string }>) =>
  outcomes.map(({ _tag }) => _tag);

Deno.test("a list is added, and the report has an outcome for each customer", async () => {
  const { routes, thulium } = sandbox();
  await using _ = thulium;
  const progress: Array<number> = [];
  const report = await thulium.add<unknown>([{ surname: "Kowalska" }, { name: "Jan" }], {
    onProgress: ({ done }) => progress.push(done),
  });
  assertEquals(tagsOf(report.outcomes), ["Created", "Rejected"]);
  assertEquals(routes.customers.length, 1);
  assertEquals(progress.at(-1), 2);
});

Deno.test("a refused password is thrown, and the report is told all the same", async () => {
  const { routes, thulium } = sandbox({ password: "wrong" });
  await using _ = thulium;
  let told: ReadonlyArray<string> = [];
  await assertRejects(
    () => thulium.add(people(2), { onEnd: ({ outcomes }) => told = tagsOf(outcomes) }),
    AuthError,
  );
  assertEquals(told, ["NotSent", "NotSent"]);
  assertEquals(routes.customers.length, 0);
});

Deno.test("an option that is wrong is thrown at once, and its value is not told", () => {
  assertThrows(
    () => connect({ system: "secret system", user: "api_user", password: "p" }),
    TypeError,
    "system must be one name",
  );
  assertThrows(() => sandbox({ timeout: "0 seconds" }), RangeError, "timeout");
});

Deno.test("customers that are added at the same time share a request", async () => {
  const { sent, thulium } = sandbox();
  await using _ = thulium;
  const ids = await Promise.all(people(3).map((customer) => thulium.addOne(customer)));
  assertEquals(new Set(ids).size, 3);
  assertEquals(sent.posts, 1);
});

Deno.test("a single customer that is rejected is thrown with its outcome", async () => {
  const { thulium } = sandbox();
  await using _ = thulium;
  const error = await assertRejects(
    () => thulium.addOne({ surname: "" }),
    AddCustomerError,
    "must not be blank",
  );
  assertEquals(error.reason._tag, "Rejected");
});

Deno.test("rows of a generator are imported, and each has its outcome", async () => {
  const { routes, thulium } = sandbox();
  await using _ = thulium;
  async function* rows() {
    yield* people(250);
  }
  const seen: Array<number> = [];
  let done = 0;
  const outcomes = thulium.import(rows(), { onProgress: (now) => done = now.done });
  for await (const { index, outcome } of outcomes) {
    assertEquals(outcome._tag, "Created");
    seen.push(index);
  }
  assertEquals(seen, people(250).map((_, i) => i));
  assertEquals([routes.customers.length, done], [250, 250]);
});

Deno.test("what the rows throw comes after the outcomes of the rows before", async () => {
  const { thulium } = sandbox();
  await using _ = thulium;
  const broken = new Error("the database is gone");
  function* rows() {
    yield* people(3);
    throw broken;
  }
  const tags: Array<string> = [];
  const read = async () => {
    for await (const { outcome } of thulium.import(rows())) tags.push(outcome._tag);
  };
  const thrown = await assertRejects(read, Error);
  assert(thrown === broken);
  assertEquals(tags, ["Created", "Created", "Created"]);
});

Deno.test("who leaves the loop is told of the rows that were read", async () => {
  const { routes, thulium } = sandbox();
  await using _ = thulium;
  const indices = new Set<number>();
  const outcomes = thulium.import(people(1000), {
    maxCustomers: 10,
    concurrency: 1,
    onLeftOver: (customers) => customers.forEach(({ index }) => indices.add(index)),
  });
  for await (const { index } of outcomes) {
    indices.add(index);
    break;
  }
  const created = routes.customers.map(({ fields }) => Number(String(fields.surname).slice(2)));
  assertEquals(created.filter((index) => !indices.has(index)), []);
});

Deno.test("a signal that aborted before sends nothing, and its reason is thrown", async () => {
  const { sent, thulium } = sandbox();
  await using _ = thulium;
  const signal = AbortSignal.abort(new Error("closed"));
  await assertRejects(() => thulium.add(people(2), { signal }), Error, "closed");
  await assertRejects(() => thulium.addOne({ surname: "Nowak" }, { signal }), Error, "closed");
  assertEquals(sent.posts, 0);
});

Deno.test("a signal that aborts while a customer is being added loses no id", async () => {
  const controller = new AbortController();
  const routes = new Routes();
  await using thulium = connect({
    system: "acme",
    user: "api_user",
    password: "api_pass",
    fetch: async (input, init) => {
      controller.abort();
      await aTurn();
      return makeFetch(routes)(input, init);
    },
  });
  const id = await thulium.addOne({ surname: "Nowak" }, { signal: controller.signal });
  assertEquals(routes.customers.map(({ customer_id }) => String(customer_id)), [id]);
});

Deno.test("a signal that aborts in the middle leaves a report with everybody in it", async () => {
  const { routes, thulium } = sandbox();
  await using _ = thulium;
  const controller = new AbortController();
  const report = await thulium.add(people(300), {
    maxCustomers: 10,
    concurrency: 1,
    signal: controller.signal,
    onProgress: () => controller.abort(),
  });
  assertEquals(report.created, routes.customers.length);
  assert(report.notSent > 0);
  assertEquals(report.created + report.notSent, 300);
});

Deno.test("with a journal a list can be given again", async () => {
  const { routes, thulium } = sandbox({
    journal: { name: "customers", store: JournalMemory.layer },
  });
  await using _ = thulium;
  const list = [{ surname: "Kowalska", identifier: "K-1" }];
  const first = await thulium.add(list);
  const again = await thulium.add(list);
  assertEquals([first.created, again.unchanged], [1, 1]);
  assertEquals(routes.customers.length, 1);
});

Deno.test("a list that comes again is synced: what is new is created, what changed is updated", async () => {
  const { routes, thulium } = sandbox({
    journal: { name: "customers", store: JournalMemory.layer },
  });
  await using _ = thulium;
  const night = async (rows: ReadonlyArray<unknown>) => {
    const tags: Array<string> = [];
    for await (const { outcome } of thulium.sync(rows)) tags.push(outcome._tag);
    return tags;
  };
  const [lis, kos] = ["Lis", "Kos"].map((surname) => ({ surname, identifier: surname }));
  await thulium.add([lis]);
  assertEquals(await night([lis, kos]), ["Unchanged", "Created"]);
  assertEquals(await night([{ ...kos, note: "n" }, lis]), ["Updated", "Unchanged"]);
  assertEquals(routes.customers.map(({ fields }) => fields.note), [undefined, "n"]);
  const plain = sandbox().thulium;
  assertThrows(() => plain.sync([]), TypeError, "sync needs the option journal");
});

Deno.test("nothing can be sent after the connection was closed", async () => {
  const { sent, thulium } = sandbox();
  await thulium.add(people(1));
  await thulium[Symbol.asyncDispose]();
  await assertRejects(() => thulium.add(people(1)), Error, "was closed");
  const outcomes = thulium.import(people(1))[Symbol.asyncIterator]();
  await assertRejects(() => outcomes.next(), Error, "was closed");
  assertEquals(sent.posts, 1);
});
