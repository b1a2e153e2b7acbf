/** Laws 1, 2, 3, 4, 6, 7 and 8, over random imports. */
import * as Effect from "effect/Effect";
import { assertEquals } from "../support/assert.ts";
import { holds } from "../support/property.ts";
import { cases, expectedTags, plainCases, undisturbedCases } from "./cases.ts";
import { lawful } from "./laws.ts";
import { reportOf, run, runServed } from "./run.ts";

holds(
  "laws 1, 2, 3, 4, 6, 7 and 8 hold without a policy",
  plainCases,
  (given) => Effect.map(run(given), lawful),
  { runs: 600, size: 100 },
);

holds(
  "laws 1, 2, 3, 4, 6, 7 and 8 hold for any order of any policies",
  cases,
  (given) => Effect.map(run(given), lawful),
  { runs: 800, size: 100 },
);

holds(
  "laws 1, 2, 3, 4, 6, 7 and 8 hold over real sockets",
  cases,
  (given) => Effect.map(runServed(given), lawful),
  { runs: 150, size: 100 },
);

holds(
  "where nothing goes wrong, bad customers are rejected and all others are created",
  undisturbedCases,
  (given) =>
    Effect.map(
      run(given),
      (result) =>
        assertEquals(reportOf(result)?.outcomes.map(({ _tag }) => _tag), expectedTags(given)),
    ),
  { runs: 300, size: 100 },
);
