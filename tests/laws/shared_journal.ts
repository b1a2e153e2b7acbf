/** Random runs that share a journal, at once or one after the other, each on a machine of its own. */
import {
  type CustomerLookup,
  Journal,
  type JournalStore,
  type Outcome,
  type Policy,
  stack,
} from "../../mod.ts";
import { policy } from "../../src/policy/mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Fiber from "effect/Fiber";
import * as Layer from "effect/Layer";
import * as Schema from "effect/Schema";
import { assert, assertEquals } from "../support/assert.ts";
import { feeds } from "../support/feeds.ts";
import { Machine } from "../support/machine.ts";
import { policiesOf, type PolicyName } from "../support/random_policies.ts";
import { type Case, cases, expectedTags } from "./cases.ts";
import { idsByRow, tellsTheTruth } from "./laws.ts";
import { storedInTheEnd, turn } from "./run.ts";

/** When a run begins, and what happens to it, in turns of the clock. */
interface Visit {
  readonly startAt: number;
  readonly endAt: number;
  /** Whether its machine dies at the end, or the run is interrupted. */
  readonly dies: boolean;
  /** How many seconds pass before each call, where the machine may fall asleep. */
  readonly pause: number;
  readonly sleepAt: number;
  readonly wakeAt: number;
  /** The share of the store's operations that go wrong. */
  readonly trouble: number;
  /** How far its rows are moved. Its batches are larger by as much. */
  readonly shift: number;
}

/** Some runs over the same rows. */
export interface Story {
  readonly given: Case;
  readonly visits: ReadonlyArray<Visit>;
}

const among = <const Numbers extends readonly [number, ...Array<number>]>(...numbers: Numbers) =>
  Arbitrary.schema(Schema.Literals(numbers));

const visits: Arbitrary.Arbitrary<Visit> = Arbitrary.all({
  startAt: among(0, 0, 1, 2, 8, 30),
  lasts: among(1, 2, 5, 12, 1000, 1000),
  dies: Arbitrary.schema(Schema.Boolean),
  pause: among(0, 1, 15, 150),
  trouble: among(0, 0.2, 0.5),
  sleepsAfter: among(0, 1, 2, 5, 1000),
  sleepsFor: among(1, 5, 15, 40),
  shift: among(0, 1, 3),
}).pipe(
  Arbitrary.map(({ dies, lasts, pause, shift, sleepsAfter, sleepsFor, startAt, trouble }) => ({
    startAt,
    endAt: startAt + lasts,
    dies,
    pause,
    trouble,
    sleepAt: startAt + sleepsAfter,
    wakeAt: startAt + sleepsAfter + sleepsFor,
    shift,
  })),
);

/** Stories of up to three runs. */
export const stories: Arbitrary.Arbitrary<Story> = Arbitrary.all({
  given: cases,
  visits: Arbitrary.array(visits, { minLength: 1, maxLength: 3 }),
});

type Told = ReadonlyArray<Outcome> | undefined;
type Through = Policy<JournalStore | CustomerLookup>;

/** One run: the outcomes in the order of the case's rows, unless it failed or was cut off. */
const importOnce = (
  { given: { feed, options, rows }, through, visit: { pause, shift } }: {
    readonly given: Case;
    readonly visit: Visit;
    readonly through: Through;
  },
): Effect.Effect<Told, never, Sandbox | JournalStore> => {
  const by = shift % rows.length;
  const moved = [...rows.slice(by), ...rows.slice(0, by)];
  const maxCustomers = (options.maxCustomers ?? 1) + shift;
  return feeds[feed](moved, { ...options, maxCustomers }).pipe(
    Effect.map(({ outcomes }) => [
      ...outcomes.slice(rows.length - by),
      ...outcomes.slice(0, rows.length - by),
    ]),
    Effect.provide(
      stack(pausing(pause), through).pipe(
        Layer.provide([Sandbox.layerBatchCall(), Sandbox.layerLookup()]),
      ),
    ),
    Effect.orElseSucceed(() => undefined),
  );
};

/** Waits before each call. */
const pausing = (seconds: number) =>
  policy((next) =>
    Effect.succeed((batch) => Effect.andThen(Effect.sleep(seconds * 1000), next(batch)))
  );

/** More turns than any run takes: 20 hours. */
const maxTurns = 7200;

