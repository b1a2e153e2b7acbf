/**
 * Tests in virtual time: what takes minutes in production takes milliseconds here, and always ends in the same way. The
 * clock stands still until the test moves it, for the code under test and for the sandbox.
 *
 * Run it with: deno test examples/own_test
 */
import { type BatchCall, Retry } from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import { assertEquals } from "@std/assert";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import type * as Scope from "effect/Scope";
import * as TestClock from "effect/testing/TestClock";
import { type Contact, syncContacts } from "./sync_contacts.ts";

const test = (
  sentence: string,
  body: () => Effect.fn.Return<void, unknown, BatchCall | Sandbox | Scope.Scope>,
): void =>
  Deno.test(sentence, () =>
    Effect.gen(body).pipe(
      Effect.scoped,
      Effect.provide(Layer.provideMerge(Sandbox.layerTest(), TestClock.layer())),
      Effect.runPromise,
    ));

const contacts: ReadonlyArray<Contact> = [{ surname: "Kowalska", state: "new" }];

test("if Thulium asks to wait for half a minute, contacts are added after half a minute", function* () {
  const { customers, setFaults } = yield* Sandbox;
  const busy = { kind: "status", status: 429, created: false, retryAfter: "30" } as const;
  yield* setFaults({ script: [busy] });
  const syncing = yield* Effect.forkScoped(Effect.provide(syncContacts(contacts), Retry.layer()));
  yield* TestClock.adjust("29 seconds");
  assertEquals(yield* customers, []);
  yield* TestClock.adjust("2 seconds");
  assertEquals((yield* Fiber.join(syncing))[0].state, "added");
});

test("an answer that never comes leaves a contact to be checked after half a minute", function* () {
  const { customers, setFaults } = yield* Sandbox;
  yield* setFaults({ script: [{ kind: "stall", at: "before-headers", created: true }] });
  const syncing = yield* Effect.forkScoped(syncContacts(contacts));
  yield* TestClock.adjust("31 seconds");
  assertEquals((yield* Fiber.join(syncing))[0].state, "to be checked");
  assertEquals((yield* customers).length, 1);
});
