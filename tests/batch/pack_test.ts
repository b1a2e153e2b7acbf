import type { BatchLimits } from "../../mod.ts";
import type { Batch } from "../../src/policy/mod.ts";
import { checkBatchLimits } from "../../src/batch/limits.ts";
import { makeBatch } from "../../src/batch/model.ts";
import { packBatches, pause } from "../../src/batch/pack.ts";
import { bodyOf } from "../../src/batch/body.ts";
import { Compact } from "../../src/batch/compact.ts";
import { GivenItem, makeBatchItem } from "../../src/batch/item.ts";
import { CustomerJson } from "../../src/customer/json.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { assert, assertEquals, assertThrows } from "../support/assert.ts";
import { holds } from "../support/property.ts";

const pack = (surnames: ReadonlyArray<string>, limits: BatchLimits): ReadonlyArray<Batch> =>
  [...packBatches(
    surnames.map((surname, i) => makeBatchItem(i, { surname })),
    checkBatchLimits(limits),
    makeBatch,
  )].filter((batch) => batch !== pause);
const indices = (batches: ReadonlyArray<Batch>) =>
  batches.map(({ items }) => items.map(({ index }) => index));
const bodyBytes = (batch: Batch) => new Blob([bodyOf(batch)]).size;

Deno.test("a batch closes at the limit of customers", () => {
  assertEquals(indices(pack(["a", "b", "c", "d", "e"], { maxCustomers: 2 })), [[0, 1], [2, 3], [
    4,
  ]]);
});

Deno.test("a batch closes at the limit of bytes, counted in UTF-8", () => {
  // {"customers":[ … ]} takes 16 bytes, {"surname":"Żółć"} 22, a comma 1.
  assertEquals(indices(pack(["Żółć", "Żółć", "Żółć"], { maxBytes: 16 + 22 + 1 + 22 })), [[0, 1], [
    2,
  ]]);
  assertEquals(indices(pack(["Żółć", "Żółć"], { maxBytes: 16 + 22 + 22 })), [[0], [1]]);
});

Deno.test("the limits are 100 customers and a mebibyte unless told otherwise", () => {
  assertEquals(checkBatchLimits(), { maxCustomers: 100, maxBytes: 1_048_576 });
});

Deno.test("no customers make no batch", () => {
  assertEquals(pack([], {}), []);
});

Deno.test("a pause is handed on before the batch that it interrupts", () => {
  const [a, b] = [0, 1].map((index) => makeBatchItem(index, { surname: "K" }));
  const handedOn = [...packBatches([a, pause, b], checkBatchLimits(), makeBatch)];
  assertEquals(handedOn.map((batch) => batch === pause ? "pause" : batch.items.length), [
    "pause",
    2,
  ]);
});

Deno.test("batches are made as they are asked for", () => {
  let made = 0;
  function* items() {
    for (let i = 0;; i++) {
      made++;
      yield makeBatchItem(i, { surname: "K" });
    }
  }
  const batches = packBatches(items(), checkBatchLimits({ maxCustomers: 10 }), makeBatch);
  batches.next();
  assertEquals(made, 10);
});

Deno.test("a limit that is none is refused with its name and value", () => {
  assertThrows(
    () => pack(["a"], { maxCustomers: 0 }),
    RangeError,
    "maxCustomers must be a whole number of at least 1: current value is 0",
  );
  assertThrows(
    () => pack(["a"], { maxBytes: 1.5 }),
    RangeError,
    "maxBytes must be a whole number of at least 1: current value is 1.5",
  );
});

