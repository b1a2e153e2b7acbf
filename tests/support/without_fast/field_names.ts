/** Stands for `src/customer/fast/field_names.ts` when the fast paths are switched off: nobody looks for names. */
export {};
