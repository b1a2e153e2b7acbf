/** The same list again and again: what is created, updated or left alone, and what is sent for it. */
import { Journal, Outcome } from "../../../mod.ts";
import { Sandbox } from "../../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Stream from "effect/Stream";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import {
  importing,
  people,
  person,
  posts,
  reconciling,
  scenario,
  starting,
  tags,
} from "./scenario.ts";
import { existing, gets, held, puts, recorded, syncing } from "./sync_scenario.ts";

it.effect("the second night sends what has changed, and nothing else", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(4), syncing());
    assertEquals([yield* posts, yield* puts, yield* gets], [2, 0, 4]);
    const { sent, through } = recorded();
    const rows = [person(3), { ...person(0), note: "new" }, person(4), person(2), person(1)];
    const report = yield* importing(rows, through);
    assertEquals(tags(report), "Unchanged Updated Created Unchanged Unchanged");
    assertEquals(report.outcomes[1], Outcome.updated("13", ["note"]));
    assertEquals(sent, [
      ["update", { customer_id: "13", note: "new" }],
      ["add", person(4)],
    ]);
    assertEquals((yield* held)["id-0"], { ...person(0), note: "new", id: 13 });
  })));

it.effect("a night without changes sends nothing", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(4), syncing());
    const before = yield* (yield* Sandbox).requests;
    assertEquals(
      tags(yield* importing(people(4), syncing())),
      Array(4).fill("Unchanged").join(" "),
    );
    assertEquals((yield* (yield* Sandbox).requests).length, before.length);
  })));

it.effect("each kind of field is sent by itself, and an address as a whole", () =>
  scenario(Effect.gen(function* () {
    const row = {
      ...person(0),
      email: ["a@x.pl", "b@x.pl"],
      vip: true,
      address: { city: "Łódź", street: "Piotrkowska" },
      custom_fields: { Shop: 17, Kampania: "jesień" },
    };
    yield* importing([row], syncing());
    const { sent, through } = recorded();
    const edited = {
      ...row,
      email: ["a@x.pl"],
      address: { city: "Łódź", street: "Zielona" },
      custom_fields: { Shop: 18, Kampania: "jesień" },
    };
    const { outcomes: [outcome] } = yield* importing([edited], through);
    assertEquals(outcome, Outcome.updated("13", ["email", "address.street", "custom_fields.Shop"]));
    assertEquals(sent, [["update", {
      customer_id: "13",
      email: ["a@x.pl"],
      address: { city: "Łódź", street: "Zielona" },
      custom_fields: { Shop: 18 },
    }]]);
  })));

it.effect("a field that the row lost keeps its value, and is sent when it comes back changed", () =>
  scenario(Effect.gen(function* () {
    yield* importing([{ ...person(0), note: "old", job: "x" }], syncing());
    const { sent, through } = recorded();
    assertEquals(tags(yield* importing([person(0)], through)), "Unchanged");
    assertEquals(tags(yield* importing([person(0)], through)), "Unchanged");
    assertEquals(tags(yield* importing([{ ...person(0), note: "old" }], through)), "Unchanged");
    assertEquals(sent, []);
    assertEquals(tags(yield* importing([{ ...person(0), note: "new" }], through)), "Updated");
    assertEquals(sent, [["update", { customer_id: "13", note: "new" }]]);
    assertEquals((yield* held)["id-0"], { ...person(0), note: "new", job: "x", id: 13 });
  })));

it.effect("fields that the row lost are cleared on request, each kind as it is empty", () =>
  scenario(Effect.gen(function* () {
    const clearing = { whenEmpty: "clear" } as const;
    const row = {
      ...person(0),
      note: "old",
      email: "a@x.pl",
      phone_number: ["600100200"],
      vip: true,
      company_id: 7,
      address: { city: "Łódź", flat: "3" },
      invoice_address: { city: "Łódź" },
      custom_fields: { Shop: "17", Kampania: "jesień" },
    };
    yield* importing([row], syncing(clearing));
    const { sent, through } = recorded(clearing);
    const lost = { ...person(0), address: { city: "Łódź" }, custom_fields: { Shop: "17" } };
    const { outcomes: [outcome] } = yield* importing([lost], through);
    assertEquals(sent, [["update", {
      customer_id: "13",
      note: "",
      email: [],
      phone_number: [],
      vip: false,
      company_id: "",
      address: { city: "Łódź", flat: "" },
      invoice_address: { city: "" },
      custom_fields: { Kampania: "" },
    }]]);
    assert(outcome._tag === "Updated" && outcome.fields?.includes("custom_fields.Kampania"));
    assertEquals(tags(yield* importing([lost], through)), "Unchanged");
    assertEquals(sent.length, 1);
  })));

