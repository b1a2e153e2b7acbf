/** `/ready` tells what Thulium is now, and asks it seldom. */
import * as Effect from "effect/Effect";
import * as Fiber from "effect/Fiber";
import * as TestClock from "effect/testing/TestClock";
import { ThuliumApi } from "../../src/call/api.ts";
import { BatchCall } from "../../src/call/service.ts";
import { type HandlerConfig, readHandlerConfig } from "../../src/handler/config.ts";
import { makeReady } from "../../src/handler/ready.ts";
import type { CallObservation } from "../../src/outcome/error.ts";
import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { it } from "../support/it.ts";

type Answered = Effect.Effect<{ readonly status: number; readonly text: string }, CallObservation>;

const ok = Effect.succeed({ status: 200, text: "[]" });
const page = Effect.succeed({ status: 200, text: "<html>Back soon</html>" });
const refused = Effect.fail<CallObservation>({ at: "connect", failure: "refused" });
const status = (status: number) => Effect.fail<CallObservation>({ at: "status", status });

/** A handler's `/ready`, before a Thulium that answers as told. */
const given = (env: { readonly [name: string]: string } = {}) => {
  const config = readHandlerConfig({
    HANDLER_AUTH: "passthrough",
    THULIUM_SYSTEM: "acme",
    ...env,
  }) as HandlerConfig;
  const thulium = { asked: 0, answer: ok as Answered };
  const ask = () =>
    Effect.suspend(() => {
      thulium.asked++;
      return thulium.answer;
    });
  const ready = makeReady(config).pipe(
    Effect.provideService(ThuliumApi, { ask }),
    Effect.provideService(BatchCall, { send: () => Effect.die("/ready sends nobody") }),
  );
  const statusNow = Effect.map(ready, ({ status }) => status);
  return { thulium, ready, statusNow };
};

const token = {
  HANDLER_AUTH: "token",
  HANDLER_TOKENS: "a-token-that-is-long-enough",
  THULIUM_USER: "api_user",
  THULIUM_PASSWORD: "tajne",
};

it.effect("the state of Thulium is known within two seconds, with one request for it", () =>
  Effect.gen(function* () {
    const { statusNow, thulium } = given();
    assertEquals(yield* statusNow, 200);
    thulium.answer = refused;
    for (let i = 0; i < 100; i++) assertEquals(yield* statusNow, 200);
    assertEquals(thulium.asked, 1);
    yield* TestClock.adjust("2 seconds");
    assertEquals(yield* statusNow, 503);
    thulium.answer = ok;
    yield* TestClock.adjust("2 seconds");
    assertEquals(yield* statusNow, 200);
  }));

it.effect("nobody is told an old result while Thulium is asked", () =>
  Effect.gen(function* () {
    const { statusNow, thulium } = given();
    assertEquals(yield* statusNow, 200);
    thulium.answer = Effect.never;
    yield* TestClock.adjust("1 hour");
    const first = yield* Effect.forkChild(statusNow, { startImmediately: true });
    assertEquals(yield* statusNow, 503);
    yield* Fiber.interrupt(first);
  }));

it.effect("a caller who leaves does not keep the others from asking", () =>
  Effect.gen(function* () {
    const { statusNow, thulium } = given();
    thulium.answer = Effect.never;
    const first = yield* Effect.forkChild(statusNow, { startImmediately: true });
    yield* Fiber.interrupt(first);
    thulium.answer = ok;
    assertEquals(yield* statusNow, 200);
  }));

it.effect("Thulium is there if it answers as an API, also if it refuses the question", () =>
  Effect.gen(function* () {
    for (const answer of [ok, status(401), status(403), status(429)]) {
      const { statusNow, thulium } = given();
      thulium.answer = answer;
      assertEquals(yield* statusNow, 200);
    }
  }));

it.effect("a page, a redirect and an error are not Thulium", () =>
  Effect.gen(function* () {
    const cut = Effect.fail<CallObservation>({ at: "answer", status: 200, fault: "cut" });
    const late = Effect.fail<CallObservation>({ at: "deadline" });
    const others = [page, cut, late, refused, ...[301, 302, 404, 500, 502, 503].map(status)];
    for (const answer of others) {
      const { statusNow, thulium } = given();
      thulium.answer = answer;
      assertEquals(yield* statusNow, 503);
    }
  }));

it.effect("a wrong path in Thulium's URL is told as such", () =>
  Effect.gen(function* () {
    const { ready, thulium } = given();
    thulium.answer = status(404);
    assertStringIncludes(String((yield* ready).body), "check its URL");
  }));

it.effect("in token mode Thulium must also accept the handler's user", () =>
  Effect.gen(function* () {
    const { ready, thulium } = given(token);
    thulium.answer = status(401);
    const { body, status: answered } = yield* ready;
    assertEquals(answered, 503);
    assertStringIncludes(String(body), "refuses this service's user");
  }));
