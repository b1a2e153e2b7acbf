/**
 * Tests of one's own code against the embedded Thulium: each one has a fresh one, looks into it, and makes it
 * fail. No socket, no account, no mock.
 *
 * Run it with: deno test examples/own_test
 */
import type { BatchCall } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import { assertEquals } from "@std/assert";
import * as Effect from "effect/Effect";
import { type Contact, syncContacts } from "./sync_contacts.ts";

const test = (
  sentence: string,
  body: () => Effect.fn.Return<void, unknown, BatchCall | Sandbox>,
): void =>
  Deno.test(
    sentence,
    () => Effect.runPromise(Effect.provide(Effect.gen(body), Sandbox.layerTest())),
  );

const contacts: ReadonlyArray<Contact> = [
  { surname: "Kowalska", state: "new" },
  { surname: "Nowak", state: "added", thuliumId: "7" },
  { surname: "", state: "new" },
];

test("new contacts are added, with their ids, and blank ones refused", function* () {
  const { customers } = yield* Sandbox;
  const synced = yield* syncContacts(contacts);
  assertEquals(synced, [
    { surname: "Kowalska", state: "added", thuliumId: "13" },
    { surname: "Nowak", state: "added", thuliumId: "7" },
    { surname: "", state: "refused" },
  ]);
  assertEquals((yield* customers).map(({ fields }) => fields.surname), ["Kowalska"]);
});

test("a contact whose answer was lost is not sent a second time", function* () {
  const { customers, setFaults } = yield* Sandbox;
  yield* setFaults({ script: [{ kind: "cut", at: "before-headers", created: true }] });
  const synced = yield* syncContacts(contacts);
  assertEquals(synced[0].state, "to be checked");
  assertEquals(yield* syncContacts(synced), synced);
  assertEquals((yield* customers).length, 1);
});

test("when Thulium is out of order, new contacts are added the next time", function* () {
  const { setFaults } = yield* Sandbox;
  yield* setFaults({ script: [{ kind: "status", status: 503, created: false }] });
  const error = yield* Effect.flip(syncContacts(contacts));
  assertEquals(error._tag, "TransportError");
  assertEquals((yield* syncContacts(contacts))[0].state, "added");
});
