import {
  addCustomer,
  addCustomers,
  Journal,
  Outcome,
  Reconcile,
  type Report,
  stack,
} from "../../../mod.ts";
import { policy } from "../../../src/policy/mod.ts";
import { type Fault, Sandbox } from "../../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as KeyValueStore from "effect/persistence/KeyValueStore";
import * as PlatformError from "effect/PlatformError";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertStringIncludes, assertThrows } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { failing, scripted, well } from "../../support/scripted_call.ts";

const people = (count: number, from = 0) =>
  Array.from(
    { length: count },
    (_, i) => ({ surname: `K${from + i}`, identifier: `id-${from + i}` }),
  );
const tags = ({ outcomes }: Report) => outcomes.map(({ _tag }) => _tag).join(" ");

const journal = Journal.layer({ name: "spring" });
const withReconcile = stack(Reconcile.layer(), journal).pipe(Layer.provide(Sandbox.layerLookup()));

/** A program that imports several times over one sandbox and one store. */
const scenario = (body: Effect.Effect<unknown, unknown, Sandbox | KeyValueStore.KeyValueStore>) =>
  Effect.provide(body, Layer.merge(Sandbox.layer(), KeyValueStore.layerMemory));

const importing = (
  customers: ReadonlyArray<unknown>,
  policies: typeof withReconcile | typeof journal = journal,
  faults: ReadonlyArray<Fault | null> = [],
) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* sandbox.setFaults({ script: faults });
    const fiber = yield* Effect.forkChild(
      addCustomers<unknown>(customers, { maxCustomers: 2, concurrency: 1 }).pipe(
        Effect.provide(policies.pipe(Layer.provide(Sandbox.layerBatchCall()))),
      ),
    );
    yield* TestClock.adjust("5 minutes");
    return yield* Fiber.join(fiber);
  });

const storedNames = Effect.flatMap(
  Sandbox,
  (sandbox) =>
    Effect.map(sandbox.customers, (customers) => customers.map(({ fields }) => fields.surname)),
);
const posts = Effect.flatMap(
  Sandbox,
  (sandbox) =>
    Effect.map(
      sandbox.requests,
      (requests) => requests.filter(({ method }) => method === "POST").length,
    ),
);

it.effect("the same import, started again, sends no customer that is decided", () =>
  scenario(Effect.gen(function* () {
    const customers = [...people(3), { surname: "K", group: "nie ma" }];
    const first = yield* importing(customers);
    const second = yield* importing(customers);
    assertEquals(tags(second), "Created Created Created Rejected");
    assertEquals(second.outcomes.slice(0, 3), first.outcomes.slice(0, 3));
    assertEquals((yield* storedNames).length, 3);
    assertEquals(yield* posts, 2);
  })));

it.effect("a customer that was surely not created is sent in the next run", () =>
  scenario(Effect.gen(function* () {
    const refused: Fault = { kind: "status", status: 503, created: false };
    const first = yield* importing(people(4), journal, [null, refused]);
    assertEquals(tags(first), "Created Created NotSent NotSent");
    assertEquals(tags(yield* importing(people(4))), "Created Created Created Created");
    assertEquals(yield* storedNames, ["K0", "K1", "K2", "K3"]);
  })));

it.effect("a customer in doubt is not sent again, in any later run", () =>
  scenario(Effect.gen(function* () {
    const cut: Fault = { kind: "cut", at: "body", created: true };
    assertEquals(tags(yield* importing(people(2), journal, [cut])), "Unknown Unknown");
    assertEquals(tags(yield* importing(people(2))), "Unknown Unknown");
    assertEquals(tags(yield* importing(people(2))), "Unknown Unknown");
    assertEquals(yield* posts, 1);
  })));

it.effect("a customer in doubt is settled by a Reconcile inside, and sent if the lookup does not find it", () =>
  scenario(Effect.gen(function* () {
    const cut = (created: boolean): Fault => ({ kind: "cut", at: "body", created });
    const first = yield* importing(people(4), journal, [cut(true), cut(false)]);
    assertEquals(tags(first), "Unknown Unknown Unknown Unknown");
    const second = yield* importing(people(4), withReconcile);
    assertEquals(tags(second), "Created Created Created Created");
    assertEquals(yield* storedNames, ["K0", "K1", "K2", "K3"]);
  })));

