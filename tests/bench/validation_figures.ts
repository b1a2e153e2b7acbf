/** Our validation compared with zod's, in the same Worker, on Deno and in workerd. */
import { alternate, type Effort, type Say } from "./alternate.ts";
import { bundle } from "../support/bundle.ts";
import { type Figure, figure, ratioAtLeast } from "./figure.ts";
import { inTempFolder } from "../support/files.ts";
import { pathOf, serve, type Server, serveWorker } from "./programs.ts";

type Kind = "valid" | "invalid";
type Who = "ours" | "zod";

/** Has `count` customers validated, and gives the seconds that it took. */
const validate = async (
  server: Server,
  who: Who,
  kind: Kind,
  count: number,
): Promise<number> => {
  const began = performance.now();
  const response = await fetch(`${server.url}/${who}/${kind}/${count}`);
  const passed = await response.json();
  if (passed !== (kind === "valid" ? count : 0)) throw new Error(`${who}: ${passed} of ${count}`);
  return (performance.now() - began) / 1000;
};

/** How many customers can be validated in the given time, after a warm-up. */
const countFor = async (server: Server, who: Who, kind: Kind, seconds: number): Promise<number> => {
  let count = 1000;
  for (;;) {
    const took = await validate(server, who, kind, count);
    if (took > seconds / 2) return Math.ceil(count * seconds / took);
    count *= 2;
  }
};

const compare = async (
  what: string,
  server: Server,
  kind: Kind,
  target: number,
  { quick, rounds }: Effort,
  say: Say,
): Promise<Figure> => {
  say(`warming up, ${kind}`);
  const seconds = quick ? 0.1 : 0.5;
  const counts = {
    ours: await countFor(server, "ours", kind, seconds),
    zod: await countFor(server, "zod", kind, seconds),
  };
  const thousandsPerSecond = (who: Who) => async () =>
    counts[who] / await validate(server, who, kind, counts[who]) / 1000;
  const rates = await alternate(
    { ours: thousandsPerSecond("ours"), zod: thousandsPerSecond("zod") },
    rounds,
    say,
  );
  const readings = { ours: rates.ours, peer: rates.zod };
  return figure(what, "k/s", "zod", readings, ratioAtLeast(target));
};

const compareBoth = async (
  where: string,
  server: Server,
  effort: Effort,
  say: Say,
): Promise<ReadonlyArray<Figure>> => [
  await compare(
    `validation ${where}, valid customers with all fields`,
    server,
    "valid",
    3,
    effort,
    say,
  ),
  await compare(
    `validation ${where}, four broken rules each, all issues reported`,
    server,
    "invalid",
    1,
    effort,
    say,
  ),
];

const worker = "tests/bench/programs/validation_worker.ts";

export const denoValidationFigures = async (
  effort: Effort,
  say: Say,
): Promise<ReadonlyArray<Figure>> => {
  await using server = await serve([
    pathOf("./programs/serve_worker.ts"),
    pathOf("./programs/validation_worker.ts"),
  ]);
  return await compareBoth("on Deno", server, effort, say);
};

export const workerdValidationFigures = (
  effort: Effort,
  say: Say,
): Promise<ReadonlyArray<Figure>> =>
  inTempFolder(async (folder) => {
    await using upstream = await serve([pathOf("./programs/answering_server.ts")]);
    await using server = await serveWorker(await bundle(worker, folder), {
      THULIUM_URL: upstream.url,
    });
    return await compareBoth("in workerd", server, effort, say);
  });
