/**
 * The laws as properties, over random customers, faults, limits, stacks of policies and interruptions.
 * What the sandbox stored is the truth.
 */
import {
  type AddCustomersOptions,
  type BatchError,
  Journal,
  makeReport,
  Reconcile,
  type Report,
  stack,
  validateCustomer,
} from "../../mod.ts";
import {
  allFaults,
  type RandomFaults,
  Sandbox,
  type SeenRequest,
  type StoredCustomer,
} from "../../src/sandbox/mod.ts";
import { System } from "../../src/sandbox/system.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Cause from "effect/Cause";
import * as Duration from "effect/Duration";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as KeyValueStore from "effect/persistence/KeyValueStore";
import * as Random from "effect/Random";
import * as Schema from "effect/Schema";
import * as TestClock from "effect/testing/TestClock";
import { assert, assertEquals } from "../support/assert.ts";
import { password } from "../support/customers.ts";
import { type FeedName, feedNames, feeds } from "../support/feeds.ts";
import { holds } from "../support/property.ts";
import { layerThrough, type PolicyName, policyNames } from "../support/random_policies.ts";
import { recorder } from "../support/recorder.ts";

/** Stands in every value of every customer; must never be seen outside of the request. */
const personal = "Żółkiewska-PII";

const kinds = {
  good: (text: string) => ({
    surname: text,
    email: [text],
    custom_fields: { [text]: text },
    address: { city: text },
  }),
  alsoGood: (text: string) => ({ surname: text, phone_number: "600 100 200", vip: true }),
  noSurname: (text: string) => ({ name: text }),
  badPhone: (text: string) => ({ surname: text, phone_number: personal }),
  phoneForThulium: (text: string) => ({ surname: text, phone_number: `600 ${personal}` }),
  unknownField: (text: string) => ({ surname: text, secret: text }),
  unknownGroup: (text: string) => ({ surname: text, group: text }),
  badCustomField: (text: string) => ({ surname: text, custom_fields: { [text]: [text] } }),
  tooLarge: (text: string) => ({ surname: text, note: personal.repeat(100) }),
  noObject: (text: string) => text,
  nothing: () => null,
};
type Kind = keyof typeof kinds;

const integer = (minimum: number, maximum: number) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })));

interface Case {
  readonly rows: ReadonlyArray<unknown>;
  readonly options: AddCustomersOptions & { readonly concurrency: number };
  readonly plan: RandomFaults;
  /** Innermost first; any of them, any number of times. */
  readonly policies: ReadonlyArray<PolicyName>;
  /** After which turn of the clock the import is interrupted; beyond the last one, never. */
  readonly interruptAt: number;
  readonly feed: FeedName;
}

const cases: Arbitrary.Arbitrary<Case> = Arbitrary.all({
  rows: Arbitrary.array(
    Arbitrary.all({
      kind: Arbitrary.schema(Schema.Literals(Object.keys(kinds) as [Kind, ...Array<Kind>])),
      text: Arbitrary.schema(Schema.String),
    }),
    { minLength: 1, maxLength: 30 },
  ),
  maxCustomers: integer(1, 5),
  concurrency: integer(1, 4),
  unknownFields: Arbitrary.schema(Schema.Literals(["refuse", "send"])),
  seed: integer(0, 1_000_000),
  rate: Arbitrary.schema(Schema.Literals([0, 0.2, 0.5, 1])),
  only: Arbitrary.schema(Schema.Literals(["every fault", "stalls"])),
  policies: Arbitrary.array(Arbitrary.schema(Schema.Literals(policyNames)), { maxLength: 6 }),
  interruptAt: integer(1, 30),
  feed: Arbitrary.schema(Schema.Literals(feedNames)),
  deadlineSeconds: Arbitrary.schema(Schema.Literals([0, 0, 20, 180])),
  maxCalls: Arbitrary.schema(Schema.Literals([0, 0, 1, 5])),
  onInterrupt: Arbitrary.schema(Schema.Literals(["abort", "finish"])),
}).pipe(
  Arbitrary.map((
    { deadlineSeconds, feed, interruptAt, maxCalls, only, policies, rate, rows, seed, ...options },
  ) => ({
    rows: rows.map(({ kind, text }, i) => {
      const row = kinds[kind](`${personal} ${text}`);
      return typeof row === "object" && row !== null ? { ...row, identifier: String(i) } : row;
    }),
    options: {
      ...options,
      maxBytes: 1000,
      deadline: deadlineSeconds === 0 ? undefined : Duration.seconds(deadlineSeconds),
      maxCalls: maxCalls === 0 ? undefined : maxCalls,
    },
    plan: {
      seed,
      rate,
      faults: only === "stalls" ? allFaults.filter(({ kind }) => kind === "stall") : allFaults,
    },
    policies,
    interruptAt,
    feed,
  })),
);