it.effect("a customer in doubt is not sent again if a policy inside stops its lookup", () =>
  scenario(Effect.gen(function* () {
    const cut: Fault = { kind: "cut", at: "body", created: true };
    assertEquals(tags(yield* importing(people(2), journal, [cut])), "Unknown Unknown");
    const heldBack = policy(() =>
      Effect.succeed((batch) => Effect.succeed(batch.items.map(() => Outcome.notSent("held back"))))
    );
    for (const inside of [heldBack, policy(() => Effect.succeed(() => failing(503)))]) {
      assertEquals(tags(yield* importing(people(2), stack(inside, journal))), "Unknown Unknown");
    }
    assertEquals(tags(yield* importing(people(2))), "Unknown Unknown");
    assertEquals(yield* posts, 1);
  })));

it.effect("customers that differ in one letter are told apart", () =>
  scenario(Effect.gen(function* () {
    // Equal under the usual 32-bit string hash.
    assertEquals(tags(yield* importing([{ surname: "KowalAFL" }])), "Created");
    assertEquals(tags(yield* importing([{ surname: "KowalAaK" }])), "NotSent");
  })));

it.effect("an import that is cut off in a call leaves its customers in doubt", () =>
  scenario(Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* sandbox.setFaults({ script: [null, { kind: "stall", at: "body", created: true }] });
    const fiber = yield* Effect.forkChild(
      addCustomers(people(6), { maxCustomers: 2, concurrency: 1 }).pipe(
        Effect.provide(journal.pipe(Layer.provide(Sandbox.layerBatchCall()))),
      ),
    );
    yield* Effect.promise(() => new Promise((resolve) => setTimeout(resolve)));
    yield* TestClock.adjust("1 second");
    yield* Fiber.interrupt(fiber);
    assertEquals(
      tags(yield* importing(people(6))),
      "Created Created Unknown Unknown Created Created",
    );
    assertEquals(yield* storedNames, ["K0", "K1", "K2", "K3", "K4", "K5"]);
  })));

it.effect("a rejected customer that was corrected is sent", () =>
  scenario(Effect.gen(function* () {
    const wrong = { surname: "K", group: "nie ma" };
    assertEquals(tags(yield* importing([wrong])), "Rejected");
    assertEquals(tags(yield* importing([wrong])), "Rejected");
    assertEquals(yield* posts, 1);
    assertEquals(tags(yield* importing([{ surname: "K", group: "VIP" }])), "Created");
  })));

it.effect("rows that have moved are held back, and not created twice", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(4));
    const moved = [{ surname: "new" }, ...people(4)];
    assertEquals(tags(yield* importing(moved)), "NotSent NotSent NotSent NotSent NotSent");
    assertEquals((yield* storedNames).length, 4);
  })));

it.effect("batches may be cut differently in the next run", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(5));
    const sandboxed = Effect.provide(
      addCustomers(people(5), { maxCustomers: 3 }),
      journal.pipe(Layer.provide(Sandbox.layerBatchCall())),
    );
    assertEquals(tags(yield* sandboxed), "Created Created Created Created Created");
    assertEquals((yield* storedNames).length, 5);
  })));

it.effect("the store holds no value of a customer", () =>
  scenario(Effect.gen(function* () {
    yield* importing([{ surname: "Kowalska", email: "anna@example.com", identifier: "tajne" }]);
    const store = yield* KeyValueStore.KeyValueStore;
    const texts = yield* Effect.all(["spring/0/a", "spring/0/b"].map((key) => store.get(key)));
    const text = texts.join();
    assert(text.includes('"version":1') && text.includes('"c"'));
    for (const value of ["Kowalska", "anna", "tajne"]) assert(!text.includes(value));
  })));

const broken = "{ this is no page";

it.effect("a journal that is put on twice writes its record once", () =>
  scenario(Effect.gen(function* () {
    assertEquals(tags(yield* importing(people(2), stack(journal, journal))), "Created Created");
    assertEquals(tags(yield* importing(people(2), stack(journal, journal))), "Created Created");
    assertEquals(yield* posts, 1);
  })));

