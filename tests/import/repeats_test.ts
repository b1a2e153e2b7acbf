/** Rows whose key occurred before. */
import { identifierOf } from "../../src/batch/identifier.ts";
import { Repeats } from "../../src/import/repeats.ts";
import { CustomerJson } from "../../src/customer/json.ts";
import { GivenItem, makeBatchItem } from "../../src/batch/item.ts";
import type { Customer } from "../../mod.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("a repeated key is found among many, with the place of its first row", () => {
  const repeats = new Repeats();
  const found: Array<readonly [place: number, first: number]> = [];
  for (let place = 0; place < 100_000; place++) {
    const first = repeats.firstWith(place % 40_000 === 7 ? "same" : `K-${place}`, place);
    if (first !== undefined) found.push([place, first]);
  }
  assertEquals(found, [[40_007, 7], [80_007, 7]]);
});

Deno.test("with a window, only keys in it are found, and those before it are new", () => {
  const repeats = new Repeats(2);
  const places = ["a", "b", "a", "c", "d", "a", "a"].map((key, place) =>
    repeats.firstWith(key, place)
  );
  assertEquals(places, [undefined, undefined, 0, undefined, undefined, undefined, 5]);
});

const customers: { readonly [what: string]: readonly [Customer, string | undefined] } = {
  "a text": [{ surname: "A", identifier: "K-7" }, "K-7"],
  "a number": [{ surname: "A", identifier: 7, note: "x" }, "7"],
  "a text with escapes": [{ identifier: 'a"b\\c\n', surname: "A" }, 'a"b\\c\n'],
  "a long text": [{ surname: "A", identifier: "x".repeat(1000) }, "x".repeat(1000)],
  "none": [{ surname: "A" }, undefined],
  "a blank one": [{ surname: "A", identifier: " " }, undefined],
  "a custom field of this name": [
    { surname: "A", custom_fields: { identifier: "no" } },
    undefined,
  ],
  "both": [{ surname: "A", custom_fields: { identifier: "no" }, identifier: "yes" }, "yes"],
  "a text that quotes JSON": [{ surname: '"identifier":"no"', identifier: "yes" }, "yes"],
};
for (const [what, [customer, identifier]] of Object.entries(customers)) {
  Deno.test(`the identifier in JSON: ${what}`, () => {
    const item = makeBatchItem(0, customer);
    assertEquals(identifierOf(item), identifier);
    const bytes = new TextEncoder().encode(item.json);
    const given = new GivenItem(0, new CustomerJson(bytes, 0, bytes.length));
    assertEquals(identifierOf(given), identifier);
  });
}
