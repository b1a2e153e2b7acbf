// Draws the measured points of the scale and prints the drawing as SVG: draw_scale.ts FILE_OF_RESULTS
import * as vega from "vega";
import { compile, type TopLevelSpec } from "vega-lite";
import { latencies, type Point, type Scale } from "../scale_points.ts";

const titles = {
  customers: "customers",
  concurrency: "concurrent calls",
  batchSize: "customers per call",
  perSecond: "customers per second",
  megabytes: "peak memory, MB",
};

const latencyOf = ({ latencyMillis }: Point): string => `${latencyMillis} ms`;

/** The axis of the rate, the same in all panels. */
const powersOfTen = (points: ReadonlyArray<Point>) => {
  const rates = points.map(({ perSecond }) => perSecond);
  const lowest = Math.floor(Math.log10(Math.min(...rates)));
  const highest = Math.ceil(Math.log10(Math.max(...rates)));
  const values = Array.from({ length: highest - lowest + 1 }, (_, i) => 10 ** (lowest + i));
  return {
    scale: { type: "log" as const, domain: [values[0], Math.max(...rates) * 1.3] },
    axis: { title: titles.perSecond, format: "~s", values },
  };
};

/** The axis of the memory, the same in all panels. */
const fromZero = (points: ReadonlyArray<Point>) => ({
  scale: { domain: [0, Math.max(...points.map(({ megabytes }) => megabytes)) * 1.1] },
  axis: { title: titles.megabytes, tickCount: 5 },
});

/** One diagram, with a curve for each latency. */
const panel = (
  points: ReadonlyArray<Point>,
  x: Point["varied"],
  y: "perSecond" | "megabytes",
) => ({
  width: 220,
  height: 170,
  data: {
    values: points.filter(({ varied }) => varied === x)
      .map((point) => ({ x: point[x], y: point[y], latency: latencyOf(point) })),
  },
  mark: { type: "line" as const, point: { size: 36 } },
  encoding: {
    x: {
      field: "x",
      type: "quantitative" as const,
      // The settings of the concurrency double from one to the next.
      scale: { type: "log" as const, base: x === "concurrency" ? 2 : 10 },
      axis: {
        title: titles[x],
        format: "~s",
        grid: false,
        values: [...new Set(points.filter(({ varied }) => varied === x).map((point) => point[x]))],
      },
    },
    y: {
      field: "y",
      type: "quantitative" as const,
      ...(y === "perSecond" ? powersOfTen(points) : fromZero(points)),
    },
    color: {
      field: "latency",
      sort: null,
      // Colours that people with a colour vision deficiency can tell apart.
      scale: {
        domain: latencies.map((latency) => `${latency} ms`),
        range: ["#0072b2", "#d55e00", "#009e73"],
      },
      legend: { title: "latency", orient: "bottom" as const },
    },
    shape: { field: "latency", sort: null },
  },
});

const drawingOf = (points: ReadonlyArray<Point>): TopLevelSpec => ({
  $schema: "https://vega.github.io/schema/vega-lite/v6.json",
  // So that it is readable on a dark page, too.
  background: "white",
  padding: 12,
  vconcat: (["perSecond", "megabytes"] as const).map((y) => ({
    hconcat: (["customers", "concurrency", "batchSize"] as const).map((x) => panel(points, x, y)),
  })),
  config: {
    aria: false,
    font: "sans-serif",
    axis: { labelFontSize: 11, titleFontSize: 12 },
    axisY: { minExtent: 40, maxExtent: 40 },
  },
});

const { points }: Scale = JSON.parse(await Deno.readTextFile(Deno.args[0]));
const { spec } = compile(drawingOf(points));
const view = new vega.View(vega.parse(spec), { renderer: "none" });
console.log(await view.toSVG());
