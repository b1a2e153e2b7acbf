/** Stands for `src/customer/fast/body.ts` when the fast paths are switched off: recognizes nothing. */
export const scanBody = (_: Uint8Array): undefined => undefined;
