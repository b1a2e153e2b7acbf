/** Random runs that share a journal, at once or one after the other, each on a machine of its own. */
import {
  type CustomerLookup,
  Journal,
  type JournalStore,
  type Outcome,
  type Policy,
  stack,
} from "../../mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Layer from "effect/Layer";
import { assert, assertEquals } from "../support/assert.ts";
import { feeds } from "../support/feeds.ts";
import { policiesOf, type PolicyName } from "../support/random_policies.ts";
import { type Case, cases, expectedTags } from "./cases.ts";
import { idsByRow, tellsTheTruth } from "./laws.ts";
import { storedInTheEnd } from "./run.ts";
import { pausing, undisturbed, type Visit, visit, visits } from "./visits.ts";

/** Some runs over the same rows. */
export interface Story {
  readonly given: Case;
  readonly visits: ReadonlyArray<Visit>;
}

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

/** Makes all visits. */
const visitAll = ({ given, visits: all }: Story, through: Through) =>
  visit(all, (one) => importOnce({ given, visit: one, through }));

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
