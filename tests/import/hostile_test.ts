/** Whatever is in the input has its outcome, under its own index, and costs nothing else. */
import {
  AddCustomerError,
  addCustomers,
  BatchCall,
  type BatchError,
  importCustomers,
  makeAddCustomer,
  type Outcome,
  planImport,
  type Report,
  updateCustomers,
} from "../../mod.ts";
import { bodyOf } from "../../src/batch/body.ts";
import * as Cause from "effect/Cause";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as Stream from "effect/Stream";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertInstanceOf, assertThrows } from "../support/assert.ts";
import { endless, secret, unreadable } from "../support/hostile.ts";
import { it } from "../support/it.ts";
import { recorder } from "../support/recorder.ts";
import { createAll } from "../support/scripted_call.ts";

/** Each hostile entry stands between two good ones. */
const hostile = Object.values({ ...unreadable, ...endless });
const rows = hostile.flatMap((entry, i) => [{ surname: `K${i}` }, entry]);
const expected = rows.map((_, i) => i % 2 === 0 ? "Created" : "Rejected");
const tagsOf = (outcomes: ReadonlyArray<Outcome>) => outcomes.map(({ _tag }) => _tag);

const recordedCall = () => {
  const bodies: Array<string> = [];
  const layer = Layer.succeed(BatchCall, {
    send: (batch) =>
      Effect.sync(() => {
        bodies.push(new TextDecoder().decode(bodyOf(batch)));
        return createAll(batch);
      }),
  });
  return { bodies, layer };
};

/** Runs an import, and makes sure that nothing of the hostile entries is emitted. */
const kept = <A, E>(effect: Effect.Effect<A, E, BatchCall>) =>
  Effect.gen(function* () {
    const { bodies, layer } = recordedCall();
    const { record, text } = recorder();
    const result = yield* record(Effect.provide(effect, layer));
    assert(!`${yield* text} ${bodies.join()} ${JSON.stringify(result)}`.includes(secret));
    return result;
  });

it.effect("a list: each entry has its outcome", function* () {
  const report: Report = yield* kept(addCustomers<unknown>(rows, { maxCustomers: 3 }));
  assertEquals(tagsOf(report.outcomes), expected);
});

it.effect("a list of updates: each entry has its outcome", function* () {
  const updates = rows.map((row, i) => i % 2 === 0 ? { customer_id: i + 1 } : row);
  const { outcomes }: Report = yield* kept(updateCustomers<unknown>(updates, { maxCustomers: 3 }));
  assertEquals(tagsOf(outcomes), expected);
});

it.effect("a stream: each row has its outcome", function* () {
  const stream = importCustomers(Stream.fromArray(rows), { maxCustomers: 3 });
  const told = yield* kept(Stream.runCollect(stream));
  assertEquals(told.map(({ index }) => index), rows.map((_, i) => i));
  assertEquals(tagsOf(told.map(({ outcome }) => outcome)), expected);
});

it.effect("single adds: each customer has its outcome", function* () {
  yield* Effect.gen(function* () {
    const addCustomer = yield* makeAddCustomer();
    const adds = Effect.forEach(rows, (row) => Effect.exit(addCustomer(row as never)), {
      concurrency: "unbounded",
    });
    const fiber = yield* Effect.forkChild(adds);
    yield* TestClock.adjust("1 second");
    const exits: ReadonlyArray<Exit.Exit<string, AddCustomerError | BatchError>> = yield* Fiber
      .join(fiber);
    exits.forEach((exit, i) => {
      if (i % 2 === 0) return assert(Exit.isSuccess(exit));
      assert(Exit.isFailure(exit));
      assertInstanceOf(Cause.squash(exit.cause), AddCustomerError);
      assert(!Deno.inspect(exit, { depth: 9 }).includes(secret));
    });
  }).pipe(kept);
});

it.effect("a dry run: each row is counted", function* () {
  const { invalid, valid } = yield* planImport(Stream.fromArray(rows));
  assertEquals([valid, invalid], [hostile.length, hostile.length]);
});

/** A list of three, whose second entry does not come from its iterator. */
const lists: { readonly [what: string]: () => ReadonlyArray<unknown> } = {
  "with a hole": () => [{ surname: "A" }, , { surname: "C" }], // deno-lint-ignore no-sparse-arrays
  "with an entry that throws": () =>
    Object.defineProperty([{ surname: "A" }, 0, { surname: "C" }], 1, {
      get: () => {
        throw new Error(secret);
      },
    }),
  "with an iterator that throws": () =>
    Object.assign([{ surname: "A" }, null, { surname: "C" }], {
      [Symbol.iterator]: () => {
        throw new Error(secret);
      },
      entries: () => {
        throw new Error(secret);
      },
    }),
  "with an iterator that never ends": () =>
    Object.assign([{ surname: "A" }, null, { surname: "C" }], {
      *[Symbol.iterator]() {
        for (;;) yield { surname: secret };
      },
    }),
  "that is a Proxy which throws at one entry": () =>
    new Proxy([{ surname: "A" }, {}, { surname: "C" }], {
      get: (target, key, receiver) => {
        if (key === "1") throw new Error(secret);
        return Reflect.get(target, key, receiver);
      },
    }),
};

for (const [what, list] of Object.entries(lists)) {
  it.effect(`a list ${what}: each entry has its outcome under its own index`, function* () {
    const expected = ["Created", "Rejected", "Created"];
    const { outcomes } = yield* kept(addCustomers<unknown>(list()));
    assertEquals(tagsOf(outcomes), expected);
    const told = yield* kept(Stream.runCollect(importCustomers(Stream.fromArray(list()))));
    assertEquals(told.map(({ index }) => index), [0, 1, 2]);
    assertEquals(tagsOf(told.map(({ outcome }) => outcome)), expected);
    const { invalid, total } = yield* planImport(Stream.fromArray(list()));
    assertEquals([total, invalid], [3, 1]);
  });
}

Deno.test("a list whose length can't be read is refused at once, and what was thrown is not shown", () => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  const throwing = new Proxy([], {
    get: () => {
      throw new Error(secret);
    },
  });
  for (const list of [proxy, throwing]) {
    const error = assertThrows(() => addCustomers<unknown>(list), TypeError);
    assertEquals([error.message, error.cause], ["customers must be an array", undefined]);
  }
});

/** What the program's own listeners do, other than to return an effect that succeeds. */
const listeners: { readonly [what: string]: () => Effect.Effect<void> } = {
  "throws": () => {
    throw new Error(secret);
  },
  "throws a revoked Proxy": () => {
    const { proxy, revoke } = Proxy.revocable({}, {});
    revoke();
    throw proxy;
  },
  "dies": () => Effect.die(new Error(secret)),
  "returns nothing": () => undefined as never,
  "returns something else than an effect": () => Promise.resolve() as never,
};

for (const [what, listener] of Object.entries(listeners)) {
  it.effect(`a listener that ${what} costs no customer its outcome`, function* () {
    const people = [{ surname: "A" }, {}, { surname: "C" }];
    const { outcomes } = yield* kept(
      addCustomers<unknown>(people, { onProgress: listener, onEnd: listener }),
    );
    assertEquals(tagsOf(outcomes), ["Created", "Rejected", "Created"]);
    const progress = { advance: listener };
    const onLeftOver = listener;
    const stream = importCustomers(Stream.fromArray(people), { progress, onLeftOver });
    const told = yield* kept(Stream.runCollect(stream));
    assertEquals(tagsOf(told.map(({ outcome }) => outcome)), ["Created", "Rejected", "Created"]);
  });
}
