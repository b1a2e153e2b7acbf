/** Faults of the sandbox: from a script, and from a seed. */
import { addCustomers } from "../../mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as TestClock from "effect/testing/TestClock";
import { assertEquals, assertMatch, assertStringIncludes } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { add, messageOf, post, withSandbox } from "./served.ts";

Deno.test("faults are scripted over HTTP, shown in the list of requests, and gone after a reset", () =>
  withSandbox(async (fetch) => {
    const script = [{ kind: "status", status: 503, created: true, retryAfter: "7" }, {
      kind: "array",
    }];
    await (await fetch("/sandbox/faults", { method: "PUT", body: JSON.stringify({ script }) }))
      .text();
    const first = await post(fetch, { customers: [{ surname: "A" }] });
    assertEquals([first.status, first.headers.get("retry-after")], [503, "7"]);
    await first.text();
    assertEquals(await add(fetch, { surname: "B" }), [{ http_status: 201, customer_id: "14" }]);
    const requests = await (await fetch("/sandbox/requests")).json();
    assertEquals(
      requests.map((seen: { fault: string; status: number }) => `${seen.fault} ${seen.status}`),
      ["status 503", "array 200"],
    );
    await (await fetch("/sandbox", { method: "DELETE" })).text();
    assertEquals(await (await fetch("/sandbox/customers")).json(), []);
    assertEquals(await add(fetch, { surname: "C" }), {
      0: { http_status: 201, customer_id: "13" },
    });
    const wrong = [
      [],
      { script: [{ kind: "bogus" }] },
      { script: [{ kind: "status", status: "503", created: true }] },
      { seed: 1, rate: "high" },
    ];
    for (const plan of wrong) {
      const body = JSON.stringify(plan);
      const [status, message] = await messageOf(
        await fetch("/sandbox/faults", { method: "PUT", body }),
      );
      assertEquals(status, 400);
      assertStringIncludes(message, "Invalid plan of faults");
    }
  }));

Deno.test("a wrong fault is told alone, and not what other faults or plans would need", () =>
  withSandbox(async (fetch) => {
    for (
      const [plan, message] of [
        [
          { script: [{ kind: "status", status: "503", created: true }] },
          'Invalid plan of faults: Expected number\n  at ["script"][0]["status"]',
        ],
        [
          { seed: 1, rate: 0.2, faults: [{ kind: "html" }] },
          'Invalid plan of faults: Missing key\n  at ["faults"][0]["created"]',
        ],
      ] as const
    ) {
      const body = JSON.stringify(plan);
      const answer = await fetch("/sandbox/faults", { method: "PUT", body });
      assertEquals(await messageOf(answer), [400, message]);
    }
  }));

Deno.test("the same seed gives the same faults", async () => {
  const statuses = async (seed: number) => {
    let seen: ReadonlyArray<string> = [];
    await withSandbox(async (fetch) => {
      for (let i = 0; i < 20; i++) {
        await (await post(fetch, { customers: [{ surname: "A" }] })).text();
      }
      seen = (await (await fetch("/sandbox/requests")).json()).map((
        { fault, status }: { fault: string; status: number },
      ) => `${fault} ${status}`);
    }, {
      faults: {
        seed,
        rate: 0.5,
        faults: [429, 500, 503].map((status) => ({ kind: "status", status, created: false })),
      },
    });
    return seen.join();
  };
  assertEquals(await statuses(1), await statuses(1));
  assertMatch(await statuses(1), /undefined 200.*status/);
});

it.effect("a late batch is created after its time, though the request was given up", function* () {
  const stored = yield* Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* sandbox.setFaults({ script: [{ kind: "late", seconds: 45 }] });
    const fiber = yield* Effect.forkChild(
      addCustomers<unknown>([{ surname: "A" }, { name: "no surname" }]),
    );
    yield* TestClock.adjust("30 seconds");
    const report = yield* Fiber.join(fiber);
    assertEquals(report.outcomes.map(({ _tag }) => _tag), ["Unknown", "Rejected"]);
    const before = yield* sandbox.customers;
    yield* TestClock.adjust("15 seconds");
    return [before.length, (yield* sandbox.customers).length];
  }).pipe(Effect.provide(Sandbox.layerTest()));
  assertEquals(stored, [0, 1]);
});
