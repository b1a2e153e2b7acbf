/** The sizes of bundles that users deploy or download, compared with a peer's, bundled by the same command. */
import type { Effort, Say } from "./alternate.ts";
import { gzippedBytes } from "../support/bundle.ts";
import { type Figure, figure, ratioAtMost, valueAtMost } from "./figure.ts";
import { sizes } from "./sizes.ts";

const kilobytes = async (entry: string): Promise<ReadonlyArray<number>> => [
  await gzippedBytes(entry) / 1000,
];

export const sizeFigures = async (_: Effort, say: Say): Promise<ReadonlyArray<Figure>> => {
  say("bundling");
  const { library, worker } = sizes;
  return [
    figure(
      `${worker.what}, gzipped`,
      "kB",
      "hono",
      {
        ours: await kilobytes(worker.entry),
        peer: await kilobytes("tests/bench/programs/peers/hono.ts"),
      },
      ratioAtMost(0.9),
    ),
    figure(
      `${library.what}, gzipped`,
      "kB",
      "Effect, Schema, Stream, HttpClient",
      {
        ours: await kilobytes(library.entry),
        peer: await kilobytes("tests/bench/programs/peers/effect_alone.ts"),
      },
      valueAtMost(56),
    ),
  ];
};
