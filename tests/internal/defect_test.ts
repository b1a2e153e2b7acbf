/** What the log says of a defect. */
import { errorsOf } from "../../src/internal/defect.ts";
import * as Cause from "effect/Cause";
import { assert, assertEquals } from "../support/assert.ts";

const secret = "Kowalska 85010112345";

const told = (defect: unknown) => errorsOf(Cause.die(defect));

class StoreLocked extends Error {
  override readonly name = "StoreLocked";
}

Deno.test("errorsOf() tells name and frames of an error and of its causes, and no message", () => {
  const [outer, inner] = told(
    new TypeError(secret, { cause: new StoreLocked(`${secret}\n    at ${secret}`) }),
  );
  assertEquals([outer.name, inner.name], ["TypeError", "StoreLocked"]);
  assert(outer.frames.length > 0 && outer.frames.every((frame) => /:\d+:\d+\)?$/.test(frame)));
  assert(inner.frames[0].includes("defect_test.ts"));
});

Deno.test("errorsOf() tells nothing of a message that looks like a stack", () => {
  const looksLikeFrame = `x\n    at Kowalska (file:///tmp/Kowalska.ts:1:2)`;
  const errors = told(new Error(looksLikeFrame));
  assert(errors[0].frames.length > 0);
  assert(!JSON.stringify(errors).includes("Kowalska"));
});

for (
  const [what, defect] of Object.entries<unknown>({
    "a text": secret,
    "an object with values": { name: secret, message: secret, stack: secret, code: secret },
    "an error whose fields throw": {
      get name() {
        throw new Error(secret);
      },
      get stack() {
        throw new Error(secret);
      },
    },
    "nothing": undefined,
    "errors together": new AggregateError([new Error(secret), new RangeError(secret)], secret),
    "an error with a reason": { _tag: "SqlError", reason: { _tag: "LockTimeout", value: secret } },
  })
) {
  Deno.test(`errorsOf() lets nothing out of ${what}`, () => {
    const errors = told(defect);
    assert(errors.length > 0);
    assert(!/Kowalska|8501/.test(JSON.stringify(errors)));
  });
}

Deno.test("errorsOf() ends with an error that is its own cause", () => {
  const error = new Error("a");
  error.cause = error;
  assert(told(error).length <= 5);
});

Deno.test("errorsOf() tells the reasons of Effect's errors by tag", () => {
  const names = told({ _tag: "SqlError", reason: { _tag: "LockTimeout" } }).map(({ name }) => name);
  assertEquals(names, ["SqlError", "LockTimeout"]);
});
