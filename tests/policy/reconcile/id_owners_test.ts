/** Which row owns an id of Thulium's. */
import { IdOwners } from "../../../src/policy/reconcile/id_owners.ts";
import { assertEquals } from "../../support/assert.ts";

Deno.test("an id that is noted again and again makes no other one forgotten", () => {
  const owners = new IdOwners();
  owners.note("13", 0);
  for (let i = 0; i < 25_000; i++) owners.note("14", 1);
  assertEquals([owners.claim("13", 2), owners.claim("14", 1)], [false, true]);
});

Deno.test("old ids are forgotten, and the latest 10,000 are not", () => {
  const owners = new IdOwners();
  for (let i = 0; i < 30_001; i++) owners.note(String(i), i);
  assertEquals([owners.claim("20001", -1), owners.claim("0", -1)], [false, true]);
});
