/**
 * The hosts that run the handler in the tests of its behaviour: in memory, on `deno serve`, and in real workerd from
 * the bundle that users deploy. On all of them it calls a sandbox over real HTTP.
 */
import { makeHandler } from "../../src/handler/mod.ts";
import { Routes } from "../../src/sandbox/routes.ts";
import { serve } from "../../src/sandbox/serve.ts";
import { asChild, type Env } from "../support/child_server.ts";
import { bundleWorker, startWorker } from "../support/workerd.ts";

export interface Running {
  /** Where it listens, if it does. */
  readonly url?: string | undefined;
  /** Sends a request to the handler. */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** What the handler has logged so far. After `close` it is complete. */
  readonly log: () => string;
  readonly close: () => Promise<void>;
}

export type Start = (env: Env) => Promise<Running>;

const inMemory: Start = (env) => {
  const lines: Array<string> = [];
  const { log } = console;
  // The handler logs to the console.
  console.log = (line) => lines.push(String(line));
  const handler = makeHandler({ env });
  return Promise.resolve({
    fetch: (path, init) => handler(new Request(`http://handler.localhost${path}`, init)),
    log: () => lines.join("\n"),
    close: () => {
      console.log = log;
      return Promise.resolve();
    },
  });
};

const onDeno: Start = (env) =>
  asChild(
    ["serve", "--no-check", "--host=127.0.0.1", "--port=0", "--allow-net=127.0.0.1", "--allow-env"]
      .concat("examples/deno-deploy/main.ts"),
    env,
    // After SIGTERM it would wait for the requests that some tests never end.
    "SIGKILL",
  );

/** The bundle, made once for all tests. */
let worker: Promise<string> | undefined;

const onWorkerd: Start = async (env) =>
  await startWorker(await (worker ??= bundleWorker("src/handler/cloudflare.ts")), env);

/** Starts a Worker from a source file of this project, such as an example. */
export const startWorkerFrom = async (source: string, env: Env): Promise<Running> =>
  await startWorker(await bundleWorker(source), env);

export const hosts: { readonly [name: string]: Start } = {
  "in memory": inMemory,
  "on deno serve": onDeno,
  "on workerd": onWorkerd,
};

/** A sandbox over HTTP. */
export const startSandbox = async () => {
  const routes = new Routes();
  const served = await serve(routes);
  return { routes, ...served };
};
