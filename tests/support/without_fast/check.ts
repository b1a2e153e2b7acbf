/** Stands for `src/customer/fast/check.ts` when the fast paths are switched off: recognizes nothing. */
import type { Customer } from "../../../src/customer/model.ts";

export const isSurelyCustomer = (_: unknown): _ is Customer => false;
