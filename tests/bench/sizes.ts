/**
 * The limits of the sizes of bundles, gzipped. `size_test.ts` checks them. If a change makes a bundle smaller, lower
 * its limit here. If it has a good reason to make one larger, raise the limit and give the reason.
 */

/** A bundle and its limit. */
export interface Size {
  readonly what: string;
  /** The path of the entry point from the project's root. */
  readonly entry: string;
  readonly maxBytes: number;
}

export const sizes = {
  worker: {
    what: "the Worker with everything on",
    entry: "src/handler/cloudflare.ts",
    // It was 70,200 before 0.1.0 refused numbers that would be changed, proved an absence by time, asked who wrote a
    // 503, and let rate limits serve in order. Each of them is a promise, and takes code. It was 73,200 before customers
    // could be looked up by more than their identifiers, and before a lookup asked each entry for its key; and 74,300
    // before claims were confirmed right before each request. It was 74,600 before the handler was fair to its callers,
    // gave a refused stream a status of its own, kept web pages of other origins out, and read Polish headers of CSV.
    // It was 77,300 before an operator could see what happens: defects with their stacks, spans with counts, events and
    // links, metrics and log records of retries, waits, splits, lookups and circuits, ids for questions to Thulium, and
    // an end of the handler that loses no telemetry.
    // It was 80,500 before bodies were read within a budget of memory, in parts that do not depend on the sender's
    // pieces, and callers who left were noticed.
    // It was 81,200 before customers could be updated: another table of rules, another method, and its description; before
    // a foreign byte cost only its row, a field given twice was refused, whole numbers stayed exact, and answers that
    // nobody reads ended. 9,000 of it are the tables of CSV: the names that programs give to columns in three languages,
    // what cells mean, and what is said of them.
    // It was 97,000 before workbooks were read: 8,500 for the reader, with its bounds and checks, 2,200 to inflate, and
    // 1,000 for the body and its description. They are not loaded later, because a Worker is one file. It was 108,300
    // before outcomes had the texts of a sync, values that stand for none were nobody's key, and the rows of a second
    // table were refused. It was 110,400 before a call took half the time and lines as Python and PHP write them a third: the
    // usual answer is read without parsing it, and such lines are recognized without parsing them.
    maxBytes: 113_800,
  },
  library: {
    what: "a program that calls addCustomers with default policies",
    entry: "tests/bench/programs/add_customers.ts",
    // It was 41,300 before the same changes of the first kind, and 43,900 before those of the second. It was 45,400 before
    // a call knew whether it adds or updates: its policies, its answers and its texts depend on that. It was 45,900 before
    // rows had further checks, nulls could be omitted, and a name that differs in case only was said. It was 47,100 before
    // outcomes had the texts of a sync, and 47,300 before a call took half the time, as above, and its parts could be loaded
    // without those that find their own way to Thulium.
    maxBytes: 48_600,
  },
} as const satisfies { readonly [name: string]: Size };
