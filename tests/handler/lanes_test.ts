/** In which order calls of callers are made, and whom Thulium is known to accept. */
import * as Deferred from "effect/Deferred";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import { BatchCall } from "../../mod.ts";
import { Callers } from "../../src/handler/callers.ts";
import { acceptedLane, CurrentCaller, otherLanes } from "../../src/handler/lanes.ts";
import { RequestCaller } from "../../src/handler/request_caller.ts";
import { Outcome } from "../../src/outcome/model.ts";
import { type Policy, stack } from "../../src/policy/layer.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { batchOf } from "../support/customers.ts";
import { it } from "../support/it.ts";

/** Calls through lanes, to a Thulium that answers each caller when it is told to. */
const given = Effect.fnUntraced(function* (...policies: ReadonlyArray<Policy>) {
  const callers = new Callers(100, 1000);
  const begun: Array<string> = [];
  const answers = new Map<string, Deferred.Deferred<void>>();
  const base = Layer.succeed(BatchCall, {
    send: () =>
      Effect.gen(function* () {
        const name = (yield* CurrentCaller)?.name ?? "";
        const answer = yield* Deferred.make<void>();
        begun.push(name);
        answers.set(name, answer);
        yield* Deferred.await(answer);
        return [Outcome.created("1")];
      }),
  });
  const { send } = yield* BatchCall.pipe(Effect.provide(stack(base, ...policies)));
  const call = (name: string) =>
    Effect.forkChild(
      Effect.provideService(send(batchOf(1)), CurrentCaller, new RequestCaller(callers, name)),
      { startImmediately: true },
    );
  const answer = (name: string) =>
    Effect.andThen(
      Effect.sync(() => {
        const answer = answers.get(name);
        assert(answer !== undefined, `no call of ${name}`);
        Deferred.doneUnsafe(answer, Exit.void);
      }),
      // The next call begins.
      Effect.forEach(Array.from({ length: 5 }), () => Effect.yieldNow),
    );
  return { callers, begun, call, answer };
});

it.effect("the newest of the new callers goes first", () =>
  Effect.gen(function* () {
    const { answer, begun, call } = yield* given(otherLanes(2));
    for (const name of ["a", "b", "c", "d", "e"]) yield* call(name);
    assertEquals(begun, ["a", "b"]);
    yield* answer("a");
    yield* answer("e");
    assertEquals(begun, ["a", "b", "e", "d"]);
  }));

it.effect("a new caller who gives up takes no turn", () =>
  Effect.gen(function* () {
    const { answer, begun, call } = yield* given(otherLanes(1));
    yield* call("a");
    yield* call("b");
    const gone = yield* call("c");
    yield* Fiber.interrupt(gone);
    yield* answer("a");
    assertEquals(begun, ["a", "b"]);
    yield* answer("b");
    yield* call("d");
    assertEquals(begun, ["a", "b", "d"]);
  }));

it.effect("callers who were refused go one by one, and hold up nobody else", () =>
  Effect.gen(function* () {
    const { begun, call, callers } = yield* given(acceptedLane(1), otherLanes(1));
    callers.refuse("a", 0);
    callers.refuse("b", 0);
    callers.accept("c");
    for (const name of ["a", "b", "c", "d"]) yield* call(name);
    assertEquals(begun, ["a", "c", "d"]);
  }));

Deno.test("a refusal counts for a minute, and until Thulium accepts the caller", () => {
  const callers = new Callers(1, 1000);
  const name = callers.nameOf("user:password");
  assertEquals(callers.standingOf(name, 0), "new");
  callers.accept(name);
  assertEquals(callers.standingOf(name, 0), "accepted");
  callers.refuse(name, 0);
  assertEquals(callers.standingOf(name, 59_999), "refused");
  assertEquals(callers.standingOf(name, 60_000), "new");
  callers.refuse(name, 70_000);
  callers.accept(name);
  assertEquals(callers.standingOf(name, 70_000), "accepted");
});

Deno.test("no invented caller makes the handler forget an accepted one, or remember too many", () => {
  const callers = new Callers(1, 1000);
  callers.accept("honest");
  for (let i = 0; i <= 10_000; i++) callers.refuse(`invented-${i}`, 0);
  assertEquals(callers.standingOf("honest", 0), "accepted");
  assertEquals(callers.standingOf("invented-0", 0), "new");
  assertEquals(callers.standingOf("invented-1", 0), "refused");
});

Deno.test("callers are known by a digest that differs from process to process", () => {
  const [one, other] = [new Callers(1, 1000), new Callers(1, 1000)];
  assertEquals(one.nameOf("a:b"), one.nameOf("a:b"));
  assert(one.nameOf("a:b") !== one.nameOf("a:c"));
  assert(one.nameOf("a:b") !== other.nameOf("a:b"));
});

Deno.test("a request whose end was never told does not count for ever", () => {
  const callers = new Callers(2, 1000);
  const end = callers.begin("a", 0);
  assert(callers.begin("a", 0) !== undefined);
  assertEquals(callers.begin("a", 1000), undefined);
  end?.();
  assert(callers.begin("a", 1000) !== undefined);
  assertEquals(callers.begin("a", 1000), undefined);
  assert(callers.begin("a", 1001) !== undefined);
});
