/** Random imports: which rows, by which function, through which policies, with which faults. */
import type { AddCustomersOptions, Outcome } from "../../mod.ts";
import { allFaults, type Fault, type RandomFaults } from "../../src/sandbox/mod.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Duration from "effect/Duration";
import * as Schema from "effect/Schema";
import { type FeedName, feedNames } from "../support/feeds.ts";
import { type PolicyName, policyNames } from "../support/random_policies.ts";

/** Part of every value of every customer. It must never be seen outside the request. */
export const personal = "Żółkiewska-PII";

/** Whether a text contains a part of a customer's value. */
export const isPersonal = (text: string): boolean => text.includes("PII");

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

/** Whether a row of these kinds is created where nothing goes wrong. */
const isGood = (row: unknown, unknownFields: string | undefined): boolean =>
  typeof row === "object" && row !== null && "surname" in row && !("group" in row) &&
  !("note" in row) &&
  (!("secret" in row) || unknownFields === "send") &&
  (!("phone_number" in row) || row.phone_number === "600 100 200") &&
  !("custom_fields" in row && Object.values(row.custom_fields as object).some(Array.isArray));

/** One random import. */
export interface Case {
  readonly rows: ReadonlyArray<unknown>;
  readonly options: AddCustomersOptions & { readonly concurrency: number };
  readonly plan: RandomFaults;
  /** Innermost first. Any policy may occur, any number of times. */
  readonly policies: ReadonlyArray<PolicyName>;
  /** The turn of the clock after which the import is interrupted, if it has not ended by then. */
  readonly interruptAt: number;
  readonly feed: FeedName;
}

/** The tags of the outcomes of a case in which nothing goes wrong. */
export const expectedTags = ({ options, rows }: Case): Array<Outcome["_tag"]> =>
  rows.map((row) => isGood(row, options.unknownFields) ? "Created" : "Rejected");

const integer = (minimum: number, maximum: number) =>
  Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum, maximum })));

const stalls = allFaults.filter(({ kind }) => kind === "stall");
/** Thulium ends what it works on within a minute after the request. */
const lateAnswers = [2, 15, 45, 59].map((seconds): Fault => ({ kind: "late", seconds }));

/** Any import. */
export const cases: Arbitrary.Arbitrary<Case> = Arbitrary.all({
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
  only: Arbitrary.schema(Schema.Literals(["every fault", "stalls", "late answers"])),
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
      faults: only === "every fault" ? allFaults : only === "stalls" ? stalls : lateAnswers,
    },
    policies,
    interruptAt,
    feed,
  })),
);

/** Imports without policies. */
export const plainCases: Arbitrary.Arbitrary<Case> = Arbitrary.map(
  cases,
  (given) => ({ ...given, policies: [] }),
);

/** Imports without policies, faults, interruptions or limits. */
export const undisturbedCases: Arbitrary.Arbitrary<Case> = Arbitrary.map(cases, (given) => ({
  ...given,
  plan: { seed: 0, rate: 0 },
  policies: [],
  interruptAt: Infinity,
  options: { ...given.options, deadline: undefined, maxCalls: undefined },
}));
