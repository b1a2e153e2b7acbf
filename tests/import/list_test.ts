import {
  addCustomers,
  type AddCustomersOptions,
  BatchCall,
  Outcome,
  type Progress,
  type Report,
} from "../../mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../support/assert.ts";
import { settleOutcomes } from "../../src/call/settle.ts";
import { it } from "../support/it.ts";
import { type Answer, createAll, failing, known, well } from "../support/scripted_call.ts";

const people = (count: number) => Array.from({ length: count }, (_, i) => ({ surname: `K${i}` }));
const tags = ({ outcomes }: Report) => outcomes.map(({ _tag }) => _tag).join(" ");

/** Adds customers over a stand-in for the call, and tells which batches it was given. */
const run = (answer: Answer, customers: ReadonlyArray<unknown>, options?: AddCustomersOptions) => {
  const batches: Array<ReadonlyArray<number>> = [];
  const call = Layer.succeed(BatchCall, {
    send: (batch) => answer(batch, batches.push(batch.items.map(({ index }) => index)) - 1),
  });
  return { batches, report: Effect.provide(addCustomers<unknown>(customers, options), call) };
};

it.effect("every customer has its outcome under its own index, bad ones among good ones", function* () {
  const { batches, report } = run(well, [{ surname: "A" }, {}, { surname: "B" }, null, {
    surname: "C",
  }], { maxCustomers: 2 });
  const { outcomes, ...counts } = yield* report;
  assertEquals(counts, {
    total: 5,
    created: 3,
    updated: 0,
    unchanged: 0,
    rejected: 2,
    unknown: 0,
    notSent: 0,
  });
  assertEquals(outcomes, [
    Outcome.created("id-0"),
    Outcome.invalid([{ path: "surname", message: "is required" }]),
    Outcome.created("id-2"),
    Outcome.invalid([{ path: "", message: "must be an object" }]),
    Outcome.created("id-4"),
  ]);
  assertEquals(batches, [[0, 2], [4]]);
});

it.effect("a customer that is too large for any batch is rejected, and its neighbours go out", function* () {
  const { batches, report } = run(well, [
    { surname: "A" },
    { surname: "B", note: "ż".repeat(500) },
    { surname: "C" },
  ], { maxBytes: 1000 });
  const { outcomes } = yield* report;
  assertEquals(outcomes[1], {
    _tag: "Rejected",
    by: "validation",
    status: 413,
    message: "is 1025 bytes of JSON; the limit for a whole request is 1000 bytes",
    issues: [{
      path: "",
      message: "is 1025 bytes of JSON; the limit for a whole request is 1000 bytes",
    }],
  });
  assertEquals(batches, [[0, 2]]);
});

it.effect("no more batches are on their way than allowed", function* () {
  let now = 0;
  let most = 0;
  const { batches, report } = run(
    (batch) =>
      Effect.sync(() => most = Math.max(most, ++now)).pipe(
        Effect.andThen(Effect.sleep("1 second")),
        Effect.andThen(Effect.sync(() => {
          now--;
          return createAll(batch);
        })),
      ),
    people(10),
    { maxCustomers: 1, concurrency: 3 },
  );
  const fiber = yield* Effect.forkChild(report);
  yield* TestClock.adjust("4 seconds");
  assertEquals((yield* Fiber.join(fiber)).created, 10);
  assertEquals(most, 3);
  assertEquals(batches.length, 10);
});

it.effect("a batch that may have arrived makes a report, not a failure", function* () {
  const { report } = run((batch, nth) => nth === 1 ? failing(502) : well(batch, nth), people(6), {
    maxCustomers: 2,
    concurrency: 1,
  });
  assertEquals(tags(yield* report), "Created Created Unknown Unknown Created Created");
});

it.effect("a failure of every batch is a failure of the import", function* () {
  const { batches, report } = run(() => failing(503), people(4), { maxCustomers: 2 });
  const error = yield* Effect.flip(report);
  assertStringIncludes(error.message, "HTTP 503");
  assertEquals(batches.length, 2);
});

it.effect("a refused batch beside an answered one leaves its customers not sent", function* () {
  const { report } = run((batch, nth) => nth === 0 ? failing(429) : well(batch, nth), people(4), {
    maxCustomers: 2,
    concurrency: 1,
  });
  assertEquals(tags(yield* report), "NotSent NotSent Created Created");
});

it.effect("customers that another run created make a report, not a failure", function* () {
  const { report } = run((batch, nth) => nth === 0 ? known(batch, nth) : failing(503), people(3), {
    maxCustomers: 2,
    concurrency: 1,
  });
  const { outcomes: _, ...counts } = yield* report;
  assertEquals(counts, {
    total: 3,
    created: 0,
    updated: 0,
    unchanged: 2,
    rejected: 0,
    unknown: 0,
    notSent: 1,
  });
});

it.effect("a list of bad customers only is a report", function* () {
  const { batches, report } = run(well, [{}, 5]);
  assertEquals(tags(yield* report), "Rejected Rejected");
  assertEquals(batches, []);
});

