/** Formats figures as a Markdown table, for the screen and the pages. */
import { type Figure, isMet, ratioOf, type Target } from "./figure.ts";

const inUnit = (value: number, unit: string): string => {
  const digits = value >= 100 ? 0 : value >= 10 ? 1 : 2;
  const text = value.toLocaleString("en", {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  });
  return `${text} ${unit}`;
};

const targetOf = (target: Target | undefined, unit: string): string => {
  if (target === undefined) return "";
  const { is, of, than } = target;
  return of === "ratio" ? `${is} ${than.toFixed(2)}` : `${is} ${than} ${unit}`;
};

const verdictOf = (figure: Figure): string => {
  const met = isMet(figure);
  if (met === undefined) return "";
  return met ? "met" : "**not met**";
};

const cellsOf = (figure: Figure): ReadonlyArray<string> => {
  const { ours, peer, target, unit, what } = figure;
  return [
    what,
    inUnit(ours, unit),
    `${peer.name}: ${inUnit(peer.value, unit)}`,
    ratioOf(figure).toPrecision(3),
    targetOf(target, unit),
    verdictOf(figure),
  ];
};

const header = ["what", "ours", "peer", "ours ÷ peer", "target", ""];
const alignsRight = [false, true, true, true, true, false];

/** The table with the layout of `deno fmt`, so that the pages stay formatted. */
export const table = (figures: ReadonlyArray<Figure>): string => {
  const rows = [header, ...figures.map(cellsOf)];
  const widths = header.map((_, column) => Math.max(...rows.map((cells) => cells[column].length)));
  const line = (cells: ReadonlyArray<string>) =>
    `| ${
      cells.map((cell, column) =>
        alignsRight[column] ? cell.padStart(widths[column]) : cell.padEnd(widths[column])
      ).join(" | ")
    } |`;
  const rule = widths.map((width, column) =>
    alignsRight[column] ? `${"-".repeat(width - 1)}:` : "-".repeat(width)
  );
  return [line(header), line(rule), ...rows.slice(1).map(line)].join("\n");
};