interface Run {
  readonly given: Case;
  readonly exit: Exit.Exit<Report, BatchError>;
  readonly account: Report | undefined;
  readonly stored: ReadonlyArray<StoredCustomer>;
  readonly requests: ReadonlyArray<SeenRequest>;
  readonly letOut: string;
}

/** Lets other work go on, and then the time: enough for a call to run into its deadline. */
const turn = Effect.andThen(
  Effect.promise(() => new Promise((resolve) => setTimeout(resolve))),
  TestClock.adjust("10 seconds"),
);

/** An hour and more of the clock: no import of thirty customers has a reason to take that long. */
const maxTurns = 400;

const run = (given: Case): Effect.Effect<Run> =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    yield* sandbox.setFaults(given.plan);
    const recorded = recorder();
    let account: Report | undefined;
    const fiber = yield* Effect.forkChild(
      recorded.record(feeds[given.feed](given.rows, {
        ...given.options,
        onEnd: (report) => Effect.sync(() => account = report),
      })),
    );
    for (let i = 0; fiber.pollUnsafe() === undefined; i++) {
      if (i === given.interruptAt) fiber.interruptUnsafe();
      assert(i < maxTurns, "law 7: the import does not end");
      yield* turn;
    }
    return {
      given,
      exit: yield* Fiber.await(fiber),
      account,
      stored: yield* sandbox.customers,
      requests: yield* sandbox.requests,
      letOut: yield* recorded.text,
    };
  }).pipe(
    Effect.provide(layerThrough(given.policies)),
    Effect.provide(Layer.merge(Sandbox.layer({ password }), KeyValueStore.layerMemory)),
    Effect.provide(TestClock.layer()),
    Random.withSeed(given.plan.seed),
  );

/** The report that the caller holds in the end, if any. */
const reportOf = ({ account, exit }: Run): Report | undefined =>
  Exit.isSuccess(exit) ? exit.value : account;

const failureOf = ({ exit }: Run): BatchError | undefined =>
  Exit.isFailure(exit) && exit.cause.reasons[0]._tag === "Fail"
    ? exit.cause.reasons[0].error
    : undefined;

const conserves = (result: Run): void => {
  const report = reportOf(result);
  const started = result.requests.length > 0;
  if (report === undefined) return assert(failureOf(result) !== undefined || !started);
  const { created, notSent, outcomes, rejected, total, unknown } = report;
  assertEquals(outcomes.length, result.given.rows.length);
  assertEquals(total, result.given.rows.length);
  assertEquals(created + rejected + unknown + notSent, total);
  assert(Array.from(outcomes).every((outcome) => outcome !== undefined));
};

/** `before` is what earlier runs created: this one need not know of it. */
const tellsTheTruth = (result: Run, before: ReadonlyArray<StoredCustomer> = []): void => {
  const ids = new Map<number, Array<number>>();
  for (const { customer_id, fields } of result.stored) {
    const row = Number(fields.identifier);
    ids.set(row, [...ids.get(row) ?? [], customer_id]);
  }
  for (const held of ids.values()) assertEquals(held.length, 1);
  const known = new Set(before.map(({ customer_id }) => customer_id));
  reportOf(result)?.outcomes.forEach((outcome, row) => {
    const [id] = ids.get(row) ?? [];
    if (outcome._tag === "Created") assertEquals(outcome.customerId, String(id));
    if (outcome._tag === "Rejected" || outcome._tag === "NotSent") {
      assert(id === undefined || known.has(id), `${outcome._tag}, though it was created`);
    }
  });
};

