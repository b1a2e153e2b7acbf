/**
 * What an attack may cost at most. The bounds are generous, some ten times what is measured on an idle machine, so that
 * they hold on a busy one; what is without a bound passes them by far.
 */
export const bounds = {
  /** CPU for a body, in milliseconds: for each piece that the sender chose to send, for each line, and for each byte. */
  cpuMillisPerPiece: 0.02,
  cpuMillisPerLine: 0.05,
  cpuMillisPerByte: 0.002,
  /** CPU for any body, however small; twice as much for the large bodies of a long run. */
  cpuMillisAnyway: 250,
  /** CPU for a small generated case, with its Thulium and its caller. */
  cpuMillisPerCase: 100,
  /** Memory for a connection that has announced much and sent little. */
  bytesPerConnection: 1_000_000,
  /** Memory for a caller who reads nothing of an answer of 8 MB. Half of it is garbage that is not collected yet. */
  bytesPerUnreadAnswer: 60_000_000,
  /** How much the last quarter of the soak may have more than the second one. A garbage collector leaves some noise. */
  soakRssBytes: 20_000_000,
  soakHeapBytes: 10_000_000,
  soakDescriptors: 10,
} as const;
