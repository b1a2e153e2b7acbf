/** What went wrong as a whole does not look like success: the loops of `import` and `sync` throw it, after all outcomes. */
import { AuthError, LookupError, TransportError } from "@thulium-effect/batch-customers/promise";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import { type Entries, JournalStore, JournalStoreError } from "../../src/policy/journal/store.ts";
import * as JournalMemory from "../../src/policy/journal/memory.ts";
import { assert, assertEquals, assertRejects } from "../support/assert.ts";
import { connected, loopOver, people, unreachable } from "./connected.ts";

const journal = () => ({ name: "customers", store: JournalMemory.layer });

for (const method of ["import", "sync"] as const) {
  Deno.test(`${method}: a refused password is thrown after the outcomes of the rows`, async () => {
    await using all = connected({ journal: journal(), password: "wrong" });
    const { tags, thrown } = await loopOver(all.thulium[method](people(3)));
    assert(thrown instanceof AuthError);
    assertEquals(tags, ["NotSent", "NotSent", "NotSent"]);
  });

  Deno.test(`${method}: with whenRefused: "report" only the outcomes say that the password was refused`, async () => {
    await using all = connected({ journal: journal(), password: "wrong" });
    const { tags, thrown } = await loopOver(
      all.thulium[method](people(3), { whenRefused: "report" }),
    );
    assertEquals([tags, thrown], [["NotSent", "NotSent", "NotSent"], undefined]);
  });
}

Deno.test("import: if Thulium can't be reached, the error is thrown after the outcomes", async () => {
  await using all = connected({ fetch: unreachable });
  const { tags, thrown } = await loopOver(all.thulium.import(people(2)));
  assert(thrown instanceof TransportError);
  assertEquals([thrown.reason._tag, thrown.delivery], ["ConnectFailed", "not-sent"]);
  assertEquals(tags, ["NotSent", "NotSent"]);
});

Deno.test("import with a journal: the same, although the journal makes outcomes of the error", async () => {
  await using all = connected({ fetch: unreachable, journal: journal() });
  const { tags, thrown } = await loopOver(all.thulium.import(people(2)));
  assert(thrown instanceof TransportError);
  assertEquals(tags, ["NotSent", "NotSent"]);
});

Deno.test("sync: if nobody can be looked up, the error of the lookups is thrown", async () => {
  await using all = connected({ fetch: unreachable, journal: journal() });
  const { tags, thrown } = await loopOver(all.thulium.sync(people(2)));
  assert(thrown instanceof LookupError);
  assertEquals(tags, ["NotSent", "NotSent"]);
});

Deno.test("sync: if the user may not look customers up, that is thrown", async () => {
  await using all = connected({ journal: journal() }, { mayLookUp: false });
  const { tags, thrown } = await loopOver(all.thulium.sync(people(2)));
  assert(thrown instanceof LookupError && thrown.status === 403);
  assertEquals(tags, ["NotSent", "NotSent"]);
});

Deno.test("import: if the journal fails, and nothing was sent, the reason of the first row is thrown", async () => {
  const gone = Effect.fail(new JournalStoreError({ message: "the disk is gone" }));
  const entries: Entries = new Proxy(Object.create(null), { get: () => () => gone });
  const store = Layer.succeed(JournalStore, { open: () => entries });
  await using all = connected({ journal: { name: "customers", store } });
  const { tags, thrown } = await loopOver(all.thulium.import(people(2)));
  assert(thrown instanceof Error && thrown.message.includes("the journal could not be used"));
  assertEquals(tags, ["NotSent", "NotSent"]);
});

Deno.test("import: a limit that is used up before anybody was created is thrown", async () => {
  await using all = connected({ journal: journal() });
  const { thrown } = await loopOver(all.thulium.sync(people(1), { maxCalls: 1 }));
  assert(thrown instanceof TransportError);
  assertEquals(thrown.reason, { _tag: "ImportStopped", why: "calls" });
});

Deno.test("sync: known rows do not hide that the changed ones could not be sent", async () => {
  let isDown = false;
  const both = connected();
  await using all = connected({
    journal: journal(),
    fetch: (...call) => (isDown ? unreachable : both.sandbox.connection.fetch)(...call),
  });
  await using _ = both;
  const [first, second] = people(2);
  await loopOver(all.thulium.sync([first, second]));
  isDown = true;
  const changed = [first, { ...second, note: "n" }];
  const { tags, thrown } = await loopOver(all.thulium.sync(changed));
  assertEquals(tags, ["Unchanged", "NotSent"]);
  assert(thrown instanceof TransportError);
});

Deno.test("import: what was done in part is no failure: the outcomes tell the rest", async () => {
  await using all = connected({ policies: { retry: false } });
  all.sandbox.setFaults({ script: [null, { kind: "status", status: 503, created: false }] });
  const rows = all.thulium.import(people(2), { maxCustomers: 1, concurrency: 1 });
  assertEquals(await loopOver(rows), { tags: ["Created", "NotSent"], thrown: undefined });
});

Deno.test("import: rows that are all invalid are no failure of Thulium", async () => {
  await using all = connected({ fetch: unreachable });
  assertEquals(await loopOver(all.thulium.import([{}, {}])), {
    tags: ["Rejected", "Rejected"],
    thrown: undefined,
  });
});

Deno.test("an error shows the line of the program that called the method", async () => {
  await using all = connected({ password: "wrong" });
  const addsThem = () => all.thulium.add(people(1));
  const error = await assertRejects(addsThem, AuthError);
  assert(error.stack?.includes("addsThem"), error.stack);
  const readsThem = () => loopOver(all.thulium.import(people(1)));
  const { thrown } = await readsThem();
  assert(thrown instanceof Error && thrown.stack?.includes("readsThem"));
});

Deno.test("an error that several adds share shows one caller, and a signal's reason is left alone", async () => {
  await using all = connected({ password: "wrong" });
  const errors = await Promise.all(
    people(3).map((one) => assertRejects(() => all.thulium.addOne(one), AuthError)),
  );
  const frames = errors[0].stack?.split("\n").filter((line) => line.includes("failure_test.ts"));
  assert(errors[0] === errors[2] && (frames?.length ?? 0) < 5, frames?.join("\n"));
  const signal = AbortSignal.abort();
  const before = signal.reason.stack;
  const thrown = await assertRejects(() => all.thulium.add(people(1), { signal }), DOMException);
  assert(thrown === signal.reason && thrown.stack === before);
});