it.effect("if a side of a page is lost, customers without an entry are in doubt", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(2));
    const store = yield* KeyValueStore.KeyValueStore;
    yield* store.set("spring/0/a", "");
    assertEquals((yield* importing(people(4))).outcomes.slice(2).map(({ _tag }) => _tag), [
      "Unknown",
      "Unknown",
    ]);
  })));

it.effect("if a page cannot be read, its customers are in doubt, those of later batches too", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(4));
    const store = yield* KeyValueStore.KeyValueStore;
    for (const side of ["a", "b"]) yield* store.set(`spring/0/${side}`, broken);
    assertEquals(tags(yield* importing(people(4))), "Unknown Unknown Unknown Unknown");
    assertEquals(
      tags(yield* importing(people(4), withReconcile)),
      "Created Created Created Created",
    );
    assertEquals((yield* storedNames).length, 4);
  })));

it.effect("a write that was cut off leaves the previous page", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(4));
    const store = yield* KeyValueStore.KeyValueStore;
    const sides = yield* Effect.all(["a", "b"].map((side) => store.get(`spring/0/${side}`)));
    const [a, b] = sides.map((text): number => JSON.parse(text ?? "{}").revision ?? 0);
    yield* store.set(`spring/0/${a > b ? "a" : "b"}`, broken);
    // The intent of the second batch is left, so its customers are in doubt and not sent.
    assertEquals(tags(yield* importing(people(4))), "Created Created Unknown Unknown");
    assertEquals(yield* posts, 2);
  })));

const failingStore = (method: "get" | "set") =>
  Layer.effect(
    KeyValueStore.KeyValueStore,
    Effect.map(KeyValueStore.KeyValueStore, (store) => ({
      ...store,
      [method]: () =>
        Effect.fail(
          new KeyValueStore.KeyValueStoreError({
            method,
            message: "disk full",
            cause: PlatformError.badArgument({ module: "test", method }),
          }),
        ),
    })),
  ).pipe(Layer.provide(KeyValueStore.layerMemory));

for (const method of ["get", "set"] as const) {
  it.effect(`no call is made when the store fails to ${method} before it`, () =>
    Effect.gen(function* () {
      assertEquals(tags(yield* importing(people(2))), "NotSent NotSent");
      assertEquals(yield* posts, 0);
    }).pipe(Effect.provide(Layer.merge(Sandbox.layer(), failingStore(method)))));
}

Deno.test("a journal needs a name", () => {
  assertThrows(() => Journal.layer({ name: "" }), RangeError, "name must not be empty");
});

const importingWith = (layer: typeof journal, customers: ReadonlyArray<unknown>) =>
  addCustomers<unknown>(customers, { maxCustomers: 2, concurrency: 1 }).pipe(
    Effect.provide(layer.pipe(Layer.provide(Sandbox.layerBatchCall()))),
  );

it.effect("rows that move up because one before them was removed are not created twice", () =>
  scenario(Effect.gen(function* () {
    const refused: Fault = { kind: "status", status: 503, created: false };
    const first = yield* importing(people(4), journal, [refused]);
    assertEquals(tags(first), "NotSent NotSent Created Created");
    const second = yield* importing(people(3, 1));
    assertEquals(tags(second), "Created NotSent NotSent");
    assertEquals(yield* storedNames, ["K2", "K3", "K1"]);
  })));

it.effect("two equal rows are two customers", () =>
  scenario(Effect.gen(function* () {
    const rows = Array(6).fill({ surname: "K" });
    assertEquals((yield* importing(rows)).created, 6);
    assertEquals((yield* importing(rows)).created, 6);
    assertEquals(yield* posts, 3);
  })));

it.effect("two imports of one program at once send each row once", () =>
  scenario(
    Effect.gen(function* () {
      const reports = yield* Effect.all([addCustomers(people(4)), addCustomers(people(4))], {
        concurrency: "unbounded",
      }).pipe(Effect.provide(journal.pipe(Layer.provide(Sandbox.layerBatchCall()))));
      assertEquals(reports.map(({ created }) => created).sort(), [0, 4]);
      assertEquals((yield* storedNames).length, 4);
    }),
  ));

