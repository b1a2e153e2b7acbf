/** Starts the programs of the benchmarks, each in a process of its own. */
import { asChild, type Env } from "../support/child_server.ts";

export const pathOf = (file: string): string => new URL(file, import.meta.url).pathname;

const decoder = new TextDecoder();
const denoRun = (args: ReadonlyArray<string>): Array<string> => [
  "run",
  "-A",
  "--no-check",
  ...args,
];

/** Runs a Deno program to its end and gives what it printed. */
export const output = async (
  args: ReadonlyArray<string>,
  env: Env = {},
): Promise<string> => {
  const { code, stderr, stdout } = await new Deno.Command(Deno.execPath(), {
    args: denoRun(args),
    env,
  }).output();
  if (code !== 0) throw new Error(`${args[0]} failed:\n${decoder.decode(stderr)}`);
  return decoder.decode(stdout);
};

/** What a run took, including the start of the runtime. */
export interface Run {
  readonly seconds: number;
  readonly cpuSeconds: number;
  readonly megabytes: number;
}

/** Runs a Deno program to its end and measures it with GNU time. */
export const timed = async (args: ReadonlyArray<string>, env: Env = {}): Promise<Run> => {
  const { code, stderr } = await new Deno.Command("/usr/bin/time", {
    args: ["-f", "%e %U %S %M", Deno.execPath(), ...denoRun(args)],
    env,
    stdout: "null",
  }).output();
  const text = decoder.decode(stderr).trim();
  if (code !== 0) throw new Error(`${args[0]} failed:\n${text}`);
  const [seconds, user, system, kilobytes] = text.split("\n").at(-1)?.split(" ").map(Number) ?? [];
  return { seconds, cpuSeconds: user + system, megabytes: kilobytes / 1024 };
};

/** A server in a process of its own. */
export interface Server extends AsyncDisposable {
  readonly url: string;
  /** What the server printed when it was ready. */
  readonly greeting: string;
  /** The CPU time that the server and its child processes have taken so far. */
  readonly cpuSeconds: () => number;
}

/** Starts a server and waits until it prints its address. */
export const serve = async (args: ReadonlyArray<string>, env: Env = {}): Promise<Server> => {
  const { close, log, pid, url } = await asChild(denoRun(args), env, "SIGTERM");
  return {
    url,
    greeting: log(),
    cpuSeconds: () => cpuSecondsOf(pid),
    [Symbol.asyncDispose]: close,
  };
};

/** Starts a bundled Worker in real workerd. */
export const serveWorker = (file: string, env: Env): Promise<Server> =>
  serve([pathOf("./programs/timed_workerd.ts"), file, JSON.stringify(env)]);

/** Ticks per second: Linux counts CPU time in hundredths of a second. */
const ticks = 100;

/** Whether a process ended between the list and the reading. */
const hasEnded = (error: unknown): boolean =>
  error instanceof Deno.errors.NotFound ||
  (error instanceof Error && "code" in error && error.code === "ESRCH");

/** The CPU time of a process and of its child processes, from `/proc`. */
const cpuSecondsOf = (pid: number): number => {
  let sum = 0;
  for (const { name } of Deno.readDirSync("/proc")) {
    if (!/^\d+$/.test(name)) continue;
    try {
      const stat = Deno.readTextFileSync(`/proc/${name}/stat`);
      // The name of the program stands in brackets and may contain spaces.
      const fields = stat.slice(stat.lastIndexOf(")") + 2).split(" ");
      const [parent, user, system] = [fields[1], fields[11], fields[12]].map(Number);
      if (Number(name) === pid || parent === pid) sum += (user + system) / ticks;
    } catch (error) {
      if (!hasEnded(error)) throw error;
    }
  }
  return sum;
};
