/** What a journal costs: imports with one in a file, in alternation with the same imports without one. */
import { inTempFolder } from "../support/files.ts";
import { alternate, type Effort, type Say } from "./alternate.ts";
import { writeRows } from "./customers.ts";
import { type Figure, figure, ratioAtMost } from "./figure.ts";
import { counted, timedImport } from "./importer.ts";
import { pathOf, type Run, serve } from "./programs.ts";

export const journalFigures = (effort: Effort, say: Say): Promise<ReadonlyArray<Figure>> =>
  inTempFolder(async (folder) => {
    await using server = await serve([pathOf("./programs/answering_server.ts")]);
    const report = ["--report", `${folder}/report`];
    const journal = `${folder}/journal`;
    const without = (file: string) => () => timedImport(server.url, file, report);
    const withJournal = (file: string) => async () => {
      const run = await timedImport(server.url, file, [...report, "--journal", journal]);
      await Deno.remove(journal);
      return run;
    };
    const [few, many] = effort.quick ? [20_000, 100_000] : [200_000, 1_000_000];
    const file = await writeRows(folder, few);
    const runs = await alternate(
      { withJournal: withJournal(file), without: without(file) },
      effort.rounds,
      say,
    );
    const larger = await writeRows(folder, many);
    const grown = await alternate(
      { few: withJournal(file), many: withJournal(larger) },
      Math.min(effort.rounds, 3),
      say,
    );
    const readings = (of: keyof Run) => ({
      ours: runs.withJournal.map((run) => run[of]),
      peer: runs.without.map((run) => run[of]),
    });
    const what = `import of ${counted(few)} customers with a journal`;
    const peer = "ours without one";
    return [
      figure(`${what}, wall time`, "s", peer, readings("seconds"), ratioAtMost(1.5)),
      figure(`${what}, CPU time`, "s", peer, readings("cpuSeconds"), ratioAtMost(3)),
      figure(`${what}, peak memory`, "MB", peer, readings("megabytes"), ratioAtMost(1.4)),
      figure(
        `import of ${counted(many)} customers with a journal, peak memory`,
        "MB",
        `ours with ${counted(few)}`,
        { ours: grown.many.map((run) => run.megabytes), peer: grown.few.map((r) => r.megabytes) },
        ratioAtMost(1.1),
      ),
    ];
  });
