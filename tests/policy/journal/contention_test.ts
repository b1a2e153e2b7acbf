/** Several runs, or several policies, that meet at the same customers. */
import { type Journal, RateLimit, Reconcile, stack } from "../../../mod.ts";
import { policy } from "../../../src/policy/mod.ts";
import { Sandbox } from "../../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as TestClock from "effect/testing/TestClock";
import { assertEquals } from "../../support/assert.ts";
import { it } from "../../support/it.ts";
import {
  cut,
  importing,
  journal,
  late,
  people,
  person,
  reconciling,
  scenario,
  starting,
  stored,
  tags,
} from "./scenario.ts";

it.effect("two runs with long queues do not take their customers from each other", () =>
  scenario(Effect.gen(function* () {
    const paced = () =>
      stack(
        RateLimit.layer({ customers: { limit: 2, per: "1 minute" }, maxWait: "10 hours" }),
        reconciling(),
      );
    const options = { concurrency: 8 };
    const first = yield* starting(people(40), paced(), options);
    yield* TestClock.adjust("1 second");
    const second = yield* starting(people(40), paced(), options);
    for (let minutes = 0; minutes < 180; minutes++) yield* TestClock.adjust("1 minute");
    const reports = [yield* Fiber.join(first), yield* Fiber.join(second)];
    assertEquals(reports.map(({ notSent }) => notSent), [0, 0]);
  })));

it.effect("a lookup does not give a row the id of another row", () =>
  scenario(Effect.gen(function* () {
    const key: Journal.JournalOptions["key"] = ({ identifier, phone_number }) =>
      identifier === undefined
        ? { by: "phone_number", value: String(phone_number) }
        : { by: "identifier", value: String(identifier) };
    const family = { surname: "K", phone_number: "600100200" };
    const rows = [{ ...family, identifier: "1" }, { ...family, name: "Anna" }];
    yield* (yield* Sandbox).setFaults({ script: [null, cut(false)] });
    const fiber = yield* starting(rows, reconciling({ key }), { maxCustomers: 1 });
    yield* TestClock.adjust("20 minutes");
    // The second row was never created, and is not sent in any later run.
    assertEquals(tags(yield* Fiber.join(fiber)), "Created Unknown");
    assertEquals(yield* stored, ["K"]);
  })));

it.effect("a customer whose surname was corrected after a run was cut off is settled", () =>
  scenario(Effect.gen(function* () {
    yield* importing(people(1), journal(), [cut(true)]);
    const corrected = [{ ...person(0), surname: "Corrected" }];
    assertEquals(tags(yield* importing(corrected, reconciling())), "Unchanged");
  })));

it.effect("Reconcile around a journal does not say of another run's customer that it created it", () =>
  scenario(Effect.gen(function* () {
    const slowToHear = policy((next) =>
      Effect.succeed((batch) => Effect.tap(next(batch), Effect.sleep("200 seconds")))
    );
    const first = yield* starting(people(1), stack(slowToHear, journal()));
    yield* TestClock.adjust("1 second");
    const second = yield* starting(people(1), stack(journal(), Reconcile.layer()));
    yield* TestClock.adjust("20 minutes");
    assertEquals(tags(yield* Fiber.join(first)), "Created");
    assertEquals(tags(yield* Fiber.join(second)), "Unchanged");
  })));

it.effect("an interrupted request has as long as one that was given up at its timeout", () =>
  scenario(Effect.gen(function* () {
    // 30 seconds and a minute are enough for it if nobody interrupts.
    yield* (yield* Sandbox).setFaults({ script: [late(85)] });
    const first = yield* starting(people(1), reconciling());
    yield* TestClock.adjust("1 second");
    yield* Fiber.interrupt(first);
    const second = yield* starting(people(1), reconciling());
    yield* TestClock.adjust("20 minutes");
    assertEquals(tags(yield* Fiber.join(second)), "Unchanged");
    assertEquals(yield* stored, ["K0"]);
  })));
