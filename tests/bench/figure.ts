/** A result of the benchmark: our value, the value of a peer, and the target. */

/** A target for the ratio ours ÷ peer, or for our own value. */
export interface Target {
  readonly of: "ratio" | "value";
  readonly is: "≤" | "<" | "≥";
  readonly than: number;
}

/** One row of the table of results. */
export interface Figure {
  readonly what: string;
  readonly unit: string;
  /** The median. */
  readonly ours: number;
  readonly peer: { readonly name: string; readonly value: number };
  /** Missing in a row that only informs. */
  readonly target?: Target;
  /** All readings that the medians were computed from, in the order of the measurements. */
  readonly readings: { readonly ours: ReadonlyArray<number>; readonly peer: ReadonlyArray<number> };
}

export const ratioAtMost = (than: number): Target => ({ of: "ratio", is: "≤", than });
export const ratioBelow = (than: number): Target => ({ of: "ratio", is: "<", than });
export const ratioAtLeast = (than: number): Target => ({ of: "ratio", is: "≥", than });
export const valueAtLeast = (than: number): Target => ({ of: "value", is: "≥", than });
export const valueAtMost = (than: number): Target => ({ of: "value", is: "≤", than });

export const median = (values: ReadonlyArray<number>): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
};

/** Rounds to four digits: such measurements are not more precise. */
const rounded = (value: number): number => Number(value.toPrecision(4));

interface Readings {
  readonly ours: ReadonlyArray<number>;
  readonly peer: ReadonlyArray<number>;
}

/** The figure that follows from readings. */
export const figure = (
  what: string,
  unit: string,
  peer: string,
  readings: Readings,
  target?: Target,
): Figure => ({
  what,
  unit,
  ours: rounded(median(readings.ours)),
  peer: { name: peer, value: rounded(median(readings.peer)) },
  ...(target === undefined ? {} : { target }),
  readings: { ours: readings.ours.map(rounded), peer: readings.peer.map(rounded) },
});

export const ratioOf = ({ ours, peer }: Figure): number => ours / peer.value;

/** Whether the target is reached. `undefined` if there is no target. */
export const isMet = (figure: Figure): boolean | undefined => {
  if (figure.target === undefined) return undefined;
  const { is, of, than } = figure.target;
  const value = of === "ratio" ? ratioOf(figure) : figure.ours;
  if (is === "≥") return value >= than;
  return is === "<" ? value < than : value <= than;
};
