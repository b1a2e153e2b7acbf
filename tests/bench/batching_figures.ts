/** Concurrent `addCustomer` calls, which share requests, compared with one list of the same customers. */
import type { Effort, Say } from "./alternate.ts";
import { type Figure, figure, ratioAtLeast } from "./figure.ts";
import { output, pathOf, serve } from "./programs.ts";

export const batchingFigures = async (
  { quick, rounds }: Effort,
  say: Say,
): Promise<ReadonlyArray<Figure>> => {
  const count = quick ? 20_000 : 100_000;
  await using server = await serve([pathOf("./programs/answering_server.ts")]);
  say(`${rounds} rounds`);
  const { list, single } = JSON.parse(
    await output([pathOf("./programs/timed_adds.ts"), server.url, String(count), String(rounds)]),
  );
  return [
    figure(
      `addCustomer ${count.toLocaleString("en")} times at once`,
      "k/s",
      "addCustomers",
      { ours: single, peer: list },
      ratioAtLeast(0.7),
    ),
  ];
};