/** Makes all visits. */
const visitAll = Effect.fnUntraced(
  function* ({ given, visits }: Story, through: Through) {
    const fibers: Array<Fiber.Fiber<Told>> = [];
    const machines = visits.map(({ trouble }) => new Machine(trouble));
    const isOver = () => visits.every((_, i) => fibers[i]?.pollUnsafe() !== undefined);
    for (let now = 0; !isOver(); now++) {
      assert(now < maxTurns, "law 7: the runs do not end");
      for (const [i, visit] of visits.entries()) {
        const { dies, endAt, sleepAt, startAt, wakeAt } = visit;
        if (now === sleepAt) machines[i].sleep();
        if (now === wakeAt) machines[i].wake();
        if (now === startAt) {
          fibers[i] = yield* Effect.forkChild(
            machines[i].run(importOnce({ given, visit, through })),
          );
        }
        if (now === endAt) {
          if (dies) machines[i].die();
          fibers[i].interruptUnsafe();
        }
      }
      yield* turn;
    }
    return yield* Effect.forEach(fibers, (fiber) => Fiber.await(fiber));
  },
);

/** Law 2: created once, and reported as created by one run at most. Laws 1 and 8: every report is true. */
const areTrue = (
  { feed }: Case,
  told: ReadonlyArray<Told>,
  ids: ReadonlyMap<number, string>,
): void => {
  const createdBy = new Set<number>();
  for (const outcomes of told) {
    outcomes?.forEach((outcome, row) => {
      if ("customerId" in outcome) assertEquals(outcome.customerId, ids.get(row));
      // A single add gives the id only, whoever created the customer.
      if (outcome._tag !== "Created" || feed === "addCustomer") return;
      assert(!createdBy.has(row), "two reports say that they created the same customer");
      createdBy.add(row);
    });
  }
};

const isJournal = (name: PolicyName): boolean =>
  name === "journal" || name === "reconcilingJournal";

/** Runs a story, and then an import that nothing disturbs, which must settle every row. */
export const endsWell = Effect.fnUntraced(function* (story: Story) {
  const { given } = story;
  const sandbox = yield* Sandbox;
  // If the store can't say who created a customer that a `Reconcile` inside finds, both runs say that they did.
  const hasTrouble = story.visits.some(({ trouble }) => trouble > 0);
  const isInside = (name: PolicyName) => !isJournal(name) && !(hasTrouble && name === "reconcile");
  const through: Through = stack(
    policiesOf(given.policies.filter(isInside)),
    Journal.layerReconcile({ name: "import" }),
  );
  yield* sandbox.setFaults(given.plan);
  const exits = yield* visitAll(story, through);
  const told = exits.map((exit) => Exit.isSuccess(exit) ? exit.value : undefined);
  const stored = yield* storedInTheEnd;
  areTrue(given, told, idsByRow(stored));
  const [only] = told;
  if (told.length === 1 && only !== undefined) tellsTheTruth({ outcomes: only }, stored);

  yield* sandbox.setFaults({ script: [] });
  const options = { ...given.options, deadline: undefined, maxCalls: undefined };
  const undisturbed = {
    ...{ startAt: 0, endAt: -1, sleepAt: -1, wakeAt: -1 },
    ...{ dies: false, pause: 0, trouble: 0, shift: 0 },
  };
  const [last] = yield* visitAll(
    { given: { ...given, options }, visits: [undisturbed] },
    Journal.layerReconcile({ name: "import" }),
  );
  const settled = Exit.isSuccess(last) ? last.value : undefined;
  areTrue(given, [...told, settled], idsByRow(yield* storedInTheEnd));
  const isThere = (tag: string | undefined) => tag === "Unchanged" ? "Created" : tag;
  assertEquals(settled?.map(({ _tag }) => isThere(_tag)), expectedTags(given));
});

/** Runs a story with journals and lookups anywhere in the stack. Nobody may be created twice. */
export const createsNobodyTwice = Effect.fnUntraced(function* (story: Story) {
  const sandbox = yield* Sandbox;
  yield* sandbox.setFaults(story.given.plan);
  const through: Through = stack(
    policiesOf(story.given.policies),
    Journal.layer({ name: "outermost" }),
  );
  const exits = yield* visitAll(story, through);
  const told = exits.map((exit) => Exit.isSuccess(exit) ? exit.value : undefined);
  areTrue(story.given, told, idsByRow(yield* storedInTheEnd));
});
