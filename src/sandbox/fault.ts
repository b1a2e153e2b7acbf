/**
 * The faults that the sandbox can play, one per POST: from a script, or drawn at random from a seed.
 * All are plain data, so they can be written in JSON and sent to a sandbox that runs elsewhere.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Random from "effect/Random";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";

/**
 * Something that goes wrong with one batch. `created` says on which side of the work: `true`, after
 * the customers were created; `false`, instead of creating them.
 */
export type Fault =
  /** Answers with a status, and with `Retry-After` if given. */
  | {
    readonly kind: "status";
    readonly status: number;
    readonly created: boolean;
    readonly retryAfter?: string | undefined;
  }
  /** Closes the connection: without an answer, in the middle of its headers, or of its body. */
  | {
    readonly kind: "cut";
    readonly at: "before-headers" | "headers" | "body";
    readonly created: boolean;
  }
  /** Says nothing more: without an answer, or in the middle of its body. */
  | { readonly kind: "stall"; readonly at: "before-headers" | "body"; readonly created: boolean }
  /** Answers 200 and a page of HTML. */
  | { readonly kind: "html"; readonly created: boolean }
  /** Answers 200 and JSON that breaks off. */
  | { readonly kind: "malformed"; readonly created: boolean }
  /** Creates the customers and answers with a JSON array. */
  | { readonly kind: "array" }
  /** Creates the customers and leaves some out of the answer. */
  | { readonly kind: "missing"; readonly share: number }
  /** Puts some customers off, and creates the others. */
  | { readonly kind: "items"; readonly status: 429 | 503; readonly share: number };

/** Faults by the number of the POST, the first one first; `null` for a POST that goes well. */
export interface FaultScript {
  /** The faults. After the last one all goes well. */
  readonly script: ReadonlyArray<Fault | null>;
}

/** Faults drawn at random. The same seed gives the same faults to the same POSTs. */
export interface RandomFaults {
  /** Seed of the draw. */
  readonly seed: string | number;
  /** Share of POSTs that go wrong, 0 to 1. */
  readonly rate: number;
  /**
   * The faults to draw from.
   *
   * @default every kind
   */
  readonly faults?: ReadonlyArray<Fault> | undefined;
}

/** Which POSTs go wrong, and how. */
export type FaultPlan = FaultScript | RandomFaults;

const bothSides = <A>(make: (created: boolean) => A): ReadonlyArray<A> => [make(false), make(true)];

/** One of every kind of fault. */
export const allFaults: ReadonlyArray<Fault> = [
  ...[401, 403, 413, 429, 503].map((status): Fault => ({ kind: "status", status, created: false })),
  { kind: "status", status: 429, created: false, retryAfter: "2" },
  { kind: "status", status: 503, created: false, retryAfter: "Fri, 31 Dec 1999 23:59:59 GMT" },
  ...[500, 502, 504].flatMap((status) =>
    bothSides((created): Fault => ({ kind: "status", status, created }))
  ),
  ...(["before-headers", "headers", "body"] as const).flatMap((at) =>
    bothSides((created): Fault => ({ kind: "cut", at, created }))
  ),
  ...(["before-headers", "body"] as const).flatMap((at) =>
    bothSides((created): Fault => ({ kind: "stall", at, created }))
  ),
  ...bothSides((created): Fault => ({ kind: "html", created })),
  ...bothSides((created): Fault => ({ kind: "malformed", created })),
  { kind: "array" },
  { kind: "missing", share: 0.3 },
  { kind: "items", status: 429, share: 0.3 },
  { kind: "items", status: 503, share: 0.3 },
];

const share = Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 1 }));
const created = Schema.Boolean;
const faultSchema: Schema.Codec<Fault> = Schema.Union([
  Schema.Struct({
    kind: Schema.Literal("status"),
    status: Schema.Int.check(Schema.isBetween({ minimum: 200, maximum: 599 })),
    created,
    retryAfter: Schema.optional(Schema.String.check(Schema.isPattern(/^[\t\x20-\x7e]*$/))),
  }),
  Schema.Struct({
    kind: Schema.Literal("cut"),
    at: Schema.Literals(["before-headers", "headers", "body"]),
    created,
  }),
  Schema.Struct({
    kind: Schema.Literal("stall"),
    at: Schema.Literals(["before-headers", "body"]),
    created,
  }),
  Schema.Struct({ kind: Schema.Literals(["html", "malformed"]), created }),
  Schema.Struct({ kind: Schema.Literal("array") }),
  Schema.Struct({ kind: Schema.Literal("missing"), share }),
  Schema.Struct({ kind: Schema.Literal("items"), status: Schema.Literals([429, 503]), share }),
]);

const planSchema = Schema.Union([
  Schema.Struct({ script: Schema.Array(Schema.NullOr(faultSchema)) }),
  Schema.Struct({
    seed: Schema.Union([Schema.String, Schema.Finite]),
    rate: share,
    faults: Schema.optional(Schema.Array(faultSchema).check(Schema.isNonEmpty())),
  }),
]);

/** A plan out of JSON, or what is wrong with it. */
export const readFaultPlan = (input: unknown): FaultPlan | string =>
  Result.match(Schema.decodeUnknownResult(planSchema)(input), {
    onFailure: ({ message }) => `No plan of faults: ${message}`,
    onSuccess: (plan) => plan,
  });

/** What a plan holds for the POST with this number, from 0. */
export const faultFor = (plan: FaultPlan, post: number): Fault | undefined => {
  if ("script" in plan) return plan.script[post] ?? undefined;
  const { faults = allFaults, rate } = plan;
  const [chance, pick] = draw(plan.seed, `${post}`, 2);
  return chance < rate ? faults[Math.floor(pick * faults.length)] : undefined;
};

/** Which of `count` customers a share falls on. */
export const chosen = (
  plan: FaultPlan,
  post: number,
  count: number,
  share: number,
): ReadonlyArray<boolean> =>
  draw("seed" in plan ? plan.seed : 0, `${post}/customers`, count).map((chance) => chance < share);

/** Numbers between 0 and 1 that depend on seed and place alone. */
const draw = (seed: string | number, place: string, count: number): ReadonlyArray<number> =>
  Effect.runSync(Random.withSeed(
    Effect.forEach(Array.from({ length: count }), () => Random.next),
    `${seed}/${place}`,
  ));
