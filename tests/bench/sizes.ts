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
    maxBytes: 70_200,
  },
  library: {
    what: "a program that calls addCustomers with default policies",
    entry: "tests/bench/programs/add_customers.ts",
    maxBytes: 41_300,
  },
} as const satisfies { readonly [name: string]: Size };
