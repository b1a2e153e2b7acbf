/** Whose customer a row is, when a list is synced by keys that people share, write in many ways, or do not have. */
import { Key } from "../../../mod.ts";
import { Sandbox } from "../../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as TestClock from "effect/testing/TestClock";
import { assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import { importing, reconciling, scenario, starting, tags } from "./scenario.ts";
import { existing, held, recorded, syncing } from "./sync_scenario.ts";

const byPhone = { key: Key.byPhone };

it.effect("a phone number is found as it was sent, as digits, and with the prefix of Poland", () =>
  scenario(Effect.gen(function* () {
    yield* existing(
      { surname: "D", phone_number: "48600100203" },
      { surname: "A", phone_number: "600100200" },
      { surname: "B", phone_number: "+48 600 100 201" },
    );
    const rows = [
      { surname: "A", phone_number: "+48 600 100 200", note: "x" },
      { surname: "B", phone_number: "+48 600 100 201", note: "x" },
      { surname: "C", phone_number: "600 100 202" },
      { surname: "D", phone_number: "600100203" },
    ];
    assertEquals(tags(yield* importing(rows, syncing(byPhone))), "Updated Updated Created Updated");
  })));

it.effect("a NIP is found with and without dashes", () =>
  scenario(Effect.gen(function* () {
    yield* existing({ surname: "A", nip: "123-456-32-18" }, { surname: "B", nip: "5260250274" });
    const rows = [{ surname: "A", nip: "1234563218" }, { surname: "B", nip: "526-025-02-74" }];
    const report = yield* importing(rows, syncing({ key: Key.byNip }));
    assertEquals(tags(report), "Updated Updated");
  })));

it.effect("a customer with the phone number and another surname is another one", () =>
  scenario(Effect.gen(function* () {
    yield* existing({ surname: "Mother", phone_number: "600100200" });
    const rows = [{ surname: "Daughter", phone_number: "600100200" }];
    assertEquals(tags(yield* importing(rows, syncing(byPhone))), "Rejected");
  })));

it.effect("a customer by identifier may have changed its surname", () =>
  scenario(Effect.gen(function* () {
    yield* existing({ surname: "Nowak", identifier: "1" });
    const rows = [{ surname: "Kowalska", identifier: "1" }];
    assertEquals(tags(yield* importing(rows, syncing())), "Updated");
  })));

it.effect("a customer of another row, of this list or an earlier one, is not taken for a row's", () =>
  scenario(Effect.gen(function* () {
    const phones = ["600100200", "600100201"];
    yield* existing({ surname: "K", phone_number: phones });
    const first = { surname: "K", phone_number: phones };
    const second = { surname: "K", phone_number: phones[1] };
    assertEquals(tags(yield* importing([first, second], syncing(byPhone))), "Updated Rejected");
    assertEquals(tags(yield* importing([second], syncing(byPhone))), "Rejected");
  })));

it.effect("a value that stands for none is no key", () =>
  scenario(Effect.gen(function* () {
    const rows = [{ surname: "A", phone_number: "000000000" }, {
      surname: "B",
      identifier: "brak",
    }];
    assertEquals(tags(yield* importing(rows, syncing(byPhone))), "Rejected Rejected");
    assertEquals(yield* held, {});
  })));

it.effect("a custom field is a key, and is not sent again", () =>
  scenario(Effect.gen(function* () {
    const byShop = { key: Key.byCustomField("Shop") };
    yield* importing([{ surname: "K", custom_fields: { Shop: 17 } }], syncing(byShop));
    const { sent, through } = recorded(byShop);
    const rows = [{ surname: "L", custom_fields: { Shop: 17, Kampania: "x" } }];
    assertEquals(tags(yield* importing(rows, through)), "Updated");
    assertEquals(sent, [["update", {
      customer_id: "13",
      surname: "L",
      custom_fields: { Kampania: "x" },
    }]]);
  })));

it.effect("a customer whose id is gone does not become like another person with its phone number", () =>
  scenario(Effect.gen(function* () {
    const mother = { surname: "Mother", phone_number: "600100200" };
    yield* importing([{ surname: "A", phone_number: "600100201" }, mother], syncing(byPhone));
    yield* (yield* Sandbox).reset;
    yield* existing({ surname: "Daughter", phone_number: "600100200" });
    const { sent, through } = recorded(byPhone);
    assertEquals(tags(yield* importing([{ ...mother, note: "new" }], through)), "Rejected");
    assertEquals(sent.length, 1);
  })));

it.effect("a customer that was merged with another row's does not take that one's place", () =>
  scenario(Effect.gen(function* () {
    const kept = { surname: "K", phone_number: "600100200" };
    const merged = { surname: "K", phone_number: "600100201" };
    yield* importing([kept, merged], syncing(byPhone));
    yield* (yield* Sandbox).reset;
    yield* existing({ surname: "K", phone_number: ["600100200", "600100201"] });
    const rows = [{ ...merged, note: "new" }, kept];
    assertEquals(tags(yield* importing(rows, syncing(byPhone))), "Rejected Unchanged");
    const [{ fields }] = yield* (yield* Sandbox).customers;
    assertEquals(fields.phone_number, ["600100200", "600100201"]);
  })));

it.effect("a row in doubt that was edited is not another person with its phone number", () =>
  scenario(Effect.gen(function* () {
    const mother = { surname: "Mother", phone_number: "600100200" };
    const fiber = yield* starting([mother], reconciling(byPhone));
    yield* (yield* Sandbox).setFaults({ script: [{ kind: "stall", at: "body", created: false }] });
    yield* TestClock.adjust("10 seconds");
    yield* Fiber.interrupt(fiber);
    yield* (yield* Sandbox).setFaults({ script: [] });
    yield* existing({ surname: "Daughter", phone_number: "600100200" });
    const edited = [{ ...mother, note: "new" }];
    assertEquals(tags(yield* importing(edited, syncing(byPhone))), "Unknown");
    const [{ fields }] = yield* (yield* Sandbox).customers;
    assertEquals(fields, { surname: "Daughter", phone_number: "600100200" });
  })));
