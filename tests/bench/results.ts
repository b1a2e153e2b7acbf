/** The results as they are kept. */
import type { Environment } from "./environment.ts";
import type { Figure } from "./figure.ts";

export interface Results {
  readonly environment: Environment;
  readonly rounds: number;
  readonly figures: ReadonlyArray<Figure>;
}
