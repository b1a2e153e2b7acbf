/** Whether the caller of a request is still there. */
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as TestClock from "effect/testing/TestClock";
import { makeBatch } from "../../src/batch/model.ts";
import { makeBatchItem } from "../../src/batch/item.ts";
import { whileThere } from "../../src/handler/caller.ts";
import { PieceReader } from "../../src/internal/piece_reader.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";

it.effect("if all announced bytes came and the end of the body does not, the wait has a limit", function* () {
  const body = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(new Uint8Array(2)),
  });
  const headers = new Headers({ "content-length": "2" });
  const reader = new PieceReader({ body, headers }, () => true);
  yield* Effect.promise(() => reader.next());
  const batch = makeBatch([makeBatchItem(0, { surname: "Kowalska" })]);
  const [confirm] = whileThere(reader, 30);
  const asked = yield* Effect.forkChild(confirm(batch, 1000));
  yield* TestClock.adjust("30 seconds");
  const [outcome] = yield* Fiber.join(asked);
  assert(outcome?._tag === "NotSent");
  assertEquals(outcome.message, "not sent: the caller is gone, or this service is ending");
});
