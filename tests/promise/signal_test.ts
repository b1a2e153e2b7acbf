/** What an `AbortSignal` does to each method, as the table on the page of `./promise` says. */
import { AddCustomerError } from "@thulium-effect/batch-customers/promise";
import { assert, assertEquals, assertRejects } from "../support/assert.ts";
import { type Connected, connected, loopOver, people } from "./connected.ts";

const stalls = { script: [{ kind: "stall", at: "before-headers", created: true }] } as const;
const reason = new Error("the timer of the job");

const aTurn = () => new Promise((resolve) => setTimeout(resolve));

/** Aborts as soon as the sandbox has got a request. */
const abortingAtFirstRequest = (options: Parameters<typeof connected>[0] = {}) => {
  const controller = new AbortController();
  const all: Connected = connected({
    ...options,
    fetch: (input, init) => {
      const answer = all.sandbox.connection.fetch(input, init);
      setTimeout(() => controller.abort(reason));
      return answer;
    },
  });
  return { ...all, controller, signal: controller.signal };
};

Deno.test("import throws the signal's reason after the outcomes of the rows that were read", async () => {
  await using all = connected();
  const controller = new AbortController();
  const tags: Array<string> = [];
  const reading = async () => {
    const rows = all.thulium.import(people(100), {
      maxCustomers: 10,
      concurrency: 1,
      signal: controller.signal,
    });
    for await (const { outcome } of rows) {
      tags.push(outcome._tag);
      controller.abort(reason);
    }
  };
  const thrown = await assertRejects(reading, Error);
  assert(thrown === reason);
  const created = tags.filter((tag) => tag === "Created").length;
  assertEquals(created, all.sandbox.customers().length);
  assert(created < 100);
});

Deno.test("import throws the reason of a signal that had aborted before, and sends nothing", async () => {
  await using all = connected();
  const { thrown } = await loopOver(
    all.thulium.import(people(2), { signal: AbortSignal.abort(reason) }),
  );
  assert(thrown === reason);
  assertEquals(all.sandbox.requests().length, 0);
});

Deno.test('add with onInterrupt: "abort" gives up the request on its way, and its customers are in doubt', async () => {
  await using all = abortingAtFirstRequest();
  all.sandbox.setFaults(stalls);
  const report = await all.thulium.add(people(4), {
    maxCustomers: 2,
    concurrency: 1,
    signal: all.signal,
    onInterrupt: "abort",
  });
  assertEquals([report.unknown, report.notSent], [2, 2]);
  assertEquals(all.sandbox.customers().length, 2);
});

Deno.test("import does the same, and throws the reason after these outcomes", async () => {
  await using all = abortingAtFirstRequest();
  all.sandbox.setFaults(stalls);
  const { tags, thrown } = await loopOver(all.thulium.import(people(2), {
    signal: all.signal,
    onInterrupt: "abort",
  }));
  assert(thrown === reason);
  assertEquals(tags, ["Unknown", "Unknown"]);
});

Deno.test("customers that wait for their turn when all is given up were not sent", async () => {
  await using all = abortingAtFirstRequest({ policies: { concurrency: { limit: 1 } } });
  all.sandbox.setFaults(stalls);
  const report = await all.thulium.add(people(2), {
    maxCustomers: 1,
    signal: all.signal,
    onInterrupt: "abort",
  });
  assertEquals(report.outcomes.map(({ _tag }) => _tag).sort(), ["NotSent", "Unknown"]);
});

Deno.test("by default an abort waits for the request on its way, and knows what became of it", async () => {
  await using all = abortingAtFirstRequest({ timeout: 50 });
  all.sandbox.setFaults(stalls);
  const [outcome] = (await all.thulium.add(people(1), { signal: all.signal })).outcomes;
  assert(outcome._tag === "Unknown" && outcome.message.includes("in time"), outcome._tag);
});

Deno.test('addOne with onInterrupt: "abort" is rejected at once, and says that the customer may exist', async () => {
  await using all = abortingAtFirstRequest();
  all.sandbox.setFaults(stalls);
  const [customer] = people(1);
  const options = { signal: all.signal, onInterrupt: "abort" } as const;
  const error = await assertRejects(() => all.thulium.addOne(customer, options), AddCustomerError);
  assertEquals(error.reason._tag, "Unknown");
});

Deno.test("a dry run is given up with the signal's reason", async () => {
  await using all = connected();
  const controller = new AbortController();
  function* rows() {
    yield* people(1);
    controller.abort(reason);
    yield* people(100_000);
  }
  const thrown = await assertRejects(
    () => all.thulium.plan(rows(), { signal: controller.signal }),
    Error,
  );
  assert(thrown === reason);
});

/** More rows than can be sent, and how many of them were read. */
const endless = () => {
  const seen = { read: 0 };
  async function* rows() {
    for (;; seen.read++) {
      if (seen.read % 5 === 0) await aTurn();
      yield { surname: "Nowak", identifier: `K-${seen.read}` };
    }
  }
  return { rows, seen };
};

/** Imports until the signal aborts after so many turns of the event loop. Requests take some turns, too. */
const abortedAfter = async (turns: number, onInterrupt: "abort" | "finish") => {
  const controller = new AbortController();
  const slow: Connected = connected({
    fetch: async (input, init) => {
      for (let i = 0; i < turns % 7; i++) await aTurn();
      return slow.sandbox.connection.fetch(input, init);
    },
  });
  await using all = slow;
  const { rows, seen } = endless();
  const outcomes: Array<readonly [index: number, tag: string]> = [];
  const importing = async () => {
    const options = { maxCustomers: 5, signal: controller.signal, onInterrupt };
    for await (const { index, outcome } of all.thulium.import(rows(), options)) {
      outcomes.push([index, outcome._tag]);
    }
  };
  const thrown = assertRejects(importing, Error);
  for (let i = 0; i < turns; i++) await aTurn();
  controller.abort(reason);
  assert(await thrown === reason);
  const stored = new Set(all.sandbox.customers().map(({ fields }) => fields.identifier));
  return { outcomes, read: seen.read, isStored: (index: number) => stored.has(`K-${index}`) };
};

for (const onInterrupt of ["abort", "finish"] as const) {
  Deno.test(`whenever import is aborted (${onInterrupt}), each row that was read has one outcome, and it is true`, async () => {
    for (let turns = 0; turns < 30; turns++) {
      const { isStored, outcomes, read } = await abortedAfter(turns, onInterrupt);
      assertEquals(outcomes.map(([index]) => index), outcomes.map((_, i) => i));
      // The last row may just have been handed over when the import stopped.
      assert(
        outcomes.length === read || outcomes.length === read + 1,
        `${outcomes.length}, ${read}`,
      );
      const certain = outcomes.filter(([, tag]) => tag !== "Unknown");
      for (const [index, tag] of certain) assertEquals(tag === "Created", isStored(index), tag);
      if (onInterrupt === "finish") assertEquals(certain.length, outcomes.length);
    }
  });
}
