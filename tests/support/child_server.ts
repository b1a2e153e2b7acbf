/** Runs Deno programs that serve, each in a process of its own. */
import { root } from "./manifest.ts";

export type Env = { readonly [name: string]: string };

/** A running server. */
export interface ChildServer {
  readonly url: string;
  readonly pid: number;
  /** Sends a request to the server. */
  readonly fetch: (path: string, init?: RequestInit) => Promise<Response>;
  /** What the server has printed so far; after `close`, all that it printed. */
  readonly log: () => string;
  readonly close: () => Promise<void>;
}

/** Starts a server as a child process and waits until it prints its address. */
export const asChild = async (
  args: ReadonlyArray<string>,
  env: Env,
  signal: Deno.Signal,
  cwd: string = root,
): Promise<ChildServer> => {
  const child = new Deno.Command(Deno.execPath(), {
    args: [...args],
    cwd,
    env: { ...env, NO_COLOR: "1" },
    stdin: "null",
    stdout: "piped",
    stderr: "piped",
  }).spawn();
  let printed = "";
  let isReady = false;
  const { promise: url, reject, resolve } = Promise.withResolvers<string>();
  const read = async (stream: ReadableStream<Uint8Array>) => {
    for await (const text of stream.pipeThrough(new TextDecoderStream())) {
      printed += text;
      if (isReady) continue;
      const found = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0];
      if (found === undefined) continue;
      isReady = true;
      resolve(found);
    }
    reject(new Error(`the server did not start:\n${printed}`));
  };
  const reading = Promise.all([read(child.stdout), read(child.stderr)]);
  reading.catch(reject);
  const base = await url;
  return {
    url: base,
    pid: child.pid,
    fetch: (path, init) => fetch(base + path, { redirect: "manual", ...init }),
    log: () => printed,
    close: async () => {
      child.kill(signal);
      await Promise.all([child.status, reading]);
    },
  };
};
