/** Waits of calls for their turn. */
import * as Clock from "effect/Clock";
import * as Context from "effect/Context";
import * as Effect from "effect/Effect";
import { CurrentRun, ImportRun } from "../../src/call/run.ts";
import { turnUnlessStopped } from "../../src/call/wait.ts";

// Deno finds a timer that is left over.
const sanitized = { sanitizeOps: true, sanitizeResources: true };

Deno.test("a turn that comes at once leaves no timer behind", sanitized, async () => {
  const services = Context.empty();
  const clock = Context.get(services, Clock.Clock);
  const at = Number(clock.monotonicTimeNanosUnsafe()) / 1e6 + 1e6;
  const run = new ImportRun({ deadline: { services, clock, at } });
  const turn = turnUnlessStopped((come) => come());
  await Effect.runPromise(Effect.provideService(turn, CurrentRun, run));
});