const keepsToItsCalls = ({ given, requests }: Run): void => {
  const { maxCalls = Infinity } = given.options;
  if (given.feed !== "addCustomer") assert(requests.length <= maxCalls);
};

const failsOnlyForNothing = (result: Run): void => {
  if (failureOf(result) !== undefined) assertEquals(result.stored, []);
};

const stopsOnAuth = ({ given, requests }: Run): void => {
  const posts = requests.filter(({ method }) => method === "POST");
  const refused = posts.findIndex(({ status }) => status === 401 || status === 403);
  const onTheirWay = given.options.concurrency - 1;
  if (refused >= 0) assert(posts.length <= refused + 1 + onTheirWay);
};

const letsNothingOut = (result: Run): void => {
  const { exit, letOut } = result;
  const failure = failureOf(result);
  const own = (reportOf(result)?.outcomes ?? []).filter((outcome) =>
    outcome._tag !== "Rejected" || outcome.by === "validation"
  );
  const seen = [
    letOut,
    JSON.stringify(own),
    JSON.stringify(failure),
    String(failure),
    ...(Exit.isFailure(exit)
      ? [Deno.inspect(exit.cause, { depth: 10 }), Cause.pretty(exit.cause)]
      : []),
  ].join("\n");
  assert(!seen.includes("PII"), "a customer's value was let out");
  assert(!seen.includes(password), "the password was let out");
  assert(!seen.includes(btoa("api_user:").slice(0, 8)), "the credentials were let out");
};

const laws = {
  "law 1: every customer has exactly one outcome, however the import ends": conserves,
  "law 2: what the report says is what is stored, and nothing is stored twice": (result: Run) =>
    tellsTheTruth(result),
  "law 3: a failed import created nothing": failsOnlyForNothing,
  "law 4: after a 401 or 403 nothing more is sent": stopsOnAuth,
  "law 7: no more calls are made than the import may make": keepsToItsCalls,
  "law 6: no customer's value and no password is let out": letsNothingOut,
};

/** Every law at once, so that a failure names the law. */
const lawful = (result: Run): void => {
  for (const [law, check] of Object.entries(laws)) {
    try {
      check(result);
    } catch (error) {
      throw new Error(law, { cause: error });
    }
  }
};

holds(
  "laws 1, 2, 3, 4, 6 and 7 hold without a policy",
  Arbitrary.map(cases, (given) => ({ ...given, policies: [] })),
  (given) => Effect.map(run(given), lawful),
  { runs: 600, size: 100 },
);

holds(
  "laws 1, 2, 3, 4, 6 and 7 hold for any order of any policies",
  cases,
  (given) => Effect.map(run(given), lawful),
  { runs: 4000, size: 100 },
);

/** A journal is for imports of rows. */
const rowFeedOf = ({ feed }: Case) => feeds[feed === "addCustomer" ? "addCustomers" : feed];

