/** The importer compared with its peers, in alternation, with the same file and the same server. */
import { alternate, type Effort, type Say } from "./alternate.ts";
import { writeRows } from "./customers.ts";
import { type Figure, figure, ratioAtMost } from "./figure.ts";
import { inTempFolder } from "../support/files.ts";
import { counted, timedImport } from "./importer.ts";
import { pathOf, type Run, serve, timed } from "./programs.ts";

export const importFigures = (effort: Effort, say: Say): Promise<ReadonlyArray<Figure>> =>
  inTempFolder(async (folder) => {
    await using server = await serve([pathOf("./programs/answering_server.ts")]);
    const report = `${folder}/report`;
    const ours = (file: string) => () => timedImport(server.url, file, ["--report", report]);
    const peer = (name: string, file: string) => () =>
      timed([pathOf(`./programs/peers/${name}.ts`), file, server.url, "100", "4", report]);
    const count = effort.quick ? 20_000 : 200_000;
    const file = await writeRows(folder, count);
    const runs = await alternate(
      { ours: ours(file), raw: peer("raw", file), stack: peer("stack", file) },
      effort.rounds,
      say,
    );
    await Deno.remove(file);
    const [few, many] = effort.quick ? [10_000, 100_000] : [100_000, 1_000_000];
    const files = { few: await writeRows(folder, few), many: await writeRows(folder, many) };
    const grown = await alternate(
      { few: ours(files.few), many: ours(files.many) },
      Math.min(effort.rounds, 3),
      say,
    );
    const readings = (of: keyof Run, name: "raw" | "stack") => ({
      ours: runs.ours.map((run) => run[of]),
      peer: runs[name].map((run) => run[of]),
    });
    const what = `import of ${counted(count)} customers`;
    return [
      figure(`${what}, wall time`, "s", "raw", readings("seconds", "raw"), ratioAtMost(1)),
      figure(`${what}, wall time`, "s", "stack", readings("seconds", "stack"), ratioAtMost(0.55)),
      figure(`${what}, CPU time`, "s", "raw", readings("cpuSeconds", "raw"), ratioAtMost(1.15)),
      figure(`${what}, peak memory`, "MB", "raw", readings("megabytes", "raw"), ratioAtMost(1.2)),
      figure(
        `import of ${counted(many)} customers, peak memory`,
        "MB",
        `ours with ${counted(few)}`,
        { ours: grown.many.map((run) => run.megabytes), peer: grown.few.map((r) => r.megabytes) },
        ratioAtMost(1.1),
      ),
      figure(
        `import of ${counted(many)} customers, peak memory`,
        "MB",
        `raw with ${counted(count)}`,
        { ours: grown.many.map((run) => run.megabytes), peer: runs.raw.map((r) => r.megabytes) },
        ratioAtMost(1.2),
      ),
    ];
  });
