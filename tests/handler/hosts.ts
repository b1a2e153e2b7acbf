/**
 * Where the handler runs for its suite: in memory, on `deno serve`, and in real workerd from the bundle that
 * users deploy. All of them call a sandbox over real HTTP.
 */
import { makeHandler } from "../../src/handler/mod.ts";
import { Routes } from "../../src/sandbox/routes.ts";
import { serve } from "../../src/sandbox/serve.ts";

export interface Running {
  /** Sends a request to the handler. */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** What the handler has logged so far, and after it was closed all of it. */
  readonly log: () => string;
  readonly close: () => Promise<void>;
}

export type Env = { readonly [name: string]: string };
export type Start = (env: Env) => Promise<Running>;

const root = new URL("../../", import.meta.url).pathname;

const inMemory: Start = (env) => {
  const lines: Array<string> = [];
  const { log } = console;
  // The handler's log is the console's.
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

/** Starts a server as a child process and waits until it names its address. */
export const asChild = async (
  args: ReadonlyArray<string>,
  env: Env,
  signal: Deno.Signal,
  cwd: string = root,
): Promise<Running & { readonly url: string }> => {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env: { ...env, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let printed = "";
  const { promise: url, reject, resolve } = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      printed += text;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (found !== undefined) resolve(found);
    }
    reject(new Error(`the server did not start:\n${printed}`));
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  reading.catch(reject);
  const base = await url;
  return {
    url: base,
    fetch: (path, init) => fetch(base + path, { redirect: "manual", ...init }),
    log: () => printed,
    close: async () => {
      child.kill(signal);
      await Promise.all([child.status, reading]);
    },
  };
};

const onDeno: Start = (env) =>
  asChild(
    ["serve", "--no-check", "--host=127.0.0.1", "--port=0", "--allow-net=127.0.0.1", "--allow-env"]
      .concat("examples/deno-deploy/main.ts"),
    env,
    // It would wait for requests that some tests never end.
    "SIGKILL",
  );

/** Bundles a Worker by the same command as `deno task build:worker`, or another one in its place. */
const build = async (source?: string): Promise<string> => {
  const { tasks } = JSON.parse(await Deno.readTextFile(`${root}deno.json`));
  const args: Array<string> = tasks["build:worker"].command.split(" ").slice(1);
  const output = args.indexOf("--output") + 1;
  if (source !== undefined) {
    args[output] = `dist/${source.replaceAll("/", "_")}.js`;
    args[args.length - 1] = source;
  }
  const { code, stderr } = await new Deno.Command(Deno.execPath(), { args, cwd: root }).output();
  if (code !== 0) throw new Error(new TextDecoder().decode(stderr));
  return root + args[output];
};

/** The bundle, made once. */
let bundle: Promise<string> | undefined;

const onWorkerd: Start = async (env) => await startWorker(await (bundle ??= build()), env);

const startWorker = (worker: string, env: Env): Promise<Running> => {
  const args = ["run", "-A", "--no-check", "tests/support/workerd.ts", worker];
  return asChild([...args, JSON.stringify(env)], {}, "SIGTERM");
};

/** Starts a Worker of a user, from its source in this project. */
export const startWorkerFrom = async (source: string, env: Env): Promise<Running> =>
  await startWorker(await build(source), env);

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
