/** Random lists that come night after night, by runs that are disturbed in every way. */
import {
  addCustomers,
  type AddCustomersOptions,
  Journal,
  type Outcome,
  type Report,
  stack,
} from "../../mod.ts";
import {
  allFaults,
  type Fault,
  type RandomFaults,
  Sandbox,
  type StoredCustomer,
} from "../../src/sandbox/mod.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import * as Layer from "effect/Layer";
import * as Schema from "effect/Schema";
import { assert, assertEquals } from "../support/assert.ts";
import { policiesOf, type PolicyName, policyNames } from "../support/random_policies.ts";
import { storedInTheEnd } from "./run.ts";
import { among, pausing, undisturbed, type Visit, visit, visits } from "./visits.ts";

/** How many customers there are in all. Thulium has some of them before the first night, and one of them twice. */
const customers = 7;
const already = [0, 1];
const twice = 2;

interface Row {
  readonly surname: string;
  readonly identifier: string;
  readonly [field: string]: unknown;
}

/** Lists, and the runs with each of them. */
export interface Nights {
  readonly lists: ReadonlyArray<ReadonlyArray<Row>>;
  readonly visits: ReadonlyArray<ReadonlyArray<Visit>>;
  /**
   * Whether Thulium has ended everything before the next list comes; or the next list comes as soon as the runs with the one
   * before it have ended; or all runs begin in the same night.
   */
  readonly come: "apart" | "in a row" | "at once";
  readonly whenEmpty: "keep" | "clear";
  readonly policies: ReadonlyArray<PolicyName>;
  readonly plan: RandomFaults;
  readonly maxCustomers: number;
  readonly maxSent: number;
}

const rows = Arbitrary.all({
  isThere: among(0, 1, 1, 1),
  surname: among(0, 0, 0, 1),
  note: among(0, 1, 2),
  emails: among(0, 1, 2),
  shop: among(0, 1, 2),
  city: among(0, 1, 2),
  group: among(0, 0, 0, 0, 0, 1, 2),
});

const turned = (row: Row): Row => ({
  ...Object.fromEntries(Object.entries(row).reverse()),
  ...{ surname: row.surname, identifier: row.identifier },
});

const lists = Arbitrary.all({
  rows: Arbitrary.array(rows, { minLength: customers, maxLength: customers }),
  moved: among(0, 1, 3),
  isTurned: among(0, 1),
}).pipe(Arbitrary.map(({ isTurned, moved, rows }) => {
  const all = rows.flatMap(({ city, emails, group, isThere, note, shop, surname }, i) =>
    isThere === 0 ? [] : [{
      surname: `K${i}${"x".repeat(surname)}`,
      identifier: String(i),
      ...(note === 0 ? {} : { note: `note ${note}` }),
      ...(emails === 0 ? {} : { email: ["a@x.pl", "b@x.pl"].slice(0, emails) }),
      ...(shop === 0 ? {} : { custom_fields: { Shop: `shop ${shop}` } }),
      ...(city === 0 ? {} : { address: { city: `city ${city}`, country: "PL" } }),
      ...(group === 0 ? {} : { group: group === 1 ? "VIP" : "nie ma" }),
    }]
  );
  // The same rows with their fields in another order.
  const written = isTurned === 0 ? all : all.map(turned);
  return [...written.slice(moved), ...written.slice(0, moved)];
}));

const inner = policyNames.filter((name) =>
  !name.toLowerCase().includes("journal") && name !== "reconcile"
);
const lateAnswers = [2, 15, 45, 59].map((seconds): Fault => ({ kind: "late", seconds }));

/** Any nights. */
export const nights: Arbitrary.Arbitrary<Nights> = Arbitrary.all({
  lists: Arbitrary.array(lists, { minLength: 2, maxLength: 4 }),
  visits: Arbitrary.array(Arbitrary.array(visits, { minLength: 1, maxLength: 2 }), {
    minLength: 4,
    maxLength: 4,
  }),
  come: Arbitrary.schema(Schema.Literals(["apart", "in a row", "at once"])),
  whenEmpty: Arbitrary.schema(Schema.Literals(["keep", "clear"])),
  policies: Arbitrary.array(
    Arbitrary.schema(Schema.Literals(inner as [PolicyName, ...Array<PolicyName>])),
    { maxLength: 4 },
  ),
  seed: Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1_000_000 }))),
  rate: among(0, 0.2, 0.5, 0.8),
  only: Arbitrary.schema(Schema.Literals(["every fault", "late answers"])),
  maxCustomers: among(1, 2, 5),
  maxSent: among(1, 2, 5),
}).pipe(Arbitrary.map(({ only, rate, seed, ...given }) => ({
  ...given,
  plan: {
    seed,
    rate,
    faults: only === "late answers" ? lateAnswers : [...allFaults, ...lateAnswers],
  },
})));

type Told = Report | undefined;

const importOnce = (given: Nights, list: ReadonlyArray<Row>, { pause, shift }: Visit) => {
  const { maxCustomers, maxSent, policies, whenEmpty } = given;
  const options: AddCustomersOptions = { maxCustomers: maxCustomers + shift, concurrency: 2 };
  const through = stack(
    policiesOf(policies),
    pausing(pause),
    Journal.layerReconcile({
      name: "nights",
      whenChanged: "update",
      whenNew: "lookup",
      whenEmpty,
      maxSent,
      checkPermission: false,
    }),
  );
  return addCustomers<unknown>(list, options).pipe(
    Effect.provide(
      Layer.provide(through, [Sandbox.layerBatchCall(), Sandbox.layerLookup()]),
    ),
    Effect.orElseSucceed((): Told => undefined),
  );
};

