/**
 * How long programs take from their start to their first POST. Deno's caches are warm, and the file is small. The importer
 * is measured from its source files, as `deno task import` runs it, and as one bundle.
 */
import { inTempFolder } from "../support/files.ts";
import { manifest, root } from "../support/manifest.ts";
import { alternate, type Effort, type Say } from "./alternate.ts";
import { writeRows } from "./customers.ts";
import { type Figure, figure, ratioAtMost } from "./figure.ts";
import { environmentOf, importOf } from "./importer.ts";
import { output, pathOf } from "./programs.ts";

/** Notes when the first request of a program comes. */
class FirstPost implements AsyncDisposable {
  readonly #server: Deno.HttpServer<Deno.NetAddr>;
  #cameAt = 0;

  constructor() {
    this.#server = Deno.serve(
      { hostname: "127.0.0.1", port: 0, onListen() {} },
      async (request) => {
        this.#cameAt ||= performance.now();
        const { customers } = await request.json();
        const created = (_: unknown, i: number) => ({ http_status: 201, customer_id: i + 1 });
        return Response.json({ ...customers.map(created) });
      },
    );
  }

  get url(): string {
    return `http://127.0.0.1:${this.#server.addr.port}`;
  }

  /** Runs a program to its end. Gives the milliseconds from its start to its first request. */
  async after(args: ReadonlyArray<string>): Promise<number> {
    this.#cameAt = 0;
    const began = performance.now();
    await output(args, environmentOf(this.url));
    if (this.#cameAt === 0) throw new Error(`${args[0]} sent nothing`);
    return this.#cameAt - began;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#server.shutdown();
  }
}

/** Makes the bundle of `deno task build:importer` in another folder. */
const bundleIn = async (folder: string): Promise<string> => {
  const [, ...args] = manifest.tasks["build:importer"].command.split(" ");
  const { success } = await new Deno.Command(Deno.execPath(), {
    args: args.map((arg) => arg === "dist/importer" ? folder : arg),
    cwd: root,
  }).output();
  if (!success) throw new Error("the importer can't be bundled");
  return `${folder}/main.js`;
};

export const startFigures = (effort: Effort, say: Say): Promise<ReadonlyArray<Figure>> =>
  inTempFolder(async (folder) => {
    await using first = new FirstPost();
    const file = await writeRows(folder, 10);
    const report = `${folder}/report`;
    const bundle = await bundleIn(`${folder}/bundle`);
    const programs = {
      source: importOf(file, ["--report", report]),
      bundle: importOf(file, ["--report", report], bundle),
      raw: [pathOf("./programs/peers/raw.ts"), file, first.url, "100", "4", report],
    };
    const measure = {
      source: () => first.after(programs.source),
      bundle: () => first.after(programs.bundle),
      raw: () => first.after(programs.raw),
    };
    // Deno compiles a program the first time that it runs.
    for (const run of Object.values(measure)) for (let i = 0; i < 2; i++) await run();
    const runs = await alternate(measure, effort.quick ? 3 : 15, say);
    const readings = (of: "source" | "bundle") => ({ ours: runs[of], peer: runs.raw });
    const what = "start of the importer to its first POST";
    return [
      figure(what, "ms", "raw", readings("source"), ratioAtMost(3)),
      figure(`${what}, as one bundle`, "ms", "raw", readings("bundle"), ratioAtMost(3)),
    ];
  });
