/**
 * How large the bundles may be, gzipped. `size_test.ts` holds them to it: whoever makes one smaller lowers its
 * limit here, and whoever has a reason to make one larger raises it and says why.
 */

/** A bundle and its limit. */
export interface Size {
  readonly what: string;
  /** The entry point, from the project's root. */
  readonly entry: string;
  readonly maxBytes: number;
}

export const sizes = {
  worker: {
    what: "the Worker with everything on",
    entry: "src/handler/cloudflare.ts",
    maxBytes: 71_700,
  },
  library: {
    what: "a program that calls addCustomers with default policies",
    entry: "tests/bench/programs/add_customers.ts",
    maxBytes: 41_500,
  },
} as const satisfies { readonly [name: string]: Size };
