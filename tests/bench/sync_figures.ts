/** What a night costs in which nothing has changed, in alternation with imports of the same customers without a journal. */
import { inTempFolder } from "../support/files.ts";
import { alternate, type Effort, type Say } from "./alternate.ts";
import { writeRows } from "./customers.ts";
import { type Figure, figure, ratioAtMost, valueAtLeast } from "./figure.ts";
import { counted, timedImport, timedSync } from "./importer.ts";
import { pathOf, type Run, serve } from "./programs.ts";

export const syncFigures = (effort: Effort, say: Say): Promise<ReadonlyArray<Figure>> =>
  inTempFolder(async (folder) => {
    await using server = await serve([pathOf("./programs/answering_server.ts")]);
    const [few, many] = effort.quick ? [20_000, 100_000] : [200_000, 1_000_000];
    /** A file, and a journal that knows its customers. */
    const known = async (count: number) => {
      const file = await writeRows(folder, count);
      const journal = `${folder}/${count}.journal`;
      const night = () => timedSync(server.url, file, journal);
      await timedImport(server.url, file, ["--journal", journal]);
      // An import notes what was sent. The first night notes how it is written, and is not like the others.
      await night();
      return { file, night };
    };
    const small = await known(few);
    const runs = await alternate(
      { night: small.night, all: () => timedImport(server.url, small.file, []) },
      effort.rounds,
      say,
    );
    const large = await known(many);
    const grown = await alternate(
      { few: small.night, many: large.night },
      Math.min(effort.rounds, 3),
      say,
    );
    const readings = (of: keyof Run) => ({
      ours: runs.night.map((run) => run[of]),
      peer: runs.all.map((run) => run[of]),
    });
    const what = `sync of ${counted(few)} unchanged customers`;
    const peer = "ours, import of all without a journal";
    return [
      figure(`${what}, wall time`, "s", peer, readings("seconds"), ratioAtMost(3)),
      figure(
        `${what}, with the start of the program`,
        "k rows/s",
        peer,
        {
          ours: runs.night.map((run) => few / run.seconds / 1000),
          peer: runs.all.map((run) => few / run.seconds / 1000),
        },
        valueAtLeast(100),
      ),
      figure(`${what}, CPU time`, "s", peer, readings("cpuSeconds"), ratioAtMost(3)),
      figure(
        `sync of ${counted(many)} unchanged customers, peak memory`,
        "MB",
        `ours with ${counted(few)}`,
        { ours: grown.many.map((run) => run.megabytes), peer: grown.few.map((r) => r.megabytes) },
        ratioAtMost(1.2),
      ),
    ];
  });
