/** References of callers to their rows. */
import { importCustomers, type ImportedCustomer, ReferencedRow } from "../../mod.ts";
import * as Effect from "effect/Effect";
import * as Stream from "effect/Stream";
import { assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";
import { scripted, well } from "../support/scripted_call.ts";

/** Every fifth row is bad, and every third has no reference. */
const rows = Array.from({ length: 60 }, (_, i) => {
  const row = i % 5 === 0 ? { name: "A" } : { surname: "K".repeat(1 + i % 7 * 20) };
  return i % 3 === 0 ? row : new ReferencedRow(row, `line ${i}`);
});

for (const order of ["input", "completion"] as const) {
  it.effect(`each reference comes back with its own row, in the order of ${order}`, function* () {
    // So small that many a row does not fit any more and begins the next batch.
    const limits = { maxCustomers: 4, maxBytes: 300 };
    const outcomes: Array<ImportedCustomer> = [];
    yield* importCustomers(Stream.fromIterable(rows), { ...limits, order }).pipe(
      Stream.runForEach((customer) => Effect.sync(() => outcomes.push(customer))),
      Effect.provide(scripted(well).layer),
    );
    assertEquals(outcomes.length, rows.length);
    for (const { index, outcome, reference } of outcomes) {
      assertEquals(reference, index % 3 === 0 ? undefined : `line ${index}`);
      assertEquals(outcome._tag, index % 5 === 0 ? "Rejected" : "Created");
    }
  });
}

it.effect("rows that are left over have their references", function* () {
  const left: Array<ImportedCustomer> = [];
  yield* importCustomers(Stream.fromIterable(rows), {
    maxCustomers: 4,
    onLeftOver: (customers) => Effect.sync(() => left.push(...customers)),
  }).pipe(Stream.take(1), Stream.runDrain, Effect.provide(scripted(well).layer));
  assertEquals(left.length > 0, true);
  for (const { index, reference } of left) {
    assertEquals(reference, index % 3 === 0 ? undefined : `line ${index}`);
  }
});
