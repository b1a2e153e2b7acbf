/** Law 2 over several runs: the same rows are imported three times, with a journal. */
import { type AddCustomersOptions, type BatchCall, Journal, Reconcile, stack } from "../../mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Layer from "effect/Layer";
import { assertEquals } from "../support/assert.ts";
import { feeds } from "../support/feeds.ts";
import { holds } from "../support/property.ts";
import { layerThrough } from "../support/random_policies.ts";
import { type Case, cases, expectedTags } from "./cases.ts";
import { tellsTheTruth } from "./laws.ts";
import { inVirtualTime, storedInTheEnd, untilEnded } from "./run.ts";

/** A journal is for imports of rows, so a case of `addCustomer` uses `addCustomers`. */
const rowFeedOf = ({ feed }: Case) => feeds[feed === "addCustomer" ? "addCustomers" : feed];

/** One run of a case: its report, unless it failed or was interrupted. */
const runOnce = Effect.fnUntraced(function* <R>(
  given: Case,
  options: AddCustomersOptions,
  through: Layer.Layer<BatchCall, never, R>,
  interruptAt: number,
) {
  const fiber = yield* Effect.forkChild(
    Effect.provide(rowFeedOf(given)(given.rows, options), through),
  );
  const exit = yield* untilEnded(fiber, interruptAt);
  return Exit.isSuccess(exit) ? exit.value : undefined;
});

/** Batches of another size in each run, so that a batch of one run is not a batch of the next. */
const optionsOf = ({ options }: Case, round: number) => ({
  ...options,
  maxCustomers: (options.maxCustomers ?? 1) + round,
});

/** Two runs with faults that are interrupted, then one that nothing disturbs. */
const runThrice = Effect.fnUntraced(
  function* (given: Case) {
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
    for (const round of [0, 1]) {
      yield* sandbox.setFaults({ faults, seed: `${given.plan.seed}/${round}`, rate: 0.5 });
      yield* runOnce(given, optionsOf(given, round), durable, given.interruptAt);
    }
    yield* sandbox.setFaults({ script: [] });
    const options = { ...optionsOf(given, 2), deadline: undefined, maxCalls: undefined };
    const report = yield* runOnce(given, options, durable, Infinity);
    tellsTheTruth(report, yield* storedInTheEnd);
    assertEquals(report?.outcomes.map(({ _tag }) => _tag), expectedTags(given));
  },
  inVirtualTime,
);

holds(
  "with a journal, an import that is cut off and started again creates every good customer once",
  cases,
  runThrice,
  { runs: 600, size: 100 },
);

/** Three runs with faults and interruptions, with journals and lookups anywhere in the stack. */
const runAgainAndAgain = Effect.fnUntraced(
  function* (given: Case) {
    const sandbox = yield* Sandbox;
    const through = stack(layerThrough(given.policies), Journal.layer({ name: "outermost" }));
    for (const round of [0, 1, 2]) {
      yield* sandbox.setFaults({ ...given.plan, seed: `${given.plan.seed}/${round}` });
      const before = yield* sandbox.customers;
      const report = yield* runOnce(given, optionsOf(given, round), through, given.interruptAt);
      tellsTheTruth(report, yield* sandbox.customers, before);
    }
  },
  inVirtualTime,
);

holds(
  "with a journal around any policies, no run of an import creates a customer a second time",
  cases,
  runAgainAndAgain,
  { runs: 1200, size: 100 },
);
