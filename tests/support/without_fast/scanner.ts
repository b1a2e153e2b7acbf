/** Stands for `src/customer/fast/scanner.ts` when the fast paths are switched off: recognizes nothing. */
export class CustomerScanner {
  readonly markStart = 0;
  readonly markEnd = 0;

  endOfCustomer(_bytes: Uint8Array, _start: number, _end: number): number {
    return 0;
  }

  endOfLoose(_bytes: Uint8Array, _start: number, _end: number): number {
    return 0;
  }
}