it.effect("an empty list is an empty report", function* () {
  assertEquals((yield* run(well, []).report).total, 0);
});

it.effect("after a 401 nothing more is sent, and the rest is not sent", function* () {
  const { batches, report } = run(
    (batch, nth) => nth === 1 ? failing(401) : well(batch, nth),
    people(50),
    { maxCustomers: 1, concurrency: 1 },
  );
  const { created, notSent, outcomes } = yield* report;
  assertEquals({ created, notSent }, { created: 1, notSent: 49 });
  assertEquals(batches.length, 2);
  assertEquals(
    outcomes[49],
    Outcome.notSent("not sent, because Thulium had already refused the user", 401),
  );
});

it.effect("after a 401 bad customers are still told from those that were not sent", function* () {
  const customers = [{ surname: "A" }, { surname: "B" }, {}];
  const { report } = run(
    (batch, nth) => nth === 1 ? failing(401) : well(batch, nth),
    customers,
    { maxCustomers: 1, concurrency: 1 },
  );
  assertEquals(tags(yield* report), "Created NotSent Rejected");
});

it.effect("a 403 at the first batch fails the import with what Thulium said", function* () {
  const { batches, report } = run(() => failing(403), people(50), {
    maxCustomers: 1,
    concurrency: 1,
  });
  assertEquals((yield* Effect.flip(report))._tag, "AuthError");
  assertEquals(batches.length, 1);
});

it.effect("the failure that stopped the import is told, not the one before it", function* () {
  const { report } = run((_, nth) => failing(nth === 0 ? 503 : 401), people(3), {
    maxCustomers: 1,
    concurrency: 1,
  });
  assertEquals((yield* Effect.flip(report))._tag, "AuthError");
});

it.effect("an interrupted import reports on every customer", function* () {
  let told: Report | undefined;
  const { report } = run(
    (batch, nth) => nth === 1 ? Effect.never : well(batch, nth),
    people(5),
    {
      maxCustomers: 1,
      concurrency: 1,
      onEnd: (report) => Effect.sync(() => told = report),
    },
  );
  const fiber = yield* Effect.forkChild(report);
  yield* TestClock.adjust("1 second");
  yield* Fiber.interrupt(fiber);
  assert(told !== undefined);
  assertEquals(tags(told), "Created Unknown NotSent NotSent NotSent");
});

it.effect("a call that dies costs its own customers only", function* () {
  const { report } = run(
    (batch, nth) => nth === 0 ? Effect.die(new Error("a bug")) : well(batch, nth),
    people(2),
    { maxCustomers: 1, concurrency: 1 },
  );
  assertEquals(tags(yield* report), "Unknown Created");
});

it.effect("a call that interrupts itself costs its own customers only", function* () {
  const { report } = run(
    (batch, nth) => nth === 0 ? Effect.interrupt : well(batch, nth),
    people(2),
    { maxCustomers: 1, concurrency: 1 },
  );
  assertEquals(tags(yield* report), "Unknown Created");
});

it.effect("a customer that can't be written as JSON is rejected, and its neighbours go out", function* () {
  const toJSON = () => {
    throw new Error("Kowalska");
  };
  const trap = Object.defineProperty({ a: 1 }, "toJSON", { value: toJSON });
  const customers = [{ surname: "A" }, { surname: "B", trap }, { surname: "C" }];
  const { outcomes } = yield* run(well, customers, { unknownFields: "send" }).report;
  assertEquals(outcomes.map(({ _tag }) => _tag), ["Created", "Rejected", "Created"]);
});

it.effect("long runs of bad customers let others have the thread", function* () {
  let turns = 0;
  const others = Effect.forever(Effect.andThen(Effect.sync(() => turns++), Effect.yieldNow));
  yield* Effect.forkChild(others);
  yield* run(well, Array.from({ length: 20_000 }, () => null), { concurrency: 1 }).report;
  assert(turns >= 10, String(turns));
});

it.effect("the report is handed over however the import ends", function* () {
  const reports: Array<string> = [];
  const onEnd = (report: Report) => Effect.sync(() => reports.push(tags(report)));
  yield* run(well, people(1), { onEnd }).report;
  yield* Effect.flip(run(() => failing(503), [...people(1), {}], { onEnd }).report);
  assertEquals(reports, ["Created", "NotSent Rejected"]);
});

it.effect("an outcome that is none is unknown", function* () {
  const skipped = { _tag: "Skipped" } as unknown as Outcome;
  const { report } = run(() => Effect.succeed([skipped, Outcome.created("1")]), people(2));
  assertEquals(tags(yield* report), "Unknown Created");
});

it.effect("a customer whose outcome a policy lost is unknown", function* () {
  const { report } = run(() => Effect.succeed([Outcome.created("1"), JSON.parse("{}")]), people(2));
  assertEquals(tags(yield* report), "Created Unknown");
});

it.effect("four batches go out at a time unless told otherwise", function* () {
  const { batches, report } = run(() => Effect.never, people(1000), { maxCustomers: 1 });
  const fiber = yield* Effect.forkChild(report);
  yield* TestClock.adjust("1 second");
  assertEquals(batches.length, 4);
  yield* Fiber.interrupt(fiber);
});

