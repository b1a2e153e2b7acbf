/**
 * The hosts that run the handler in the tests of its behaviour: in memory, on `deno serve`, and in real workerd from
 * the bundle that users deploy. On all of them it calls a sandbox over real HTTP.
 */
import { makeHandler } from "../../src/handler/mod.ts";
import { Routes } from "../../src/sandbox/routes.ts";
import { serve } from "../../src/sandbox/serve.ts";
import { bundle } from "../support/bundle.ts";
import { asChild, type Env } from "../support/child_server.ts";
import { root } from "../support/manifest.ts";

export interface Running {
  /** Where it listens, unless it runs in memory. */
  readonly url?: string;
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

const bundles = `${root}dist/tests`;

/** The bundle, made once for all tests. */
let worker: Promise<string> | undefined;

const onWorkerd: Start = async (env) =>
  await startWorker(await (worker ??= bundle("src/handler/cloudflare.ts", bundles)), env);

const startWorker = (worker: string, env: Env): Promise<Running> => {
  const args = ["run", "-A", "--no-check", "tests/bench/programs/workerd.ts", worker];
  return asChild([...args, JSON.stringify(env)], {}, "SIGTERM");
};

/** Starts a Worker from a source file of this project, such as an example. */
export const startWorkerFrom = async (source: string, env: Env): Promise<Running> =>
  await startWorker(await bundle(source, bundles), env);

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
