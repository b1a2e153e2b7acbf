import { batchErrorOf, deliveryOf, type Observation, outcomeOf } from "../../src/policy/mod.ts";
import { assertEquals } from "../support/assert.ts";

const at = (observation: Observation) => deliveryOf(observation);
const statuses = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => from + i);

Deno.test("only a connection or a call that was never made proves that nothing was sent", () => {
  for (const failure of ["refused", "dns", "tls", "other"] as const) {
    assertEquals(at({ at: "connect", failure }), "not-sent");
  }
  assertEquals(at({ at: "circuit" }), "not-sent");
});

Deno.test("a lost connection, a deadline and an unreadable answer prove nothing", () => {
  assertEquals(at({ at: "connection-lost" }), "unknown");
  assertEquals(at({ at: "deadline" }), "unknown");
  for (const fault of ["cut", "too-large", "not-json", "wrong-shape"] as const) {
    assertEquals(at({ at: "answer", status: 200, fault }), "unknown");
  }
});

Deno.test("registered 4xx but 408, and 503, prove a refusal; no other status proves anything", () => {
  const refusals = statuses(0, 1000).filter((status) => at({ at: "status", status }) === "refused");
  assertEquals(refusals, [
    ...statuses(400, 408),
    ...statuses(409, 418),
    ...statuses(421, 427),
    ...[428, 429, 431, 451, 503],
  ]);
});

Deno.test("a customer's own status counts as a whole answer's does", () => {
  for (const status of statuses(0, 1000)) {
    assertEquals(at({ at: "item", status }), at({ at: "status", status }));
  }
});

Deno.test("a failed call makes its customers unknown exactly when the table does", () => {
  for (const status of statuses(300, 600)) {
    const expected = at({ at: "status", status }) === "unknown" ? "Unknown" : "NotSent";
    assertEquals(outcomeOf(batchErrorOf({ at: "status", status }))._tag, expected);
  }
});
