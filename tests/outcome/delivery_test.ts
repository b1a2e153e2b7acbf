import {
  batchErrorOf,
  deliveryOf,
  maySendAgain,
  type Observation,
  outcomeOf,
} from "../../src/policy/mod.ts";
import { assertEquals } from "../support/assert.ts";

const at = (observation: Observation) => deliveryOf(observation);
const statuses = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, i) => from + i);

Deno.test("only a connection or a call that was never made proves that nothing was sent", () => {
  for (
    const failure of ["refused", "dns", "tls", "not-allowed", "blocked-port", "other"] as const
  ) {
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

const refusals = [
  ...statuses(400, 408),
  ...statuses(409, 418),
  ...[421, 422, 423, 425, 426],
  ...[428, 429, 431, 451],
];

Deno.test("registered 4xx but 408 and 424, and a 503 of Thulium itself, prove a refusal; no other status proves anything", () => {
  const refusedBy = (fromThulium?: boolean) =>
    statuses(0, 1000).filter((status) => at({ at: "status", status, fromThulium }) === "refused");
  assertEquals(refusedBy(true), [...refusals, 503]);
  assertEquals(refusedBy(false), refusals);
  assertEquals(refusedBy(), refusals);
});

Deno.test("a customer's own status counts as a whole answer of Thulium itself", () => {
  for (const status of statuses(0, 1000)) {
    assertEquals(at({ at: "item", status }), at({ at: "status", status, fromThulium: true }));
  }
});

Deno.test("a doubt keeps a creation from being sent again, and not an update", () => {
  for (const delivery of ["not-sent", "refused", "unknown"] as const) {
    assertEquals(maySendAgain(delivery, "add"), delivery !== "unknown");
    assertEquals(maySendAgain(delivery, "update"), true);
  }
});

Deno.test("a failed call makes its customers unknown exactly when the table does", () => {
  for (const status of statuses(300, 600)) {
    for (const fromThulium of [true, false]) {
      const observation = { at: "status", status, fromThulium } as const;
      const expected = at(observation) === "unknown" ? "Unknown" : "NotSent";
      assertEquals(outcomeOf(batchErrorOf(observation))._tag, expected);
    }
  }
});
