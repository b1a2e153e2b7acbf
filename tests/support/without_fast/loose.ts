/** Stands for `src/customer/fast/loose.ts` when the fast paths are switched off: nobody writes what is not recognized. */
export const writeExactly = (
  _bytes: Uint8Array,
  _start: number,
  _end: number,
  _target: Uint8Array,
  _place: number,
): number => {
  throw new Error("nothing was recognized");
};
