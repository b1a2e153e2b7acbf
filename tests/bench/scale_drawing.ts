/** The drawing of the scale. A program of its own makes it, because its packages are large. */
import { output, pathOf } from "./programs.ts";

/** The kept results of `deno task bench:scale`. */
export const scaleFile: string = pathOf("./scale.json");
/** The drawing that `src/docs/figures.md` shows. */
export const drawingFile: string = pathOf("./scale.svg");

/** Draws the kept results as SVG. */
export const draw = (): Promise<string> => output([pathOf("./programs/draw_scale.ts"), scaleFile]);
