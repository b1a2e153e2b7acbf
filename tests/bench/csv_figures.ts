/** Importing CSV, in alternation with the same customers as NDJSON. 200 MB are some 900,000 customers. */
import { inTempFolder } from "../support/files.ts";
import { alternate, type Effort, type Say } from "./alternate.ts";
import { writeRows, writeTable } from "./customers.ts";
import { type Figure, figure, ratioAtMost } from "./figure.ts";
import { counted, timedImport } from "./importer.ts";
import { pathOf, type Run, serve } from "./programs.ts";

export const csvFigures = (effort: Effort, say: Say): Promise<ReadonlyArray<Figure>> =>
  inTempFolder(async (folder) => {
    await using server = await serve([pathOf("./programs/answering_server.ts")]);
    const [few, many] = effort.quick ? [20_000, 100_000] : [100_000, 900_000];
    const importOf = (file: string) => () => timedImport(server.url, file, []);
    const csv = await writeTable(folder, few);
    const lines = await writeRows(folder, few);
    const runs = await alternate(
      { csv: importOf(csv), lines: importOf(lines) },
      effort.rounds,
      say,
    );
    const large = await writeTable(folder, many);
    const grown = await alternate(
      { few: importOf(csv), many: importOf(large) },
      Math.min(effort.rounds, 3),
      say,
    );
    const megabytes = Math.round((await Deno.stat(large)).size / 1e6);
    const readings = (of: keyof Run) => ({
      ours: runs.csv.map((run) => run[of]),
      peer: runs.lines.map((run) => run[of]),
    });
    const what = `import of ${counted(few)} customers of CSV`;
    const peer = "ours, NDJSON";
    return [
      figure(`${what}, wall time`, "s", peer, readings("seconds"), ratioAtMost(5)),
      figure(`${what}, CPU time`, "s", peer, readings("cpuSeconds"), ratioAtMost(6)),
      figure(
        `import of ${megabytes} MB of CSV, peak memory`,
        "MB",
        `ours with ${counted(few)} customers`,
        { ours: grown.many.map((run) => run.megabytes), peer: grown.few.map((r) => r.megabytes) },
        ratioAtMost(1.2),
      ),
    ];
  });