it.effect("nobody knows what a part of an address holds that was left out of an update of it", () =>
  scenario(Effect.gen(function* () {
    const row = { ...person(0), address: { city: "Łódź", street: "Piotrkowska" } };
    yield* importing([row], syncing());
    const { sent, through } = recorded();
    const moved = { street: "Zielona" };
    assertEquals(tags(yield* importing([{ ...person(0), address: moved }], through)), "Updated");
    assertEquals(tags(yield* importing([{ ...person(0), address: moved }], through)), "Unchanged");
    const whole = { city: "Łódź", street: "Zielona" };
    const report = yield* importing([{ ...person(0), address: whole }], through);
    assertEquals(report.outcomes, [Outcome.updated("13", ["address.city"])]);
    assertEquals(sent.at(-1), ["update", { customer_id: "13", address: whole }]);
  })));

it.effect("clearing an unknown field with a dot in its name clears no other", () =>
  scenario(Effect.gen(function* () {
    const clearing = { whenEmpty: "clear" } as const;
    const sending = { unknownFields: "send" } as const;
    const row = { ...person(0), note: "stays" };
    yield* starting([{ ...row, "note.x": "y" }], syncing(clearing), sending).pipe(
      Effect.flatMap((fiber) => Fiber.join(fiber)),
    );
    const { sent, through } = recorded(clearing);
    yield* importing([row], through);
    assertEquals(sent, [["update", { customer_id: "13", "note.x": "" }]]);
  })));

it.effect("a first run finds who is there already, and names who is there more than once", () =>
  scenario(Effect.gen(function* () {
    yield* existing(
      { ...person(0), note: "old" },
      person(1),
      { surname: "Twin", identifier: "id-2" },
      { surname: "Twin", identifier: "id-2" },
    );
    const { sent, through } = recorded();
    const rows = [{ ...person(0), note: "new" }, person(1), person(2), person(3)];
    const report = yield* importing(rows, through);
    assertEquals(tags(report), "Updated Unchanged Rejected Created");
    assertEquals(report.outcomes[0], Outcome.updated("13", ["note"]));
    const { outcomes: [, , twin] } = report;
    assert(twin._tag === "Rejected");
    assertEquals(twin.message, "several customers in Thulium have its key (2)");
    assertEquals(sent, [
      ["update", { customer_id: "13", note: "new" }],
      ["add", person(3)],
    ]);
    const again = yield* importing(rows, through);
    assertEquals(tags(again), "Unchanged Unchanged Rejected Unchanged");
  })));

it.effect("rows without a key, and rows that contradict each other, are refused", () =>
  scenario(Effect.gen(function* () {
    const rows = [{ surname: "K" }, person(0), { ...person(0), note: "x" }, person(1), person(0)];
    const report = yield* importing(rows, syncing());
    assertEquals(tags(report), "Rejected Created Rejected Created Unchanged");
    assertEquals(
      tags(yield* importing([person(0), person(1), { ...person(0), note: "x" }], syncing())),
      "Unchanged Unchanged Rejected",
    );
  })));

it.effect("a journal that keeps what is there says that rows differ, and updates nobody", () =>
  scenario(Effect.gen(function* () {
    yield* existing(person(0));
    const keeping = syncing({ whenChanged: "keep" });
    const report = yield* importing([person(0), person(1)], keeping);
    assertEquals(report.outcomes[0], Outcome.unchanged("13", true));
    assertEquals(tags(report), "Unchanged Created");
    assertEquals(yield* puts, 0);
    assertEquals(tags(yield* importing([person(0)], syncing())), "Unchanged");
  })));

it.effect("a journal of creations becomes one that updates, and sends whole rows first", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(2), reconciling());
    const { sent, through } = recorded();
    const rows = [{ ...person(0), note: "new" }, person(1)];
    assertEquals(tags(yield* importing(rows, through)), "Updated Unchanged");
    assertEquals(sent, [["update", { ...person(0), note: "new", customer_id: "13" }]]);
  })));

it.effect("customers that are not in the list any more are told on request, and stay", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(4), syncing({ listedAt: 1000 }));
    const missing = (listedAt: number) =>
      Effect.map(
        Stream.runCollect(Journal.missing({ name: "spring", listedAt })),
        (ids) => [...ids].sort(),
      );
    assertEquals(yield* missing(1000), []);
    yield* importing(
      [person(3), { ...person(1), note: "new" }, person(7)],
      syncing({ listedAt: 2000 }),
    );
    assertEquals(yield* missing(2000), ["13", "15"]);
    yield* importing([person(0)], syncing({ listedAt: 2000 }));
    assertEquals(yield* missing(2000), ["15"]);
    assertEquals(Object.keys(yield* held).length, 5);
  })));

it.effect("customers that another run creates meanwhile are not missing", () =>
  scenario(Effect.gen(function* () {
    const other = yield* starting(people(4), syncing());
    const listed = yield* starting(people(4), syncing({ listedAt: 1000 }));
    yield* TestClock.adjust("10 minutes");
    yield* Fiber.join(other);
    assertEquals(tags(yield* Fiber.join(listed)), Array(4).fill("Unchanged").join(" "));
    const missing = Journal.missing({ name: "spring", listedAt: 1000 });
    assertEquals(yield* Stream.runCollect(missing), []);
  })));
