/** Outcomes, reports and errors survive JSON. */
import {
  AuthError,
  BatchError,
  makeReport,
  Outcome,
  RefusedError,
  Report,
  TransportError,
} from "../../mod.ts";
import { batchErrorOf, type CallObservation } from "../../src/policy/mod.ts";
import * as Effect from "effect/Effect";
import * as Headers from "effect/http/Headers";
import * as Schema from "effect/Schema";
import { assert, assertEquals, assertThrows } from "../support/assert.ts";
import { it } from "../support/it.ts";

const throughJson = <A>(schema: Schema.Codec<A, unknown>, value: A): A =>
  Schema.decodeUnknownSync(schema)(JSON.parse(JSON.stringify(Schema.encodeSync(schema)(value))));

const outcomes: ReadonlyArray<Outcome> = [
  Outcome.created("13"),
  Outcome.updated("13"),
  Outcome.unchanged("13"),
  Outcome.unchanged("13", true),
  Outcome.invalid([{ path: "surname", message: "is required" }]),
  Outcome.rejected(400, "Phone number must be numeric."),
  Outcome.unknown("Thulium did not answer in time"),
  Outcome.notSent("nothing was sent"),
  Outcome.notSent("busy", 429),
];

const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

for (const outcome of outcomes) {
  Deno.test(`an outcome survives JSON: ${outcome._tag}`, () => {
    assertEquals(plain(throughJson(Outcome, outcome)), plain(outcome));
  });
}

Deno.test("a report survives JSON", () => {
  const report = makeReport(outcomes);
  assertEquals(plain(throughJson(Report, report)), plain(report));
});

const observations: ReadonlyArray<CallObservation> = [
  { at: "connect", failure: "dns" },
  { at: "connect", failure: "not-allowed" },
  { at: "connect", failure: "blocked-port" },
  { at: "circuit", retryAfter: Headers.retryAfterDuration("90 seconds") },
  { at: "circuit" },
  { at: "stop", why: "calls" },
  { at: "connection-lost" },
  { at: "deadline" },
  { at: "status", status: 401 },
  { at: "status", status: 403 },
  { at: "status", status: 413 },
  { at: "status", status: 429, retryAfter: Headers.retryAfterDuration("2 seconds") },
  { at: "status", status: 503, fromThulium: true },
  { at: "status", status: 503, retryAfter: Headers.retryAfterDuration("5 seconds") },
  { at: "status", status: 302 },
  { at: "status", status: 500 },
  { at: "answer", status: 200, fault: "cut" },
];

const classes = { AuthError, RefusedError, TransportError };

for (const observation of observations) {
  const error = batchErrorOf(observation, "7f0c");
  Deno.test(`an error survives JSON: ${error.message}`, () => {
    const decoded = throughJson(BatchError, error);
    assert(decoded instanceof classes[error._tag]);
    assertEquals(plain(decoded), plain(error));
    assertEquals(Schema.is(BatchError)(decoded), true);
  });
}

it.effect("an error that was decoded is caught by its tag and its reason", function* () {
  const error = throughJson(BatchError, batchErrorOf({ at: "status", status: 503 }));
  const caught = yield* Effect.fail(error).pipe(
    Effect.catchReason("TransportError", "Unavailable", ({ status }) => Effect.succeed(status)),
  );
  assertEquals(caught, 503);
});

Deno.test("what is no outcome is not decoded", () => {
  const decode = Schema.decodeUnknownSync(Outcome);
  const noOutcomes = [
    null,
    {},
    { _tag: "Created" },
    { _tag: "Creatd", customerId: "13" },
    { _tag: "Unchanged", customerId: "13" },
  ];
  for (const wrong of noOutcomes) {
    assertThrows(() => decode(wrong), Schema.SchemaError);
  }
});

Deno.test("match calls the function for the outcome's tag", () => {
  const tags = outcomes.map((outcome) =>
    Outcome.match(outcome, {
      Created: ({ customerId }) => `Created ${customerId}`,
      Updated: ({ customerId }) => `Updated ${customerId}`,
      Unchanged: ({ customerId, differs }) => `Unchanged ${customerId} ${differs}`,
      Rejected: ({ status }) => `Rejected ${status}`,
      Unknown: ({ message }) => `Unknown ${message}`,
      NotSent: ({ status }) => `NotSent ${status}`,
    })
  );
  assertEquals(tags, [
    "Created 13",
    "Updated 13",
    "Unchanged 13 false",
    "Unchanged 13 true",
    "Rejected 400",
    "Rejected 400",
    "Unknown Thulium did not answer in time",
    "NotSent undefined",
    "NotSent 429",
  ]);
});

Deno.test("match takes the outcome last, too, and its functions may return different types", () => {
  const idOrStatus: ReadonlyArray<string | number | undefined> = outcomes.slice(0, 5).map(
    Outcome.match({
      Created: ({ customerId }) => customerId,
      Updated: ({ customerId }) => customerId,
      Unchanged: () => undefined,
      Rejected: ({ status }) => status,
      Unknown: () => undefined,
      NotSent: () => undefined,
    }),
  );
  assertEquals(idOrStatus, ["13", "13", undefined, undefined, 400]);
});

Deno.test("exactly one guard holds for each outcome", () => {
  const { isCreated, isNotSent, isRejected, isUnchanged, isUnknown, isUpdated } = Outcome;
  const guards = [isCreated, isUpdated, isUnchanged, isRejected, isUnknown, isNotSent];
  for (const outcome of outcomes) {
    assertEquals(guards.filter((is) => is(outcome)).length, 1, outcome._tag);
  }
});
