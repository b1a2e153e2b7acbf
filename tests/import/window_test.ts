import { AddWindows } from "../../src/import/window.ts";
import { checkBatchLimits } from "../../src/batch/limits.ts";
import { makeBatchItem } from "../../src/batch/item.ts";
import * as Cause from "effect/Cause";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import { assert, assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";

const item = makeBatchItem(0, { surname: "K" });
const options = {
  concurrency: 4,
  duration: Duration.hours(1),
  limits: checkBatchLimits({ maxCustomers: 2 }),
};

it.effect("a defect while its batch is sent ends every add of the window", function* () {
  const windows = new AddWindows<string, never>(
    () => Effect.die("defect"),
    options,
  );
  const add = Effect.exit(Effect.withFiber((fiber) => windows.add(item, fiber)));
  const exits = yield* Effect.all([add, add], { concurrency: "unbounded" });
  assertEquals(exits.length, 2);
  for (const exit of exits) assert(Exit.isFailure(exit) && Cause.hasDies(exit.cause));
});

it.effect("an add that can't be interrupted does not keep its window from closing", function* () {
  const windows = new AddWindows<string, never>(
    (batch) => Effect.succeed(batch.items.map(({ index }) => Exit.succeed(`id-${index}`))),
    options,
  );
  const add = Effect.uninterruptible(Effect.withFiber((fiber) => windows.add(item, fiber)));
  assertEquals(yield* Effect.all([add, add], { concurrency: "unbounded" }), ["id-0", "id-1"]);
});
