/**
 * `deno task bench:scale`: measures throughput and memory of imports through the library, for up to a million
 * customers and for several values of concurrency, batch size and latency of the server. Writes scale.json and
 * scale.svg next to this file. `--draw` only draws scale.svg again, from the results in scale.json. Linux only.
 */
import { parseArgs } from "node:util";
import { environment } from "./environment.ts";
import { median } from "./figure.ts";
import { output, pathOf, serve, type Server } from "./programs.ts";
import { draw, drawingFile, scaleFile } from "./scale_drawing.ts";
import { latencies, type Point, type Scale, type Setting, settings } from "./scale_points.ts";

const rounds = 2;
const { values: { draw: drawOnly } } = parseArgs({
  options: { draw: { type: "boolean", default: false } },
});

interface Reading {
  readonly perSecond: number;
  readonly megabytes: number;
}

const measure = async (
  { batchSize, concurrency, customers, latencyMillis }: Setting,
  servers: ReadonlyMap<number, Server>,
): Promise<Reading> => {
  const urls = [0, latencyMillis].map((latency) => servers.get(latency)?.url ?? "");
  const sizes = [customers, concurrency, batchSize].map(String);
  return JSON.parse(await output([pathOf("./programs/timed_import.ts"), ...urls, ...sizes]));
};

const measureAll = async (): Promise<ReadonlyArray<Point>> => {
  const servers = new Map<number, Server>();
  await using stack = new AsyncDisposableStack();
  for (const latency of latencies) {
    const server = await serve([pathOf("./programs/answering_server.ts"), String(latency)]);
    servers.set(latency, stack.use(server));
  }
  const readings: Array<Array<Reading>> = settings.map(() => []);
  for (let round = 1; round <= rounds; round++) {
    for (const [i, setting] of settings.entries()) {
      const { customers, latencyMillis, varied } = setting;
      const where = `round ${round} of ${rounds}, ${i + 1} of ${settings.length}`;
      console.error(
        `${where}: ${varied} ${setting[varied]}, ${latencyMillis} ms, ${customers} customers`,
      );
      readings[i].push(await measure(setting, servers));
    }
  }
  return settings.map((setting, i) => ({
    ...setting,
    perSecond: Math.round(median(readings[i].map(({ perSecond }) => perSecond))),
    megabytes: Math.round(median(readings[i].map(({ megabytes }) => megabytes))),
  }));
};

if (!drawOnly) {
  const measured: Scale = { environment: environment(), rounds, points: await measureAll() };
  await Deno.writeTextFile(scaleFile, `${JSON.stringify(measured, undefined, 2)}\n`);
}
await Deno.writeTextFile(drawingFile, await draw());