it.effect("a journal that another run uses is left alone", () =>
  scenario(Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* sandbox.setFaults({ script: [{ kind: "stall", at: "body", created: true }] });
    const first = yield* Effect.forkChild(importingWith(journal, people(2)));
    yield* TestClock.adjust("2 seconds");
    const second = yield* Effect.forkChild(importingWith(journal, people(2)));
    yield* TestClock.adjust("10 seconds");
    assertEquals(tags(yield* Fiber.join(second)), "NotSent NotSent");
    yield* Fiber.interrupt(first);
    assertEquals(yield* posts, 1);
  })));

it.effect("a journal whose run died is taken over after a while", () =>
  scenario(Effect.gen(function* () {
    const store = yield* KeyValueStore.KeyValueStore;
    yield* store.set("spring/owner", "left behind");
    const fiber = yield* Effect.forkChild(importingWith(journal, people(2)));
    yield* TestClock.adjust("4 seconds");
    assertEquals(yield* posts, 0);
    yield* TestClock.adjust("1 second");
    assertEquals(tags(yield* Fiber.join(fiber)), "Created Created");
    assertEquals(yield* store.get("spring/owner"), undefined);
  })));

it.effect("a run stops sending when another run has taken its journal over", function* () {
  const { calls, layer } = scripted((batch, nth) => Effect.delay(well(batch, nth), "5 seconds"));
  const program = Effect.gen(function* () {
    const store = yield* KeyValueStore.KeyValueStore;
    const fiber = yield* addCustomers(people(4), { maxCustomers: 2, concurrency: 1 }).pipe(
      Effect.provide(stack(layer, journal)),
      Effect.forkChild,
    );
    yield* TestClock.adjust("1 second");
    yield* store.set("spring/owner", "another run");
    yield* TestClock.adjust("1 minute");
    assertEquals(tags(yield* Fiber.join(fiber)), "Created Created NotSent NotSent");
    assertEquals(calls.length, 1);
    assertEquals(yield* store.get("spring/owner"), "another run");
  });
  yield* Effect.provide(program, KeyValueStore.layerMemory);
});

it.effect("a single add does not go through a journal", () =>
  scenario(Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(
      Effect.flip(addCustomer({ surname: "K" })).pipe(
        Effect.provide(journal.pipe(Layer.provide(Sandbox.layerBatchCall()))),
      ),
    );
    yield* TestClock.adjust("1 second");
    assertStringIncludes((yield* Fiber.join(fiber)).message, "a journal is for imports");
    assertEquals(yield* posts, 0);
  })));

it.effect("a store that hangs counts as one that failed", () =>
  Effect.gen(function* () {
    assertEquals(tags(yield* importing(people(2))), "NotSent NotSent");
    assertEquals(yield* posts, 0);
  }).pipe(Effect.provide(Layer.merge(
    Sandbox.layer(),
    Layer.effect(
      KeyValueStore.KeyValueStore,
      Effect.map(KeyValueStore.KeyValueStore, (store) => ({ ...store, get: () => Effect.never })),
    ).pipe(Layer.provide(KeyValueStore.layerMemory)),
  ))));

it.effect("rows that move down because a bad row was added before them are not created twice", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(1));
    assertEquals(tags(yield* importing([{}, ...people(1)])), "Rejected NotSent");
    assertEquals(yield* storedNames, ["K0"]);
  })));

it.effect("rows that have moved are found on every page near by, also in batches with gaps", function* () {
  const { calls, layer } = scripted((batch) =>
    Effect.succeed(
      batch.items.map(({ customer }) =>
        customer.surname === "later" ? Outcome.notSent("later") : Outcome.created("1")
      ),
    )
  );
  const bad = (count: number) => Array<object>(count).fill({});
  const program = (rows: ReadonlyArray<unknown>) =>
    Effect.provide(addCustomers<unknown>(rows), stack(layer, journal));
  yield* Effect.andThen(
    program([...bad(511), { surname: "later" }, { surname: "K" }]),
    program([...bad(511), { surname: "K" }, ...bad(600), { surname: "new" }]),
  ).pipe(Effect.provide(KeyValueStore.layerMemory));
  assertEquals(calls.map(({ indices }) => indices), [[511, 512], [1112]]);
});