/** What a customer holds, without what is empty. */
const heldBy = ({ custom_fields, fields }: StoredCustomer): { readonly [field: string]: unknown } =>
  withoutEmpty({ ...fields, custom_fields });

const withoutEmpty = (value: object): { readonly [field: string]: unknown } =>
  Object.fromEntries(
    Object.entries(value).flatMap(([name, one]) => {
      const inside = typeof one === "object" && one !== null && !Array.isArray(one)
        ? withoutEmpty(one)
        : one;
      return inside === "" || JSON.stringify(inside) === "[]" || JSON.stringify(inside) === "{}"
        ? []
        : [[name, inside]];
    }),
  );

const byIdentifier = (stored: ReadonlyArray<StoredCustomer>) => {
  const found = new Map<string, StoredCustomer>();
  for (const one of stored) {
    const identifier = String(one.fields.identifier);
    if (identifier === String(twice)) continue;
    assert(!found.has(identifier), "law 2: a customer is stored twice");
    found.set(identifier, one);
  }
  return found;
};

/** Whether a customer is like its row: in every field; and in no other field, if lost ones are cleared. */
const isLike = (
  one: StoredCustomer | undefined,
  row: Row,
  whenEmpty: "keep" | "clear",
): void => {
  assert(one !== undefined, "a settled customer is not stored");
  const held = heldBy(one);
  const isExempt = whenEmpty === "keep" || already.includes(Number(row.identifier));
  assertEquals(isExempt ? { ...held, ...row } : held, isExempt ? held : { ...row }, row.identifier);
};

const settledTags: ReadonlyArray<Outcome["_tag"]> = ["Created", "Updated", "Unchanged"];

/** Laws 1, 2 and 8: each row has an outcome, nobody is created by two runs, and an id is the customer's own. */
const isTrue = (
  list: ReadonlyArray<Row>,
  told: Told,
  stored: ReadonlyMap<string, StoredCustomer>,
  createdBy: Set<string>,
): void => {
  if (told === undefined) return;
  assertEquals(told.outcomes.length, list.length);
  told.outcomes.forEach((outcome, i) => {
    const { identifier } = list[i];
    if (!("customerId" in outcome)) return;
    assertEquals(outcome.customerId, String(stored.get(identifier)?.customer_id));
    if (outcome._tag !== "Created") return;
    assert(!createdBy.has(identifier), "two reports say that they created the same customer");
    assert(!already.includes(Number(identifier)), "a customer was created that was there");
    createdBy.add(identifier);
  });
};

/** Adds the customers that Thulium has before the first night. */
const prepare = addCustomers(
  [...already, twice, twice].map((i) => ({ surname: `K${i}`, identifier: String(i) })),
).pipe(Effect.provide(Sandbox.layerBatchCall()));

/** One run of one list. */
interface Night extends Visit {
  readonly list: ReadonlyArray<Row>;
}

/** Runs all nights, and then the last list once more without any disturbance. Returns all reports. */
export const endsLikeTheLastList = Effect.fnUntraced(function* (given: Nights) {
  const { come, lists, plan, visits, whenEmpty } = given;
  const sandbox = yield* Sandbox;
  yield* prepare;
  const createdBy = new Set<string>();
  const reports: Array<Report> = [];

  const runAll = (together: ReadonlyArray<Night>) =>
    Effect.map(
      visit(together, (one) => importOnce(given, one.list, one)),
      (exits) => exits.map((exit) => Exit.isSuccess(exit) ? exit.value : undefined),
    );

  /** What runs report is true; and if no other list came since, Thulium is like theirs. */
  const check = Effect.fnUntraced(
    function* (together: ReadonlyArray<Night>, told: ReadonlyArray<Told>, isLast: boolean) {
      const stored = byIdentifier(yield* storedInTheEnd);
      told.forEach((report, i) => {
        const { list } = together[i];
        isTrue(list, report, stored, createdBy);
        if (report !== undefined) reports.push(report);
        report?.outcomes.forEach(({ _tag }, place) => {
          if (isLast && settledTags.includes(_tag)) {
            isLike(stored.get(list[place].identifier), list[place], whenEmpty);
          }
        });
      });
    },
  );

  yield* sandbox.setFaults(plan);
  const all = lists.map((list, night) => visits[night].map((one) => ({ ...one, list })));
  if (come === "at once") yield* check(all.flat(), yield* runAll(all.flat()), false);
  for (const [i, night] of come === "at once" ? [] : all.entries()) {
    const isLast = come === "apart" || i === all.length - 1;
    const told = yield* runAll(night);
    if (isLast) yield* check(night, told, true);
  }

  yield* sandbox.setFaults({ script: [] });
  const list = lists[lists.length - 1];
  const final = [{ ...undisturbed, list }];
  const [last] = yield* runAll(final);
  yield* check(final, [last], true);
  const isSettled = (tag: Outcome["_tag"]) => settledTags.includes(tag) ? "settled" : tag;
  assertEquals(
    last?.outcomes.map(({ _tag }) => isSettled(_tag)) ?? [],
    list.map(({ group, identifier }) =>
      group === "nie ma" || identifier === String(twice) ? "Rejected" : "settled"
    ),
  );
  return reports;
});
