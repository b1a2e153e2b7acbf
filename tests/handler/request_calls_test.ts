/** Requests of one caller share calls only while there are such requests. */
import * as Effect from "effect/Effect";
import { Callers } from "../../src/handler/callers.ts";
import { readHandlerConfig } from "../../src/handler/config.ts";
import { makeCallsFor } from "../../src/handler/request_calls.ts";
import { RequestEnd } from "../../src/handler/request_end.ts";
import { assert, assertEquals } from "../support/assert.ts";

const ask = () => Effect.die("no call is made");

/** Begins requests, each of which takes a second at most. */
const given = () => {
  const config = readHandlerConfig({ HANDLER_AUTH: "passthrough", THULIUM_SYSTEM: "acme" }, {});
  assert(!("problems" in config));
  const callsFor = makeCallsFor(config, new Callers(10, 1000), 1000);
  return (password: string, now: number) => {
    const end = new RequestEnd();
    const authorization = `Basic ${btoa(`user:${password}`)}`;
    return { calls: callsFor(new Headers({ authorization }), ask, end, now), end };
  };
};

Deno.test("requests of a caller share calls until the last of them ends", () => {
  const begin = given();
  const first = begin("p", 0);
  const second = begin("p", 0);
  assertEquals(second.calls === first.calls, true);
  first.end.run();
  assertEquals(begin("p", 0).calls === first.calls, true);
  const other = begin("p2", 0);
  assertEquals(other.calls === first.calls, false);
  other.end.run();
  assertEquals(begin("p2", 0).calls === other.calls, false);
});

Deno.test("the calls of a caller are forgotten whose requests never end", () => {
  const begin = given();
  const { calls } = begin("p", 0);
  assertEquals(begin("p", 1000).calls === calls, true);
  begin("somebody else", 2001);
  assertEquals(begin("p", 2001).calls === calls, false);
});

Deno.test("there is an end to the callers whose requests never end", () => {
  const begin = given();
  const { calls, end } = begin("p", 0);
  for (let i = 0; i < 1_000; i++) begin(`invented ${i}`, 0);
  const again = begin("p", 0);
  assertEquals(again.calls === calls, false);
  // The end of a request that was forgotten takes nothing away from the others.
  end.run();
  assertEquals(begin("p", 0).calls === again.calls, true);
});
