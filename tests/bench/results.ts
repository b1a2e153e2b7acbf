/** The form in which results are kept in results.json. */
import type { Environment } from "./environment.ts";
import type { Figure } from "./figure.ts";

export interface Results {
  readonly environment: Environment;
  readonly rounds: number;
  readonly figures: ReadonlyArray<Figure>;
}
