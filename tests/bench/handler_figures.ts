/**
 * Our handler compared with one written with Hono, on Deno and in workerd. Both handlers run in processes of their
 * own, with the same client and the same server in Thulium's place.
 */
import { alternate, type Effort, type Say } from "./alternate.ts";
import { bundle } from "../support/bundle.ts";
import { type Figure, figure, ratioAtLeast, ratioAtMost } from "./figure.ts";
import { checkSameAnswers, envFor } from "./handler_request.ts";
import type { Env } from "../support/child_server.ts";
import { inTempFolder } from "../support/files.ts";
import { output, pathOf, serve, type Server, serveWorker } from "./programs.ts";

const connections = 16;

interface Load {
  readonly perSecond: number;
  readonly cpuMicros: number;
}

const load = (server: Server, seconds: number) => async (): Promise<Load> => {
  const before = server.cpuSeconds();
  const { answered, perSecond } = JSON.parse(
    await output([
      pathOf("./programs/keep_alive_client.ts"),
      server.url,
      String(connections),
      String(seconds),
    ]),
  );
  return { perSecond, cpuMicros: (server.cpuSeconds() - before) * 1e6 / answered };
};

interface Servers {
  readonly ours: Server;
  readonly hono: Server;
  readonly floor: Server;
}

/** Requests per second of running servers. */
const loads = async (
  where: string,
  { floor, hono, ours }: Servers,
  { quick, rounds }: Effort,
  say: Say,
): Promise<ReadonlyArray<Figure>> => {
  await checkSameAnswers(ours.url, hono.url);
  const seconds = quick ? 1 : 3;
  const measured = {
    ours: load(ours, seconds),
    hono: load(hono, seconds),
    floor: load(floor, seconds),
  };
  say("warming up");
  await alternate(measured, 1, say);
  const runs = await alternate(measured, rounds, say);
  const readings = (peer: "hono" | "floor", of: keyof Load) => ({
    ours: runs.ours.map((run) => run[of]),
    peer: runs[peer].map((run) => run[of]),
  });
  const what = `handler ${where}, 20 customers per request`;
  const cpu = `${what}: CPU time of the server`;
  return [
    figure(what, "requests/s", "hono", readings("hono", "perSecond"), ratioAtLeast(1.2)),
    figure(cpu, "µs", "hono", readings("hono", "cpuMicros")),
    figure(cpu, "µs", "the runtime alone", readings("floor", "cpuMicros")),
  ];
};

export const denoHandlerFigures = async (
  effort: Effort,
  say: Say,
): Promise<ReadonlyArray<Figure>> => {
  await using upstream = await serve([pathOf("./programs/answering_server.ts")]);
  const env = envFor(upstream.url);
  await using ours = await serve([pathOf("../../src/handler/main.ts"), "--port", "0"], env.ours);
  const peer = (name: "hono" | "floor") =>
    serve(
      [pathOf("./programs/serve_worker.ts"), pathOf(`./programs/peers/${name}.ts`)],
      env[name],
    );
  await using hono = await peer("hono");
  await using floor = await peer("floor");
  return await loads("on Deno", { ours, hono, floor }, effort, say);
};

interface Worker {
  readonly file: string;
  readonly env: Env;
}

/** Milliseconds from the start of the process to the first answer. */
const coldStart = ({ env, file }: Worker) => async (): Promise<number> => {
  await using server = await serveWorker(file, env);
  return Number(/after ([\d.]+) ms/.exec(server.greeting)?.[1]);
};

export const workerdHandlerFigures = (
  effort: Effort,
  say: Say,
): Promise<ReadonlyArray<Figure>> =>
  inTempFolder(async (folder) => {
    await using upstream = await serve([pathOf("./programs/answering_server.ts")]);
    const env = envFor(upstream.url);
    const peer = (name: string) => bundle(`tests/bench/programs/peers/${name}.ts`, folder);
    const workers = {
      ours: { file: await bundle("src/handler/cloudflare.ts", folder), env: env.ours },
      hono: { file: await peer("hono"), env: env.hono },
      floor: { file: await peer("floor"), env: env.floor },
      empty: { file: await peer("empty_worker"), env: env.floor },
    };
    const starts = await alternate(
      {
        ours: coldStart(workers.ours),
        hono: coldStart(workers.hono),
        empty: coldStart(workers.empty),
      },
      effort.rounds * 2,
      say,
    );
    await using ours = await serveWorker(workers.ours.file, env.ours);
    await using hono = await serveWorker(workers.hono.file, env.hono);
    await using floor = await serveWorker(workers.floor.file, env.floor);
    const what = "handler in workerd, cold start to the first answer";
    return [
      figure(what, "ms", "hono", { ours: starts.ours, peer: starts.hono }, ratioAtMost(0.8)),
      figure(what, "ms", "an empty Worker", { ours: starts.ours, peer: starts.empty }),
      ...await loads("in workerd", { ours, hono, floor }, effort, say),
    ];
  });
