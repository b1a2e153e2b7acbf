/** Reading a workbook, compared with the fastest and with the most used library, in alternation. */
import { inTempFolder } from "../support/files.ts";
import { alternate, type Effort, type Say } from "./alternate.ts";
import { type Figure, figure, ratioAtMost } from "./figure.ts";
import { counted } from "./importer.ts";
import { output, pathOf, type Run, timed } from "./programs.ts";
import { writeWorkbook } from "./workbook.ts";

const programs = {
  ours: pathOf("./programs/read_xlsx.ts"),
  hucre: pathOf("./programs/peers/hucre.ts"),
  sheetjs: pathOf("./programs/peers/sheetjs.ts"),
};

export const workbookFigures = (effort: Effort, say: Say): Promise<ReadonlyArray<Figure>> =>
  inTempFolder(async (folder) => {
    const count = effort.quick ? 10_000 : 100_000;
    say("writing the workbook");
    const file = await writeWorkbook(folder, count);
    for (const [name, program] of Object.entries(programs)) {
      const cells = Number(await output([program, file]));
      if (cells !== 15 * (count + 1)) throw new Error(`${name} read ${cells} cells`);
    }
    const reader = (program: string) => () => timed([program, file]);
    const runs = await alternate(
      {
        ours: reader(programs.ours),
        hucre: reader(programs.hucre),
        sheetjs: reader(programs.sheetjs),
      },
      effort.rounds,
      say,
    );
    const readings = (of: keyof Run, name: "hucre" | "sheetjs") => ({
      ours: runs.ours.map((run) => run[of]),
      peer: runs[name].map((run) => run[of]),
    });
    const what = `reading ${counted(count)} rows × 15 columns of XLSX`;
    return [
      figure(`${what}, wall time`, "s", "hucre", readings("seconds", "hucre"), ratioAtMost(1)),
      figure(
        `${what}, wall time`,
        "s",
        "sheetjs",
        readings("seconds", "sheetjs"),
        ratioAtMost(0.7),
      ),
      figure(
        `${what}, peak memory`,
        "MB",
        "hucre",
        readings("megabytes", "hucre"),
        ratioAtMost(0.5),
      ),
      figure(
        `${what}, peak memory`,
        "MB",
        "sheetjs",
        readings("megabytes", "sheetjs"),
        ratioAtMost(0.5),
      ),
    ];
  });
