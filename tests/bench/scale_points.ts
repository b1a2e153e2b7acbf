/** The settings that `deno task bench:scale` measures, and the form of its results. */
import type { Environment } from "./environment.ts";

/** The settings of one import. */
export interface Setting {
  /** The setting that differs from its default. */
  readonly varied: "customers" | "concurrency" | "batchSize";
  readonly customers: number;
  readonly concurrency: number;
  readonly batchSize: number;
  /** The time that the server waits before it answers. */
  readonly latencyMillis: number;
}

/** The result of an import: the medians of several rounds. */
export interface Point extends Setting {
  readonly perSecond: number;
  readonly megabytes: number;
}

/** The results as they are kept in scale.json. */
export interface Scale {
  readonly environment: Environment;
  readonly rounds: number;
  readonly points: ReadonlyArray<Point>;
}

export const latencies = [0, 20, 200];
const defaults = { concurrency: 4, batchSize: 100 };

/** About as many customers as can be imported in three seconds, so that no setting takes much longer than another. */
const customersFor = (
  { batchSize, concurrency, latencyMillis }: Omit<Setting, "varied" | "customers">,
): number => {
  const seconds = 3;
  const callSeconds = latencyMillis / 1000 + 0.0005 + batchSize / 50_000;
  const perSecond = Math.min(50_000, concurrency * batchSize / callSeconds);
  return Math.ceil(Math.max(perSecond * seconds, 2 * concurrency * batchSize));
};

const varying = (
  varied: "concurrency" | "batchSize",
  values: ReadonlyArray<number>,
): ReadonlyArray<Setting> =>
  latencies.flatMap((latencyMillis) =>
    values.map((value) => {
      const setting = { ...defaults, [varied]: value, latencyMillis };
      return { varied, ...setting, customers: customersFor(setting) };
    })
  );

/** Up to a million customers, and fewer if the latency alone would take minutes. */
const counts: { readonly [latencyMillis: number]: ReadonlyArray<number> } = {
  0: [1_000, 10_000, 100_000, 1_000_000],
  20: [1_000, 10_000, 100_000],
  200: [1_000, 10_000],
};

export const settings: ReadonlyArray<Setting> = [
  ...latencies.flatMap((latencyMillis) =>
    counts[latencyMillis].map((customers): Setting => ({
      varied: "customers",
      ...defaults,
      customers,
      latencyMillis,
    }))
  ),
  ...varying("concurrency", [1, 2, 4, 8, 16, 32, 64]),
  ...varying("batchSize", [1, 10, 100, 1000]),
];
