import { Key, Journal, addCustomers, Outcome, updateCustomers } from "../../../mod.ts";
import { Sandbox } from "../../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as TestClock from "effect/testing/TestClock";
import { it } from "../../support/it.ts";
import { cut, late, importing, people, person, reconciling, scenario, starting, tags } from "./scenario.ts";
import { existing, held, recorded, syncing } from "./sync_scenario.ts";
const clearing = { whenEmpty: "clear" } as const;
const show = (n: string, ...x: unknown[]) => console.log("##", n, ...x.map((y) => JSON.stringify(y)));

it.effect("keep then clear, same list", () => scenario(Effect.gen(function* () {
  yield* importing([{ ...person(0), note: "x" }], syncing());
  yield* importing([person(0)], syncing());
  const r = yield* importing([person(0)], syncing(clearing));
  show("keep->clear", r.outcomes, yield* held);
})));
it.effect("import then clear", () => scenario(Effect.gen(function* () {
  yield* importing([{ ...person(0), note: "x" }], reconciling());
  const r = yield* importing([{ ...person(0), job: "j" }], syncing(clearing));
  show("import->clear", r.outcomes, yield* held);
})));
it.effect("custom values", () => scenario(Effect.gen(function* () {
  const { sent, through } = recorded();
  for (const v of ["a", "", null, 0, false, "0", "a"]) {
    const r = yield* importing([{ ...person(0), custom_fields: { S: v } }], through);
    show("custom", v, r.outcomes[0]._tag, sent.at(-1), yield* held);
  }
})));
it.effect("lists", () => scenario(Effect.gen(function* () {
  const { sent, through } = recorded();
  for (const v of ["a@x.pl", ["a@x.pl"], ["a@x.pl", "b@x.pl"], ["b@x.pl", "a@x.pl"], [], ""]) {
    const r = yield* importing([{ ...person(0), email: v }], through);
    show("list", v, r.outcomes[0]._tag, sent.at(-1));
  }
})));
it.effect("readonly fill", () => scenario(Effect.gen(function* () {
  const { sent, through } = recorded(clearing);
  yield* importing([{ ...person(0), custom_fields: { S: "a" }, fill_read_only_custom_fields: true }], through);
  const r = yield* importing([{ ...person(0) }], through);
  show("fill", r.outcomes, sent.at(-1), yield* held);
})));
it.effect("forms", () => scenario(Effect.gen(function* () {
  yield* existing({ surname: "A", phone_number: "48600100200" }, { surname: "B", nip: "123-456-32-18" });
  const r = yield* importing([{ surname: "A", phone_number: "600100200" }], syncing({ key: Key.byPhone }));
  show("phone form", r.outcomes);
  const r2 = yield* importing([{ surname: "B", nip: "1234563218" }], syncing({ key: Key.byNip }));
  show("nip form", r2.outcomes);
})));
it.effect("two keys one customer at once", () => scenario(Effect.gen(function* () {
  yield* existing({ surname: "A", phone_number: ["600100200", "600100201"] });
  const a = yield* starting([{ surname: "A", phone_number: "600100200" }], syncing({ key: Key.byPhone }));
  const b = yield* starting([{ surname: "A", phone_number: "600100201" }], syncing({ key: Key.byPhone }));
  yield* TestClock.adjust("10 minutes");
  show("two keys", (yield* Fiber.join(a)).outcomes, (yield* Fiber.join(b)).outcomes, yield* held);
})));
it.effect("large clear", () => scenario(Effect.gen(function* () {
  const cf = Object.fromEntries(Array.from({ length: 50 }, (_, i) => [`f${i}.x`, "v"]));
  yield* importing([{ ...person(0), custom_fields: { ...cf, "a.b": "1", "__proto__x": "2" } }], syncing(clearing));
  const { sent, through } = recorded(clearing);
  const r = yield* importing([{ ...person(0), custom_fields: { "a.b": "1" } }], through);
  show("clear custom", r.outcomes[0]._tag, Object.keys((sent[0] as any)[1].custom_fields).length);
})));
it.effect("update through the program then sync", () => scenario(Effect.gen(function* () {
  yield* importing([{ ...person(0), group: "VIP" }], syncing(clearing));
  const { sent, through } = recorded(clearing);
  const r = yield* importing([{ ...person(0), vip: false }], through);
  show("group cleared", r.outcomes, sent);
})));