/** The same import three times over one journal: cut off, with faults, and at last undisturbed. */
const runThrice = (given: Case): Effect.Effect<void> =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    // A single customer that was too large once stays rejected.
    const faults = given.plan.faults?.filter((fault) =>
      fault.kind !== "status" || fault.status !== 413
    );
    const durable = stack(
      layerThrough(given.policies.filter((name) => name !== "journal")),
      Reconcile.layer(),
      Journal.layer({ name: "import" }),
    ).pipe(Layer.provide(Sandbox.layerLookup()));
    for (const round of [0, 1, 2]) {
      const isLast = round === 2;
      yield* sandbox.setFaults({
        faults,
        seed: `${given.plan.seed}/${round}`,
        rate: isLast ? 0 : 0.5,
      });
      const options = {
        ...given.options,
        ...(isLast ? { deadline: undefined, maxCalls: undefined } : {}),
        maxCustomers: (given.options.maxCustomers ?? 1) + round,
      };
      const fiber = yield* Effect.forkChild(
        Effect.exit(Effect.provide(rowFeedOf(given)(given.rows, options), durable)),
      );
      for (let i = 0; fiber.pollUnsafe() === undefined; i++) {
        if (!isLast && i === given.interruptAt) fiber.interruptUnsafe();
        assert(i < maxTurns, "law 7: the import does not end");
        yield* turn;
      }
      if (!isLast) continue;
      const exit = yield* Fiber.join(fiber);
      const stored = yield* sandbox.customers;
      tellsTheTruth({ given, exit, account: undefined, stored, requests: [], letOut: "" });
      const expected = given.rows.map((row) =>
        isGood(row, given.options.unknownFields) ? "Created" : "Rejected"
      );
      assert(Exit.isSuccess(exit));
      assertEquals(exit.value.outcomes.map(({ _tag }) => _tag), expected);
    }
  }).pipe(
    Effect.provide(Layer.merge(Sandbox.layer({ password }), KeyValueStore.layerMemory)),
    Effect.provide(TestClock.layer()),
    Random.withSeed(given.plan.seed),
  );

holds(
  "with a journal, an import that is cut off and started again creates every good customer once",
  cases,
  runThrice,
  { runs: 600, size: 100 },
);

/** The same import three times over one store, with journals and lookups wherever they stand. */
const runAgainAndAgain = (given: Case): Effect.Effect<void> =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    const through = stack(layerThrough(given.policies), Journal.layer({ name: "outermost" }));
    for (const round of [0, 1, 2]) {
      yield* sandbox.setFaults({ ...given.plan, seed: `${given.plan.seed}/${round}` });
      const before = yield* sandbox.customers;
      const options = { ...given.options, maxCustomers: (given.options.maxCustomers ?? 1) + round };
      const fiber = yield* Effect.forkChild(
        Effect.exit(Effect.provide(rowFeedOf(given)(given.rows, options), through)),
      );
      for (let i = 0; fiber.pollUnsafe() === undefined; i++) {
        if (i === given.interruptAt) fiber.interruptUnsafe();
        assert(i < maxTurns, "law 7: the import does not end");
        yield* turn;
      }
      const exit = yield* Fiber.await(fiber);
      const stored = yield* sandbox.customers;
      const finished = Exit.isSuccess(exit) ? exit.value : Exit.succeed(emptyReport);
      tellsTheTruth({
        given,
        exit: finished,
        account: undefined,
        stored,
        requests: [],
        letOut: "",
      }, before);
    }
  }).pipe(
    Effect.provide(Layer.merge(Sandbox.layer({ password }), KeyValueStore.layerMemory)),
    Effect.provide(TestClock.layer()),
    Random.withSeed(given.plan.seed),
  );

const emptyReport = makeReport([]);

holds(
  "with a journal around any policies, no run of an import creates a customer a second time",
  cases,
  runAgainAndAgain,
  { runs: 1200, size: 100 },
);

/** The same over real sockets and in real time, so without the faults that take time. */
const runServed = (given: Case): Effect.Effect<Run, unknown> =>
  Effect.gen(function* () {
    const sandbox = yield* Sandbox;
    const faults = allFaults.filter(({ kind }) => kind !== "stall");
    yield* sandbox.setFaults({ ...given.plan, faults });
    const recorded = recorder();
    const exit = yield* Effect.exit(
      recorded.record(feeds[given.feed](given.rows, { ...given.options, deadline: undefined })),
    );
    return {
      given,
      exit,
      account: undefined,
      stored: yield* sandbox.customers,
      requests: yield* sandbox.requests,
      letOut: yield* recorded.text,
    };
  }).pipe(
    Effect.provide(
      Sandbox.layerBatchCall().pipe(Layer.provideMerge(Sandbox.layerServer({ password }))),
    ),
  );

holds(
  "all of these laws over real sockets",
  cases,
  (given) => Effect.map(runServed(given), lawful),
  { runs: 150, size: 100 },
);