holds(
  "batches hold every customer once, in order, within both limits, and know their size",
  Arbitrary.all({
    surnames: Arbitrary.schema(Schema.Array(Schema.String)),
    maxCustomers: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 1, maximum: 5 }))),
    spare: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 80 }))),
  }),
  ({ maxCustomers, spare, surnames }) =>
    Effect.sync(() => {
      const largest = Math.max(
        0,
        ...surnames.map((surname) => makeBatchItem(0, { surname }).bytes),
      );
      const maxBytes = 16 + largest + spare;
      const batches = pack(surnames, { maxCustomers, maxBytes });
      assertEquals(indices(batches).flat(), surnames.map((_, i) => i));
      for (const batch of batches) {
        assert(batch.items.length <= maxCustomers && batch.bytes <= maxBytes);
        assertEquals(batch.bytes, bodyBytes(batch));
        assertEquals(JSON.parse(new TextDecoder().decode(bodyOf(batch))), {
          customers: batch.items.map(({ customer }) => customer),
        });
      }
    }),
);

Deno.test("a body is the same, whether its customers came as JSON or were written, in any order", () => {
  const customers = Array.from({ length: 4 }, (_, i) => ({ surname: `Żuk ${i}`.repeat(i + 1) }));
  const written = customers.map((customer, i) => makeBatchItem(i, customer));
  const lines = new TextEncoder().encode(written.map(({ json }) => json).join("\n"));
  let end = -1;
  const given = written.map(({ bytes }, i) => {
    const start = end + 1;
    end = start + bytes;
    return new GivenItem(i, new CustomerJson(lines, start, end));
  });
  const text = (places: ReadonlyArray<readonly [boolean, number]>) => {
    const [first, ...rest] = places.map(([isGiven, i]) => isGiven ? given[i] : written[i]);
    return new TextDecoder().decode(bodyOf(makeBatch([first, ...rest])));
  };
  for (const order of [[0, 1, 2, 3], [3, 2, 1, 0], [0, 1, 3], [2, 3, 0, 1], [1]]) {
    const expected = JSON.stringify({ customers: order.map((i) => customers[i]) });
    for (let mask = 0; mask < 16; mask++) {
      assertEquals(text(order.map((i) => [(mask & 1 << i) !== 0, i])), expected);
    }
  }
});

Deno.test("a body of the input that is what would be sent is not copied", () => {
  const text = (between: string, start = '{"customers":[') =>
    `${start}{"surname":"A"}${between}{"surname":"B"}]}`;
  const sent = text(",");
  const bodyOfInput = (input: string) => {
    const bytes = new TextEncoder().encode(input);
    const ends = [...input.matchAll(/}/g)].map(({ index }) => index + 1).slice(0, 2);
    const [first, second] = ends.map((end, i) =>
      new GivenItem(i, new CustomerJson(bytes, end - 15, end))
    );
    const body = bodyOf(makeBatch([first, second]));
    return { text: new TextDecoder().decode(body), isCopy: body.buffer !== bytes.buffer };
  };
  assertEquals(bodyOfInput(sent), { text: sent, isCopy: false });
  for (const input of [text("\n"), text(" , "), text(",", ""), text(",", '{"customars":[')]) {
    assertEquals(bodyOfInput(input), { text: sent, isCopy: true });
  }
});

Deno.test("compact items are the same customers, by their places", () => {
  const items = new Compact(
    makeBatch([makeBatchItem(7, { surname: "Ł" }), makeBatchItem(3, { surname: "K" })]),
  ).items();
  assertEquals(
    items.map(({ bytes, customer, index, json }) => ({ bytes, customer, index, json })),
    [
      { bytes: 16, customer: { surname: "Ł" }, index: 0, json: '{"surname":"Ł"}' },
      { bytes: 15, customer: { surname: "K" }, index: 1, json: '{"surname":"K"}' },
    ],
  );
});

Deno.test("an item whose length is not that of its JSON makes no body", () => {
  const item = makeBatchItem(0, { surname: "K" });
  const given = new GivenItem(
    1,
    new CustomerJson(new TextEncoder().encode(item.json), 0, item.bytes),
  );
  const { customer, index, json } = item;
  assertThrows(
    () => bodyOf(makeBatch([{ index, customer, json, bytes: 3 }, given])),
    TypeError,
    "an item's bytes must be the length of its JSON",
  );
});
