/** A handler with a policy of the program's own, such as a journal. */
import { makeHandler } from "../../src/handler/mod.ts";
import type { HandlerOptions } from "../../src/handler/mod.ts";
import { surroundWith } from "../../src/handler/policies.ts";
import { BatchCall, CustomerLookup, Journal } from "../../mod.ts";
import { JournalStoreError } from "../../src/policy/journal/store.ts";
import * as JournalFile from "../../src/policy/journal/sqlite_file.ts";
import { makeFetch } from "../../src/sandbox/fetch.ts";
import { Routes } from "../../src/sandbox/routes.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as References from "effect/References";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals, assertStringIncludes } from "../support/assert.ts";
import { batchOf } from "../support/customers.ts";
import { inTempFolder } from "../support/files.ts";
import { it } from "../support/it.ts";
import { basic, path } from "./given.ts";

const env = { HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme", HANDLER_LOG_LEVEL: "none" };

type Post = (customer: object, password?: string) => Promise<Response>;

const handlerOver = (thulium: Routes, options: Partial<HandlerOptions>) => {
  const handler = makeHandler({ env, fetch: makeFetch(thulium), ...options });
  const fetch = (path: string, init?: RequestInit) =>
    handler(new Request(`https://handler.example${path}`, init));
  const post: Post = (customer, password = "api_pass") =>
    fetch(path, {
      method: "POST",
      headers: { ...basic("api_user", password), "content-type": "application/json" },
      body: JSON.stringify({ customers: [customer] }),
    });
  return { fetch, post };
};

const kowalska = { surname: "Kowalska", identifier: "K-1" };

for (const sharing of ["process", "request"] as const) {
  Deno.test(`services per ${sharing}: with a journal, a customer that is sent twice is created once`, () =>
    inTempFolder(async (folder) => {
      const thulium = new Routes();
      const policies = Layer.provide(
        Journal.layerReconcile({ name: "customers" }),
        JournalFile.layer(`${folder}/journal`),
      );
      const { post } = handlerOver(thulium, { sharing, policies });
      assertEquals(await (await post(kowalska)).json(), {
        "0": { http_status: 201, customer_id: "13" },
      });
      assertEquals(await (await post(kowalska)).json(), {
        "0": { http_status: 200, customer_id: "13" },
      });
      assertEquals(thulium.customers.length, 1);
    }));
}

Deno.test("a journal tells nobody of a customer whom Thulium does not let in", () =>
  inTempFolder(async (folder) => {
    const thulium = new Routes();
    const policies = Layer.provide(
      Journal.layerReconcile({ name: "customers" }),
      JournalFile.layer(`${folder}/journal`),
    );
    const { post } = handlerOver(thulium, { policies });
    await (await post(kowalska)).body?.cancel();
    const refused = await post(kowalska, "invented");
    assertEquals(refused.status, 401);
    const answer = await refused.text();
    assert(!answer.includes("customer_id") && !answer.includes('"13"'), answer);
  }));

Deno.test("as long as a policy can't be built, requests are answered with 503, and pages are served", async () => {
  const thulium = new Routes();
  const policies = Layer.effect(
    BatchCall,
    Effect.fail(new JournalStoreError({ message: "the journal's database can't be reached" })),
  );
  const { fetch, post } = handlerOver(thulium, { policies });
  for (const response of [await post(kowalska), await post(kowalska)]) {
    assertEquals([response.status, response.headers.get("retry-after")], [503, "5"]);
    const { errors: [{ message }] } = await response.json();
    assertStringIncludes(message, "nothing was sent");
  }
  assertEquals((await fetch("/health")).status, 200);
  assertEquals(thulium.requests, []);
});

for (const sharing of ["process", "request"] as const) {
  Deno.test(`services per ${sharing}: /ready says no while the journal can't be opened, and the log says why`, () =>
    inTempFolder(async (folder) => {
      const file = `${folder}/missing/journal`;
      const policies = Layer.provide(
        Journal.layerReconcile({ name: "n" }),
        JournalFile.layer(file),
      );
      const lines: Array<string> = [];
      const { log } = console;
      console.log = (line) => lines.push(String(line));
      try {
        const { fetch } = handlerOver(new Routes(), {
          env: { ...env, HANDLER_LOG_LEVEL: "error" },
          policies,
          sharing,
        });
        const ready = await fetch("/ready");
        assertEquals(ready.status, 503);
        assertStringIncludes((await ready.json()).message, "a part of this service");
      } finally {
        console.log = log;
      }
      const [{ annotations }] = lines.map((line) => JSON.parse(line));
      assertStringIncludes(annotations.error, `${file}: `);
      assertEquals(annotations.errors, ["JournalStoreError", "Error ERR_SQLITE_ERROR"]);
    }));
}

Deno.test("/ready says yes when the journal is open and Thulium is there", () =>
  inTempFolder(async (folder) => {
    const policies = Layer.provide(
      Journal.layerReconcile({ name: "n" }),
      JournalFile.layer(`${folder}/journal`),
    );
    const { fetch } = handlerOver(new Routes(), { policies });
    assertEquals((await fetch("/ready")).status, 200);
  }));

const noLookup = Layer.succeed(CustomerLookup, { find: () => Effect.succeed([]) });
const noCalls = Layer.succeed(BatchCall, { send: () => Effect.succeed([]) });

it.effect("a policy that could not be built is built again, once for all requests, and not at once", () => {
  let builds = 0;
  let open = 0;
  const policies = Layer.effect(
    BatchCall,
    Effect.gen(function* () {
      const attempt = ++builds;
      yield* Effect.acquireRelease(
        Effect.sync(() => open++),
        () => Effect.sync(() => open--),
      );
      yield* Effect.sleep("1 second");
      return attempt < 3 ? yield* Effect.fail("away") : { send: () => Effect.succeed([]) };
    }),
  );
  return Effect.gen(function* () {
    const { send } = yield* BatchCall;
    /** How many of three requests at the same time are served. */
    const served = Effect.gen(function* () {
      const sends = [1, 2, 3].map(() => Effect.isSuccess(send(batchOf(1))));
      const fiber = yield* Effect.forkChild(Effect.all(sends, { concurrency: "unbounded" }));
      yield* TestClock.adjust("1 second");
      return (yield* Fiber.join(fiber)).filter(Boolean).length;
    });
    assertEquals([yield* served, builds, open], [0, 1, 0]);
    yield* TestClock.adjust("3 seconds");
    assertEquals([yield* served, builds, open], [0, 1, 0]);
    yield* TestClock.adjust("5 seconds");
    assertEquals([yield* served, builds, open], [0, 2, 0]);
    yield* TestClock.adjust("5 seconds");
    assertEquals([yield* served, builds, open], [3, 3, 1]);
    yield* TestClock.adjust("1 day");
    assertEquals([yield* served, builds, open], [3, 3, 1]);
  }).pipe(
    Effect.provide(Layer.provide(surroundWith(policies)(noCalls), noLookup)),
    Effect.provideService(References.MinimumLogLevel, "None"),
  );
});

it.effect("a request does not wait for a policy for ever", () =>
  Effect.gen(function* () {
    const { send } = yield* BatchCall;
    const sent = yield* Effect.forkChild(Effect.flip(send(batchOf(1))));
    yield* TestClock.adjust("10 seconds");
    assertEquals((yield* Fiber.join(sent)).delivery, "not-sent");
  }).pipe(
    Effect.provide(
      Layer.provide(surroundWith(Layer.effect(BatchCall, Effect.never))(noCalls), noLookup),
    ),
  ));
