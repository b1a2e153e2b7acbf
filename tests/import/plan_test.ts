import { planImport, type PlanOptions } from "../../mod.ts";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Stream from "effect/Stream";
import { assertEquals, assertThrows } from "../support/assert.ts";
import { it } from "../support/it.ts";

const plan = (rows: ReadonlyArray<unknown>, options?: PlanOptions) =>
  planImport(Stream.fromIterable(rows), options);
const people = (count: number) => Array.from({ length: count }, (_, i) => ({ surname: `K${i}` }));

it.effect("a plan counts rows, batches and bytes, and tells the first problems", function* () {
  const { firstInvalid, ...counts } = yield* plan([...people(5), {}, null], { maxCustomers: 2 });
  assertEquals(counts, {
    total: 7,
    valid: 5,
    invalid: 2,
    batches: 3,
    // Three envelopes of 16 bytes, five customers of 16, two commas.
    bytes: 3 * 16 + 5 * 16 + 2,
    duplicates: 0,
    firstDuplicates: [],
  });
  assertEquals(firstInvalid.map(({ index, outcome }) => [index, outcome.message]), [
    [5, "surname: is required"],
    [6, "must be an object"],
  ]);
});

it.effect("customers with one identifier, or with equal fields, are the same", function* () {
  const { duplicates, firstDuplicates } = yield* plan([
    { surname: "A", identifier: "1" },
    { surname: "B", identifier: 1 },
    { surname: "C" },
    { surname: "C", identifier: "" },
    { surname: "C" },
    { surname: "A", identifier: "1" },
  ]);
  assertEquals(duplicates, 3);
  assertEquals(firstDuplicates, [{ index: 1, of: 0 }, { index: 4, of: 2 }, { index: 5, of: 0 }]);
});

it.effect("what is told and remembered is limited", function* () {
  const rows = [{ surname: "A" }, { surname: "B" }, { surname: "A" }, {}, {}, {}];
  const { duplicates, firstInvalid, invalid } = yield* plan(rows, {
    duplicateWindow: 1,
    maxListed: 2,
  });
  assertEquals([duplicates, invalid, firstInvalid.length], [0, 3, 2]);
});

it.effect("a source that fails fails the plan", function* () {
  const source = Stream.concat(Stream.make({ surname: "A" }), Stream.fail("broken"));
  assertEquals(yield* Effect.exit(planImport(source)), Exit.fail("broken"));
});

Deno.test("an option that is none is refused with its name and value", () => {
  assertThrows(
    () => planImport(Stream.empty, { duplicateWindow: -1 }),
    RangeError,
    "duplicateWindow",
  );
  assertThrows(() => planImport(Stream.empty, { maxListed: -1 }), RangeError, "maxListed");
});