it.effect("as many workers start as there are customers at most", function* () {
  const { report } = run(well, people(2), { concurrency: Number.MAX_SAFE_INTEGER });
  assertEquals((yield* report).created, 2);
});

it.effect("a refusal that a policy turned into outcomes stops the import all the same", function* () {
  const { batches, report } = run(
    (batch) => settleOutcomes(failing(401), batch),
    people(9),
    { maxCustomers: 1, concurrency: 1 },
  );
  assertEquals((yield* Effect.flip(report))._tag, "AuthError");
  assertEquals(batches.length, 1);
});

it.effect("listeners are told one notice at a time, and of all customers in the end", function* () {
  let running = 0;
  const done: Array<number> = [];
  const onProgress = (progress: Progress) =>
    Effect.gen(function* () {
      assertEquals(++running, 1);
      yield* Effect.sleep("1 second");
      running--;
      done.push(progress.done);
    });
  const { report } = run(
    (batch, nth) => nth === 2 ? failing(401) : well(batch, nth),
    people(9),
    { maxCustomers: 1, onProgress },
  );
  const fiber = yield* Effect.forkChild(report);
  yield* TestClock.adjust("1 minute");
  yield* Fiber.join(fiber);
  assertEquals(done.at(-1), 9);
  assertEquals(done, done.toSorted((a, b) => a - b));
});

it.effect("progress is told after each batch, and grows to the whole", function* () {
  const told: Array<Progress> = [];
  yield* run(well, [...people(3), {}], {
    maxCustomers: 2,
    concurrency: 1,
    onProgress: (progress) => Effect.sync(() => told.push(progress)),
  }).report;
  assertEquals(told, [
    {
      total: 4,
      done: 2,
      created: 2,
      updated: 0,
      unchanged: 0,
      rejected: 0,
      unknown: 0,
      notSent: 0,
    },
    {
      total: 4,
      done: 4,
      created: 3,
      updated: 0,
      unchanged: 0,
      rejected: 1,
      unknown: 0,
      notSent: 0,
    },
  ]);
});

it.effect("progress is told once for a list without a batch", function* () {
  const told: Array<number> = [];
  const onProgress = ({ done }: Progress) => Effect.sync(() => told.push(done));
  yield* run(well, [{}, {}], { onProgress }).report;
  assertEquals(told, [2]);
});

it.effect("a progress listener that dies costs no customer its outcome", function* () {
  const onProgress = () => Effect.die(new Error("a bug"));
  assertEquals((yield* run(well, people(3), { maxCustomers: 1, onProgress }).report).created, 3);
});

it.effect("customers that are added to the list while it is imported are not its own", function* () {
  const customers = people(2);
  const { report } = run(
    (batch, nth) => {
      customers.push({ surname: "late" });
      return well(batch, nth);
    },
    customers,
    { maxCustomers: 1 },
  );
  assertEquals((yield* report).total, 2);
});

it.effect("an import that is over before it begins sends nothing", function* () {
  const { batches, report } = run(well, people(2), { until: Effect.void });
  const error = yield* Effect.flip(report);
  assertEquals(error.message, "the import was interrupted before this call; nothing was sent");
  assertEquals(batches, []);
});

Deno.test("an invalid option is refused at once, with its name", () => {
  const wrong = (options: AddCustomersOptions) => () => addCustomers([], options);
  const profile = "Strict" as "strict";
  assertThrows(wrong({ concurrency: 0 }), RangeError, "concurrency");
  assertThrows(wrong({ profile }), RangeError, "profile must be contract or strict");
  assertThrows(
    wrong({ unknownFields: "keep" as "send" }),
    RangeError,
    "unknownFields must be refuse or send",
  );
  assertThrows(wrong({ maxCustomers: -1 }), RangeError, "maxCustomers");
  assertThrows(wrong({ deadline: "0 seconds" }), RangeError, "deadline");
});

Deno.test("what is not an array is refused at once", () => {
  const notAnArray = { customers: [] } as unknown as ReadonlyArray<unknown>;
  assertThrows(() => addCustomers<unknown>(notAnArray), TypeError, "customers must be an array");
});

Deno.test("the compiler refuses a misspelt field of a customer that is written in the program", () => {
  // @ts-expect-error: emial is not a field
  addCustomers([{ surname: "Kowalska", emial: "anna@example.com" }]);
  // @ts-expect-error: the surname is required
  addCustomers([{ name: "Anna" }]);
  const fromOutside: ReadonlyArray<unknown> = [];
  // @ts-expect-error: a list from outside needs the type `unknown`
  addCustomers(fromOutside);
  addCustomers<unknown>(fromOutside);
});

it.effect("a listener that throws costs no customer its outcome", function* () {
  const { report } = run(well, people(2), {
    onProgress: () => {
      throw new Error("Kowalska");
    },
    onEnd: () => {
      throw new Error("Kowalska");
    },
  });
  assertEquals((yield* report).created, 2);
});
