/** What questions to Thulium need: the ids of requests on outcomes, and the ids and codes of Thulium's own errors. */
import {
  addCustomers,
  BatchCall,
  BatchError,
  importCustomers,
  type ImportedCustomer,
  Outcome,
  type Policy,
  type Report,
  Retry,
  Timeout,
} from "../../mod.ts";
import { readErrorForm } from "../../src/call/error_form.ts";
import { makeBatch, makeBatchItem, policy } from "../../src/policy/mod.ts";
import { type Fault, Sandbox } from "../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as FetchHttpClient from "effect/http/FetchHttpClient";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as Redacted from "effect/Redacted";
import * as Schema from "effect/Schema";
import * as Stream from "effect/Stream";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { turn } from "../laws/run.ts";
import { recorder } from "../support/recorder.ts";

const people = [{ surname: "Kowalska" }, { surname: "Nowak" }];
const through: Policy = policy((next) => Effect.succeed(next));

/** The outcomes of two customers under faults, and the ids of the requests, the first one first. */
const imported = (script: ReadonlyArray<Fault | null>, through: Policy, interrupt = false) =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* sandbox.setFaults({ script });
    const recorded = recorder();
    let report: Report | undefined;
    const adding = addCustomers(people, { onEnd: (ended) => Effect.sync(() => report = ended) });
    const fiber = yield* Effect.forkChild(recorded.record(Effect.exit(adding)));
    yield* TestClock.adjust("5 seconds");
    if (interrupt) yield* Fiber.interrupt(fiber);
    yield* TestClock.adjust("10 minutes");
    yield* Fiber.await(fiber);
    const ids = recorded.spans.flatMap(({ attributes, name }) =>
      name === "thulium.batch_call" ? [attributes["thulium.request_id"]] : []
    );
    return { outcomes: report?.outcomes ?? [], ids };
  }).pipe(Effect.provide(through), Effect.provide(Sandbox.layerTest()));

const stalled: Fault = { kind: "stall", at: "before-headers", created: true };
const dies: Policy = policy((next) =>
  Effect.succeed((batch) => Effect.andThen(next(batch), Effect.die(new Error("broken"))))
);
const ways: { readonly [what: string]: readonly [Policy, ReadonlyArray<Fault | null>, string] } = {
  "a call that was not answered": [through, [stalled], "Unknown"],
  "a call that a Timeout gave up": [Timeout.layer({ duration: "1 second" }), [stalled], "Unknown"],
  "an answer that lacks customers": [through, [{ kind: "missing", share: 1 }], "Unknown"],
  "a customer that was put off": [
    through,
    [{ kind: "items", status: 429, share: 1 }],
    "NotSent",
  ],
  "a call that died after its request": [dies, [], "Unknown"],
};
for (const [what, [policy, script, tag]] of Object.entries(ways)) {
  it.effect(`${what} leaves the request's id on its outcomes`, function* () {
    const { ids, outcomes } = yield* imported(script, policy);
    assertEquals(
      outcomes.map((outcome) => [outcome._tag, "requestId" in outcome && outcome.requestId]),
      [[tag, ids[0]], [tag, ids[0]]],
    );
    assert(typeof ids[0] === "string");
  });
}

it.effect("a request that was interrupted leaves its id on its outcomes", function* () {
  const { ids, outcomes } = yield* imported([stalled], through, true);
  assertEquals(outcomes[0]._tag, "Unknown");
  assert("requestId" in outcomes[0] && outcomes[0].requestId === ids[0]);
});

it.effect("rows that a stream leaves over while they are sent have the request's id", () =>
  Effect.gen(function* () {
    let left: ReadonlyArray<ImportedCustomer> = [];
    const sandbox = yield* Sandbox;
    yield* sandbox.setFaults({ script: [stalled] });
    const { record, spans } = recorder();
    const importing = importCustomers(Stream.fromIterable(people), {
      onLeftOver: (rows) => Effect.sync(() => left = rows),
    });
    const fiber = yield* Effect.forkChild(record(Stream.runDrain(importing)));
    yield* turn;
    yield* Fiber.interrupt(fiber);
    const [{ outcome }] = left;
    assert(outcome._tag === "Unknown" && outcome.requestId !== undefined);
    assertEquals(outcome.requestId, spans[0].attributes["thulium.request_id"]);
  }).pipe(Effect.provide(Sandbox.layerTest())));

