/** What a small heap costs: large imports in 64 MB, in alternation with the same imports without a limit. */
import { inTempFolder } from "../support/files.ts";
import { alternate, type Effort, type Say } from "./alternate.ts";
import { writeRows } from "./customers.ts";
import { type Figure, figure, ratioAtMost } from "./figure.ts";
import { counted, timedImport } from "./importer.ts";
import { pathOf, type Run, serve } from "./programs.ts";

const limit = { DENO_V8_FLAGS: "--max-old-space-size=64" };

export const heapFigures = (effort: Effort, say: Say): Promise<ReadonlyArray<Figure>> =>
  inTempFolder(async (folder) => {
    await using server = await serve([pathOf("./programs/answering_server.ts")]);
    const count = effort.quick ? 100_000 : 1_000_000;
    const file = await writeRows(folder, count);
    const report = ["--report", `${folder}/report`];
    const runs = await alternate(
      {
        limited: () => timedImport(server.url, file, report, limit),
        free: () => timedImport(server.url, file, report),
      },
      Math.min(effort.rounds, 3),
      say,
    );
    const readings = (of: keyof Run) => ({
      ours: runs.limited.map((run) => run[of]),
      peer: runs.free.map((run) => run[of]),
    });
    const what = `import of ${counted(count)} customers in a heap of 64 MB`;
    const peer = "ours without a limit";
    return [
      figure(`${what}, wall time`, "s", peer, readings("seconds"), ratioAtMost(1.3)),
      figure(`${what}, CPU time`, "s", peer, readings("cpuSeconds"), ratioAtMost(1.3)),
    ];
  });
