/** Measures contestants in turns, so that other load on the machine affects them equally. */

/** Shows the progress of a benchmark. */
export type Say = (text: string) => void;

/** How thoroughly to measure. */
export interface Effort {
  readonly rounds: number;
  readonly quick: boolean;
}

type Contestants<Name extends string, Reading> = {
  readonly [name in Name]: () => Promise<Reading>;
};

/** Measures each contestant once per round. The order is reversed in every second round. */
export const alternate = async <Name extends string, Reading>(
  contestants: Contestants<Name, Reading>,
  rounds: number,
  say: Say,
): Promise<{ readonly [name in Name]: ReadonlyArray<Reading> }> => {
  const names = Object.keys(contestants) as Array<Name>;
  const readings = Object.fromEntries(
    names.map((name) => [name, new Array<Reading>()]),
  ) as { [name in Name]: Array<Reading> };
  for (let round = 0; round < rounds; round++) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      say(`round ${round + 1} of ${rounds}: ${name}`);
      readings[name].push(await contestants[name]());
    }
  }
  return readings;
};
