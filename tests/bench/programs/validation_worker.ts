// Validates a given number of customers, on Deno or in workerd: GET /ours/valid/1000
// The caller measures the time, because a Worker's clock stands still while it computes.
import * as Result from "effect/Result";
import { validateCustomer } from "../../../mod.ts";
import { customerAt } from "../customers.ts";
import { ZodCustomer } from "./peers/zod_customer.ts";

const valid = Array.from({ length: 1000 }, (_, i) => customerAt(i));
const inputs: { readonly [kind: string]: ReadonlyArray<unknown> } = {
  valid,
  invalid: valid.map((customer) => ({
    ...customer,
    surname: "",
    phone_number: 5,
    vip: "tak",
    address: { street: 5 },
  })),
};
const isValid: { readonly [who: string]: (input: unknown) => boolean } = {
  ours: (input) => Result.isSuccess(validateCustomer(input)),
  zod: (input) => ZodCustomer.safeParse(input).success,
};

export default {
  fetch: (request: Request): Response => {
    const [who, kind, count] = new URL(request.url).pathname.slice(1).split("/");
    const check = isValid[who];
    const customers = inputs[kind];
    if (check === undefined || customers === undefined) return new Response(null, { status: 404 });
    let passed = 0;
    for (let i = 0; i < Number(count); i++) if (check(customers[i % 1000])) passed++;
    return Response.json(passed);
  },
};
