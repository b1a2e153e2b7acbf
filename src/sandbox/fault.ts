/**
 * The faults that the sandbox can play, one per POST or PUT of a batch: from a script, or drawn at random from a seed.
 * All of them are plain data, so they can be written in JSON and sent to a sandbox on another machine.
 *
 * @module
 */
import * as Effect from "effect/Effect";
import * as Random from "effect/Random";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";

/**
 * Something that goes wrong with one batch. `created: true` means that it goes wrong after the
 * customers were created, or changed by a PUT; `false`, that they are not created or changed.
 */
export type Fault =
  /**
   * Answers with a status, and with `Retry-After` if given: in the form of Thulium's errors, or with the page of a
   * proxy before Thulium (`proxy: true`).
   */
  | {
    readonly kind: "status";
    readonly status: number;
    readonly created: boolean;
    readonly retryAfter?: string | undefined;
    readonly proxy?: boolean | undefined;
  }
  /** Closes the connection: before the answer, in the middle of its headers, or of its body. */
  | {
    readonly kind: "cut";
    readonly at: "before-headers" | "headers" | "body";
    readonly created: boolean;
  }
  /** Sends nothing more, but keeps the connection open: before the answer, or in the middle of its body. */
  | { readonly kind: "stall"; readonly at: "before-headers" | "body"; readonly created: boolean }
  /** Answers nothing, and creates the customers some seconds later, also if the caller gave up by then. */
  | { readonly kind: "late"; readonly seconds: number }
  /** Answers 200 with a page of HTML. */
  | { readonly kind: "html"; readonly created: boolean }
  /** Answers 200 with JSON that lacks its end. */
  | { readonly kind: "malformed"; readonly created: boolean }
  /** Creates the customers and answers with a JSON array. */
  | { readonly kind: "array" }
  /** Creates the customers and leaves a share of them out of the answer. */
  | { readonly kind: "missing"; readonly share: number }
  /** Answers a share of the customers with `status` instead of creating them, and creates the others. */
  | { readonly kind: "items"; readonly status: 429 | 503; readonly share: number };

/** One fault per POST, in order; `null` for a POST that goes well. */
export interface FaultScript {
  /** The faults. After the last one, every POST goes well. */
  readonly script: ReadonlyArray<Fault | null>;
}

/** Faults drawn at random. The same seed gives the same faults for the same POSTs. */
export interface RandomFaults {
  /** Seed of the random numbers. */
  readonly seed: string | number;
  /** Share of the POSTs that go wrong, 0 to 1. */
  readonly rate: number;
  /**
   * The faults to draw from.
   *
   * @default every kind
   */
  readonly faults?: ReadonlyArray<Fault> | undefined;
}

/** Says which POSTs go wrong, and how. */
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
  ...bothSides((created): Fault => (
    { kind: "status", status: 503, created, retryAfter: "5", proxy: true }
  )),
  ...(["before-headers", "headers", "body"] as const).flatMap((at) =>
    bothSides((created): Fault => ({ kind: "cut", at, created }))
  ),
  ...(["before-headers", "body"] as const).flatMap((at) =>
    bothSides((created): Fault => ({ kind: "stall", at, created }))
  ),
  ...bothSides((created): Fault => ({ kind: "html", created })),
  ...bothSides((created): Fault => ({ kind: "malformed", created })),
  ...[2, 15, 45].map((seconds): Fault => ({ kind: "late", seconds })),
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
    proxy: Schema.optional(Schema.Boolean),
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
  // Two members: only one literal each lets the schema tell from `kind` which fault is meant, and name its mistake alone.
  Schema.Struct({ kind: Schema.Literal("html"), created }),
  Schema.Struct({ kind: Schema.Literal("malformed"), created }),
  Schema.Struct({
    kind: Schema.Literal("late"),
    seconds: Schema.Finite.check(Schema.isBetween({ minimum: 0, maximum: 86_400 })),
  }),
  Schema.Struct({ kind: Schema.Literal("array") }),
  Schema.Struct({ kind: Schema.Literal("missing"), share }),
  Schema.Struct({ kind: Schema.Literal("items"), status: Schema.Literals([429, 503]), share }),
]);

const scriptSchema: Schema.Codec<FaultScript> = Schema.Struct({
  script: Schema.Array(Schema.NullOr(faultSchema)),
});
const randomSchema: Schema.Codec<RandomFaults> = Schema.Struct({
  seed: Schema.Union([Schema.String, Schema.Finite]),
  rate: share,
  faults: Schema.optional(Schema.Array(faultSchema).check(Schema.isNonEmpty())),
});

/** The form that is meant, so that an error does not speak of the other one. */
const schemaFor = (input: unknown): Schema.Codec<FaultPlan> =>
  typeof input === "object" && input !== null && "seed" in input ? randomSchema : scriptSchema;

/** Reads a plan from JSON. An invalid plan gives a message instead. */
export const readFaultPlan = (input: unknown): FaultPlan | string =>
  Result.match(Schema.decodeUnknownResult(schemaFor(input))(input), {
    onFailure: ({ message }) => `Invalid plan of faults: ${message}`,
    onSuccess: (plan) => plan,
  });

/** The fault of the POST with this number, counted from 0. */
export const faultFor = (plan: FaultPlan, post: number): Fault | undefined => {
  if ("script" in plan) return plan.script[post] ?? undefined;
  const { faults = allFaults, rate } = plan;
  const [chance, pick] = draw(plan.seed, `${post}`, 2);
  return chance < rate ? faults[Math.floor(pick * faults.length)] : undefined;
};

/** Says for each of `count` customers whether it belongs to the share that a fault affects. */
export const chosen = (
  plan: FaultPlan,
  post: number,
  count: number,
  share: number,
): ReadonlyArray<boolean> =>
  draw("seed" in plan ? plan.seed : 0, `${post}/customers`, count).map((chance) => chance < share);

/** Numbers between 0 and 1 that depend only on the seed and the place. */
const draw = (seed: string | number, place: string, count: number): ReadonlyArray<number> =>
  Effect.runSync(Random.withSeed(
    Effect.forEach(Array.from({ length: count }), () => Random.next),
    `${seed}/${place}`,
  ));