it.effect("a run that ends does not remove the record of another run", function* () {
  const { layer } = scripted((batch, nth) => Effect.delay(well(batch, nth), "900 millis"));
  const program = Effect.gen(function* () {
    const store = yield* KeyValueStore.KeyValueStore;
    const fiber = yield* addCustomers(people(2)).pipe(
      Effect.provide(stack(layer, journal)),
      Effect.forkChild,
    );
    yield* TestClock.adjust("500 millis");
    yield* store.set("spring/owner", "another run");
    yield* TestClock.adjust("1 second");
    yield* Fiber.join(fiber);
    assertEquals(yield* store.get("spring/owner"), "another run");
  });
  yield* Effect.provide(program, KeyValueStore.layerMemory);
});

it.effect("a run that could not renew its record checks the record before it sends", function* () {
  let isDown = false;
  const { calls, layer } = scripted((batch, nth) =>
    Effect.delay(well(batch, nth), nth === 0 ? "7950 millis" : "10 millis")
  );
  const program = Effect.gen(function* () {
    const store = yield* KeyValueStore.KeyValueStore;
    const down = Effect.fail(new KeyValueStore.KeyValueStoreError({ method: "any", message: "" }));
    const flaky = KeyValueStore.KeyValueStore.of({
      ...store,
      get: (key) => isDown ? down : store.get(key),
      set: (key, value) => isDown ? down : store.set(key, value),
    });
    const fiber = yield* addCustomers(people(4), { maxCustomers: 2, concurrency: 1 }).pipe(
      Effect.provide(stack(layer, journal)),
      Effect.provideService(KeyValueStore.KeyValueStore, flaky),
      Effect.forkChild,
    );
    yield* TestClock.adjust("100 millis");
    isDown = true;
    yield* TestClock.adjust("7500 millis");
    yield* store.set("spring/owner", "another run");
    isDown = false;
    yield* TestClock.adjust("10 seconds");
    yield* Fiber.join(fiber);
  });
  yield* Effect.provide(program, KeyValueStore.layerMemory);
  assertEquals(calls.length, 1);
});

for (const [what, hangs] of [["claim", "owner"], ["pages", "0/a"]] as const) {
  it.effect(`the deadline ends the wait for a journal's ${what}`, function* () {
    const program = Effect.gen(function* () {
      const store = yield* KeyValueStore.KeyValueStore;
      const slow = KeyValueStore.KeyValueStore.of({
        ...store,
        get: (key) => key.endsWith(hangs) ? Effect.never : store.get(key),
      });
      const fiber = yield* Effect.flip(
        addCustomers(people(8), { maxCustomers: 1, concurrency: 8, deadline: "2 seconds" }),
      ).pipe(
        Effect.provide(stack(scripted(well).layer, journal)),
        Effect.provideService(KeyValueStore.KeyValueStore, slow),
        Effect.forkChild,
      );
      yield* TestClock.adjust("2 seconds");
      assertEquals((yield* Fiber.join(fiber))._tag, "TransportError");
    });
    yield* Effect.provide(program, KeyValueStore.layerMemory);
  });
}

it.effect("a run whose journal is taken over while it writes its intent does not send", function* () {
  const { calls, layer } = scripted(well);
  const program = Effect.gen(function* () {
    const store = yield* KeyValueStore.KeyValueStore;
    const slow = KeyValueStore.KeyValueStore.of({
      ...store,
      set: (key, value) =>
        key.endsWith("owner")
          ? store.set(key, value)
          : Effect.delay(store.set(key, value), "6 seconds"),
    });
    const fiber = yield* addCustomers(people(2)).pipe(
      Effect.provide(stack(layer, journal)),
      Effect.provideService(KeyValueStore.KeyValueStore, slow),
      Effect.forkChild,
    );
    yield* TestClock.adjust("3 seconds");
    yield* store.set("spring/owner", "another run");
    yield* TestClock.adjust("10 seconds");
    assertEquals(tags(yield* Fiber.join(fiber)), "NotSent NotSent");
  });
  yield* Effect.provide(program, KeyValueStore.layerMemory);
  assertEquals(calls, []);
});
