/** A policy that counts in memory counts like the same policy with a store of Effect's. */
import { CircuitBreaker, type Policy, RateLimit, stack } from "../../mod.ts";
import { makeBatch, makeBatchItem } from "../../src/policy/mod.ts";
import { TokenBucket } from "../../src/policy/rate_limit/token_bucket.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";
import * as Breaker from "effect/persistence/CircuitBreaker";
import * as RateLimiter from "effect/persistence/RateLimiter";
import * as Schema from "effect/Schema";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals } from "../support/assert.ts";
import { holds } from "../support/property.ts";
import { type Answer, failing, scripted, send, well } from "../support/scripted_call.ts";

const between = (minimum: number, maximum: number) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })));

const answers: { readonly [name: string]: Answer } = {
  well,
  broken: () => failing(500),
  lost: () => failing(502),
  late: () => failing(504),
  away: () => failing(503, "90"),
  refused: () => failing(400),
  busy: () => failing(429),
};

interface Call {
  readonly answer: string;
  /** Seconds since the previous call began. */
  readonly gap: number;
  readonly seconds: number;
}

const calls = Arbitrary.array(
  Arbitrary.all({
    answer: Arbitrary.schema(Schema.Literals(Object.keys(answers))),
    gap: between(0, 15),
    seconds: between(0, 30),
  }),
  { minLength: 10, maxLength: 30 },
);

/** When calls were made, and how each send ended. Sends may overlap. */
const played = (policy: Policy, script: ReadonlyArray<Call>) =>
  Effect.gen(function* () {
    const { calls, layer } = scripted((batch, nth) => {
      const { answer, seconds } = script[batch.items[0].index];
      return Effect.andThen(Effect.sleep(seconds * 1000), answers[answer](batch, nth));
    });
    const seen: Array<string> = [];
    yield* Effect.gen(function* () {
      for (const [index, { gap }] of script.entries()) {
        yield* TestClock.adjust(gap * 1000);
        const batch = makeBatch([makeBatchItem(index, { surname: "K" })]);
        yield* Effect.forkChild(
          Effect.match(send(batch), {
            onFailure: (error) => seen.push(`${index} ${JSON.stringify(error)}`),
            onSuccess: ([{ _tag }]) => seen.push(`${index} ${_tag}`),
          }),
          { startImmediately: true },
        );
      }
      yield* TestClock.adjust("1 hour");
    }).pipe(Effect.provide(stack(layer, policy)));
    return { made: calls.map(({ at, indices }) => [at, ...indices]), seen };
  }).pipe(Effect.scoped, Effect.provide(TestClock.layer()));

const options: ReadonlyArray<CircuitBreaker.CircuitBreakerOptions> = [
  { opensAt: { failures: 2 }, openFor: "20 seconds", maxOpenFor: "1 minute" },
  { opensAt: { share: 0.5, of: 4 }, openFor: "10 seconds" },
];

for (const [i, option] of options.entries()) {
  holds(
    `a circuit in memory lets the same calls through as one in a store (${i + 1})`,
    calls,
    (script) =>
      Effect.gen(function* () {
        const store = Layer.fresh(Breaker.layerStoreMemory());
        const inStore = Layer.provide(CircuitBreaker.layerStore(option), store);
        assertEquals(
          yield* played(CircuitBreaker.layer(option), script),
          yield* played(inStore, script),
        );
      }),
    { runs: 300 },
  );

  Deno.test(`the circuit stops calls in many of these scripts (${i + 1})`, async () => {
    const scripts = await Effect.runPromise(Arbitrary.sampleEffect(calls, { count: 100 }));
    let stopping = 0;
    for (const script of scripts) {
      const { made } = await Effect.runPromise(played(CircuitBreaker.layer(option), script));
      if (made.length < script.length) stopping++;
    }
    assert(stopping > 50, `${stopping} of ${scripts.length}`);
  });
}

holds(
  "a rate limit in memory makes calls wait as one in a store does",
  Arbitrary.array(between(0, 3), { maxLength: 20 }),
  (gaps) =>
    Effect.gen(function* () {
      const script = gaps.map((gap): Call => ({ answer: "well", gap, seconds: 0 }));
      // Whole seconds, because the store gives tokens back one by one.
      const option = { requests: { limit: 2, per: "2 seconds" } } as const;
      const store = Layer.fresh(RateLimiter.layerStoreMemory);
      const inStore = Layer.provide(RateLimit.layerStore(option), store);
      assertEquals(yield* played(RateLimit.layer(option), script), yield* played(inStore, script));
    }),
  { runs: 200 },
);

holds(
  "a bucket never gives more tokens than have come back, and loses none",
  Arbitrary.array(Arbitrary.all({ gap: between(0, 900), tokens: between(1, 7) }), {
    maxLength: 30,
  }),
  (takes) =>
    Effect.sync(() => {
      const bucket = new TokenBucket(5, 1000);
      let now = 0;
      let lastOut = 0;
      const given = takes.map(({ gap, tokens }) => {
        now += gap;
        // A call goes to the front when the call before it is gone.
        const at = bucket.readyAt(Math.max(now, lastOut), tokens);
        bucket.take(at, tokens);
        lastOut = at;
        return { at, tokens };
      });
      for (const [first, { at: from }] of given.entries()) {
        let tokens = 0;
        for (const { at, tokens: more } of given.slice(first)) {
          // A call that waited got the last token at that moment, so the bucket was empty then.
          tokens += more;
          assert(
            tokens <= 5 + given[first].tokens + (at - from) / 200,
            `${tokens} by ${at - from}`,
          );
        }
      }
      // After the time in which all tokens that were taken come back, the bucket is full.
      const total = takes.reduce((sum, { tokens }) => sum + tokens, 0);
      const later = Math.max(now, lastOut) + total * 200;
      assertEquals(bucket.readyAt(later, 5), later);
    }),
  { runs: 300 },
);
