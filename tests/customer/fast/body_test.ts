/** A body that the scanner takes apart says what it would say if it were parsed. */
import { scanBody } from "../../../src/customer/fast/body.ts";
import * as Effect from "effect/Effect";
import { assert, assertEquals } from "../../support/assert.ts";
import { change, changed, everything } from "../../support/damage.ts";
import { holds } from "../../support/property.ts";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

const customers = [everything, { surname: "Ł" }, { vip: true, surname: "}]" }];
const body = encoder.encode(JSON.stringify({ customers }));
const seen = { yes: 0, no: 0, changed: 0 };

holds(
  "damaged bodies: what is taken apart is what would be parsed",
  change,
  (change) =>
    Effect.sync(() => {
      const bytes = changed(body, change);
      const scanned = scanBody(bytes);
      if (scanned === undefined) return void seen.no++;
      seen.yes++;
      if (bytes !== body) seen.changed++;
      const text = decoder.decode(bytes);
      assertEquals({ customers: scanned.map(({ customer }) => customer) }, JSON.parse(text));
      assertEquals(JSON.stringify(JSON.parse(text)), text);
    }),
  {
    runs: 5000,
    // The property saw enough of both answers.
    afterwards: () => {
      assert(seen.yes > 500 && seen.no > 500 && seen.changed > 50, JSON.stringify(seen));
    },
  },
);

Deno.test("a body with all there may be is taken apart", () => {
  assertEquals(scanBody(body)?.map(({ customer }) => customer), customers);
});

Deno.test("what would be written otherwise is parsed", () => {
  const bodies = [
    "",
    "{}",
    '{"customers":[]}',
    '{"customers":[{"surname":"K"}]',
    '{"customers":[{"surname":"K"}]}\n',
    '{"customers":[{"surname":"K"}],"customers":[]}',
    '{"customers":[{"surname":"K"},]}',
    '{"customers":[{"surname":"K"} ,{"surname":"K"}]}',
    '{"customers":[{"surname":"K"},{"surname":""}]}',
    '{"customers":[{"surname":"K"},null]}',
    '[{"surname":"K"}]',
  ];
  assertEquals(bodies.filter((text) => scanBody(encoder.encode(text)) !== undefined), []);
});