const undisturbed: Arbitrary.Arbitrary<Case> = Arbitrary.map(cases, (given) => ({
  ...given,
  plan: { seed: 0, rate: 0 },
  policies: [],
  interruptAt: Infinity,
  options: { ...given.options, deadline: undefined, maxCalls: undefined },
}));

/** The rows of `kinds` that are good, and the one that only `unknownFields: "refuse"` refuses. */
const isGood = (row: unknown, unknownFields: string | undefined): boolean =>
  typeof row === "object" && row !== null && "surname" in row && !("group" in row) &&
  !("note" in row) &&
  (!("secret" in row) || unknownFields === "send") &&
  (!("phone_number" in row) || row.phone_number === "600 100 200") &&
  !("custom_fields" in row && Object.values(row.custom_fields as object).some(Array.isArray));

holds(
  "where nothing goes wrong, bad customers are rejected and all others created",
  undisturbed,
  (given) =>
    Effect.map(run(given), (result) => {
      const expected = given.rows.map((row) =>
        isGood(row, given.options.unknownFields) ? "Created" : "Rejected"
      );
      assertEquals(reportOf(result)?.outcomes.map(({ _tag }) => _tag), expected);
    }),
  { runs: 300, size: 100 },
);

const text = Schema.String;
const textFields = [
  "name",
  "identifier",
  "gender",
  "homepage",
  "birthdate",
  "nip",
  "note",
  "pesel",
  "job",
  "job_title",
] as const;
const addressFields = ["address", "invoice_address", "mail_drop_address"] as const;
const field = <const Names extends ReadonlyArray<string>, Value extends Schema.Top>(
  names: Names,
  value: Value,
) => Schema.Struct({ name: Schema.Literals(names), value });

/** Fields as people fill them in, and once in a while anything at all. */
const fields = Schema.Union([
  field(textFields, text),
  field(["email"], Schema.Union([text, Schema.Array(text)])),
  field(
    ["phone_number"],
    Schema.Union([
      Schema.Literals([
        "600100200",
        "+48 600 100 200",
        "(12) 345-67-89",
        "12.345",
        "",
        " ",
        "-",
        "+",
      ]),
      Schema.Array(Schema.Literals(["600100200", "600 100 200", ""])),
      text,
    ]),
  ),
  field(["company_id"], Schema.Literals(["7", 8, "999", ""])),
  field(["identifier"], Schema.Finite),
  field(["type"], Schema.Literals(["Klient", "Partner", ""])),
  field(["group"], Schema.Literals(["VIP", "Standard", ""])),
  field(["account_manager"], Schema.Literals(["anna", "jan", ""])),
  field(["vip", "fill_read_only_custom_fields"], Schema.Boolean),
  field(
    ["custom_fields"],
    Schema.Record(text, Schema.Union([text, Schema.Finite, Schema.Boolean, Schema.Null])),
  ),
  field(
    addressFields,
    Schema.Struct({
      street: Schema.optionalKey(text),
      city: Schema.optionalKey(text),
      postcode: Schema.optionalKey(text),
    }),
  ),
  field(
    [...textFields, ...addressFields, "email", "phone_number", "custom_fields", "vip", "other"],
    Schema.Json,
  ),
]);

const taken = { count: 0, of: 0 };

holds(
  "law 5: a customer that the contract's server side takes is not refused before it",
  Arbitrary.all({
    surname: Arbitrary.schema(text),
    filled: Arbitrary.array(Arbitrary.schema(fields), { maxLength: 6 }),
  }),
  ({ filled, surname }) =>
    Effect.sync(() => {
      const entries = filled.map(({ name, value }) => [name, value]);
      const customer = { surname: `K${surname}`, ...Object.fromEntries(entries) };
      const { http_status } = new System().add(customer);
      taken.of++;
      if (http_status !== 201) return;
      taken.count++;
      assertEquals(validateCustomer(customer, { unknownFields: "send" })._tag, "Success");
    }),
  { runs: 5000 },
);

Deno.test("law 5 was tried on customers that are taken, for the most part", () => {
  assert(taken.count > taken.of / 2, `${taken.count} of ${taken.of}`);
});
