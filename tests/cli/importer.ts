/**
 * The importer as people run it: a child process in a folder of its own, with the sandbox over HTTP in Thulium's place.
 */
import { Routes } from "../../src/sandbox/routes.ts";
import { serve } from "../../src/sandbox/serve.ts";
import { manifest, root } from "../support/manifest.ts";

const [, run, ...task]: ReadonlyArray<string> = manifest.tasks.import.command.split(" ");
// The paths of the task begin at the project's root, and each test runs it in another folder.
const inRoot = task.map((arg) => arg.endsWith(".ts") ? root + arg : arg);
/** The arguments of Deno that run the importer. */
const importCommand: ReadonlyArray<string> = [run, "--no-check", "--quiet", ...inRoot];

export { importCommand as command };

/** What a test of the importer works with. */
export interface Bench {
  readonly thulium: Routes;
  readonly url: string;
  /** The path of a file in the test's own folder. */
  readonly path: (name: string) => string;
  readonly write: (name: string, content: string | Uint8Array) => Promise<string>;
  readonly spawn: (args: ReadonlyArray<string>, options?: RunOptions) => Deno.ChildProcess;
  readonly run: (args: ReadonlyArray<string>, options?: RunOptions) => Promise<Ran>;
}

export interface RunOptions {
  /** Gives the program all permissions: Deno asks for them before it opens a device. */
  readonly mayAll?: boolean;
  readonly stdin?: string | Uint8Array;
  readonly env?: { readonly [name: string]: string };
}

/** What a program printed, and how it ended. */
export interface Ran {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

const bytesOf = (content: string | Uint8Array): Uint8Array<ArrayBuffer> =>
  new Uint8Array(typeof content === "string" ? new TextEncoder().encode(content) : content);

/** A test with a sandbox and a folder of its own. */
export const test = (
  name: string,
  body: (bench: Bench) => Promise<void>,
  options: { readonly ignore?: boolean } = {},
): void => Deno.test({ name, ...options, fn: () => withBench(body) });

/** The same, with the command `sync` in place of `import`. */
export const testSync = (name: string, body: (bench: Bench) => Promise<void>): void =>
  Deno.test(name, () => withBench(body, [...importCommand.slice(0, -1), "sync"]));

/** Works with a sandbox and a folder, which are gone afterwards. */
export const withBench = async (
  body: (bench: Bench) => Promise<void>,
  command: ReadonlyArray<string> = importCommand,
): Promise<void> => {
  const thulium = new Routes();
  const served = await serve(thulium);
  const folder = await Deno.makeTempDir();
  const path = (name: string) => `${folder}/${name}`;
  const defaults = {
    THULIUM_URL: served.url,
    THULIUM_USER: "api_user",
    THULIUM_PASSWORD: "api_pass",
    NO_COLOR: "1",
    LC_ALL: "C",
  };
  const spawn: Bench["spawn"] = (args, { env, mayAll = false, stdin } = {}) =>
    new Deno.Command(Deno.execPath(), {
      args: [
        ...(mayAll
          ? command.filter((arg) => !arg.startsWith("--allow")).toSpliced(1, 0, "-A")
          : command),
        ...args,
      ],
      env: { ...defaults, ...env },
      cwd: folder,
      stdin: stdin === undefined ? "null" : "piped",
      stdout: "piped",
      stderr: "piped",
    }).spawn();
  const run: Bench["run"] = async (args, options = {}) => {
    const child = spawn(args, options);
    if (options.stdin !== undefined) {
      const writer = child.stdin.getWriter();
      await writer.write(bytesOf(options.stdin));
      await writer.close();
    }
    return await ran(child);
  };
  const write: Bench["write"] = async (name, content) => {
    await Deno.writeFile(path(name), bytesOf(content));
    return path(name);
  };
  try {
    await body({ thulium, url: served.url, path, write, spawn, run });
  } finally {
    await served.close();
    await Deno.remove(folder, { recursive: true });
  }
};

/** Waits for the end of a program. */
export const ran = async (child: Deno.ChildProcess): Promise<Ran> => {
  const { code, stderr, stdout } = await child.output();
  const decoder = new TextDecoder();
  return { code, stdout: decoder.decode(stdout), stderr: decoder.decode(stderr) };
};

export const surnames = ({ customers }: Routes) => customers.map(({ fields }) => fields.surname);

/** The values of a file of NDJSON. */
export const linesOf = async (file: string) =>
  (await Deno.readTextFile(file)).trimEnd().split("\n").map((line) => JSON.parse(line));

export const ndjson = (rows: ReadonlyArray<object>) =>
  rows.map((row) => `${JSON.stringify(row)}\n`).join("");

/** So many customers, whose identifiers count from 0. */
export const people = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ surname: `K${i}`, identifier: String(i) }));

export const posts = ({ requests }: Routes) => requests.filter(({ method }) => method === "POST");