it.effect("the id after retries is that of the request that left the doubt", function* () {
  const { ids, outcomes } = yield* imported(
    [{ kind: "stall", at: "body", created: false }, {
      kind: "status",
      status: 400,
      created: false,
    }],
    Retry.layer({ resendUnknownAndRiskDoubles: true }),
  );
  assertEquals(ids.length, 2);
  assert(outcomes[0]._tag === "Unknown");
  assertEquals(outcomes[0].requestId, ids[0]);
});

Deno.test("customers for whom no request was made have no id", () => {
  assertEquals("requestId" in Outcome.notSent("x"), false);
  assertEquals("requestId" in Outcome.unknown("x"), false);
});

const batch = makeBatch([makeBatchItem(0, { surname: "Kowalska" })]);

const failed = (status: number, body: unknown) =>
  Effect.flatMap(BatchCall, ({ send }) => Effect.flip(send(batch))).pipe(
    Effect.provide(BatchCall.layer({
      system: "acme",
      user: "u",
      password: Redacted.make("p"),
    })),
    Effect.provide(
      Layer.succeed(
        FetchHttpClient.Fetch,
        () => Promise.resolve(new Response(JSON.stringify(body), { status })),
      ),
    ),
  );

for (const status of [400, 401, 403, 429, 500, 503]) {
  it.effect(`an error of Thulium's own with ${status} keeps its id and codes`, function* () {
    const recorded = recorder();
    const error = yield* recorded.record(
      failed(status, {
        request_id: "7f0c",
        errors: [{ message: "Kowalska", code: 111111 }, { message: "Kowalska", code: "LIMIT" }],
      }),
    );
    assertEquals(error.thulium, { requestId: "7f0c", codes: ["111111", "LIMIT"] });
    const sent = JSON.stringify(Schema.encodeSync(BatchError)(error));
    const decoded = Schema.decodeUnknownSync(BatchError)(JSON.parse(sent));
    assertEquals(decoded.thulium, error.thulium);
    assertEquals(JSON.parse(JSON.stringify(error)).thulium, error.thulium);
    const [{ attributes }] = recorded.spans;
    assertEquals(attributes["thulium.answer_request_id"], "7f0c");
    assertEquals(attributes["thulium.error_codes"], ["111111", "LIMIT"]);
    assert(!(sent + (yield* recorded.text)).includes("Kowalska"));
  });
}

it.effect("an error in another form has none", function* () {
  const error = yield* failed(400, { message: "Kowalska" });
  assertEquals("thulium" in error, false);
});

Deno.test("only what has the form of an id or a code is kept", () => {
  const form = (request_id: unknown, errors: unknown) =>
    readErrorForm(JSON.stringify({ request_id, errors }));
  assertEquals(form("Anna Kowalska", [{ code: "Anna K." }, { code: 85010112345 }, 7, null]), {
    requestId: undefined,
    codes: [],
  });
  assertEquals(form("7f", [{ code: { Kowalska: 1 } }])?.codes, []);
  assertEquals(form("7f", Array(5000).fill({ code: 1 }))?.codes.length, 10);
  assertEquals(form("", [{ code: 1 }]), undefined);
  assertEquals(form("7f", []), undefined);
});

Deno.test("outcomes with ids pass through the schema", () => {
  for (const outcome of [Outcome.unknown("x", "7f"), Outcome.notSent("x", 429, "7f")]) {
    const json = JSON.parse(JSON.stringify(Schema.encodeSync(Outcome)(outcome)));
    assertEquals(json.requestId, "7f");
    assertEquals(Schema.decodeUnknownSync(Outcome)(json), outcome);
  }
});
