/**
 * Tests of your own code with the sandbox in Thulium's place. Each test has a new sandbox, can read what it stored,
 * and can make it fail. There are no sockets, no account and no mocks.
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

test("new contacts are added with their ids, and contacts without a surname are refused", function* () {
  const { customers } = yield* Sandbox;
  const synced = yield* syncContacts(contacts);
  assertEquals(synced, [
    { surname: "Kowalska", state: "added", thuliumId: "13" },
    { surname: "Nowak", state: "added", thuliumId: "7" },
    { surname: "", state: "refused" },
  ]);
  assertEquals((yield* customers).map(({ fields }) => fields.surname), ["Kowalska"]);
});

test("a contact is not sent again after its answer was lost", function* () {
  const { customers, setFaults } = yield* Sandbox;
  yield* setFaults({ script: [{ kind: "cut", at: "before-headers", created: true }] });
  const synced = yield* syncContacts(contacts);
  assertEquals(synced[0].state, "to be checked");
  assertEquals(yield* syncContacts(synced), synced);
  assertEquals((yield* customers).length, 1);
});

test("after Thulium was unavailable, new contacts are added in the next run", function* () {
  const { setFaults } = yield* Sandbox;
  yield* setFaults({ script: [{ kind: "status", status: 503, created: false }] });
  const error = yield* Effect.flip(syncContacts(contacts));
  assertEquals(error._tag, "TransportError");
  assertEquals((yield* syncContacts(contacts))[0].state, "added");
});
