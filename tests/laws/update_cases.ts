/** Random runs of updates: each row is an update of a customer of its own, whose id follows from the row's place. */
import type { Outcome } from "../../mod.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Schema from "effect/Schema";
import { type Case, cases, personal } from "./cases.ts";

/** The id of the customer that a row changes. */
export const idOf = (row: number): number => 13 + row;

const kinds = {
  good: (customer_id: number, text: string) => ({
    customer_id,
    note: text,
    email: [text],
    address: { city: text },
    custom_fields: { Kampania: text },
  }),
  byText: (customer_id: number, text: string) => ({ customer_id: String(customer_id), name: text }),
  clears: (customer_id: number) => ({
    customer_id,
    name: null,
    note: "",
    address: { city: null, street: "" },
    custom_fields: { Kampania: "", Kolor: null },
  }),
  changesNothing: (customer_id: number) => ({ customer_id }),
  unknownCustomer: (customer_id: number, text: string) => ({
    customer_id: 1000 + customer_id,
    note: text,
  }),
  noId: (_: number, text: string) => ({ surname: text }),
  phoneForThulium: (customer_id: number) => ({ customer_id, phone_number: `600 ${personal}` }),
  unknownGroup: (customer_id: number, text: string) => ({ customer_id, group: text }),
  unknownField: (customer_id: number, text: string) => ({ customer_id, secret: text }),
  tooLarge: (customer_id: number) => ({ customer_id, note: personal.repeat(100) }),
  nothing: () => null,
};
type Kind = keyof typeof kinds;

const changing: ReadonlySet<Kind> = new Set(["good", "byText", "clears", "changesNothing"]);

/** A run of updates. */
export interface UpdateCase extends Case {
  readonly kinds: ReadonlyArray<Kind>;
}

/** The tags of the outcomes of a case in which nothing goes wrong. */
export const expectedUpdates = ({ kinds, options }: UpdateCase): Array<Outcome["_tag"]> =>
  kinds.map((kind) =>
    changing.has(kind) || kind === "unknownField" && options.unknownFields === "send"
      ? "Updated"
      : "Rejected"
  );

/** Any run of updates. */
export const updateCases: Arbitrary.Arbitrary<UpdateCase> = Arbitrary.all({
  given: cases,
  rows: Arbitrary.array(
    Arbitrary.all({
      kind: Arbitrary.schema(Schema.Literals(Object.keys(kinds) as [Kind, ...Array<Kind>])),
      text: Arbitrary.schema(Schema.String),
    }),
    { minLength: 1, maxLength: 20 },
  ),
}).pipe(
  Arbitrary.map(({ given, rows }) => ({
    ...given,
    rows: rows.map(({ kind, text }, row) => kinds[kind](idOf(row), `${personal} ${text}`)),
    kinds: rows.map(({ kind }) => kind),
  })),
);

/** Runs without policies, faults, interruptions or limits. */
export const undisturbedUpdates: Arbitrary.Arbitrary<UpdateCase> = Arbitrary.map(
  updateCases,
  (given) => ({
    ...given,
    plan: { seed: 0, rate: 0 },
    policies: [],
    interruptAt: Infinity,
    options: { ...given.options, deadline: undefined, maxCalls: undefined },
  }),
);
