/** The laws of updates: nobody is created, every outcome is true, and no update is lost. */
import { type Report, updateCustomers } from "../../mod.ts";
import { Sandbox } from "../../src/sandbox/mod.ts";
import * as Effect from "effect/Effect";
import * as Exit from "effect/Exit";
import { assert, assertEquals } from "../support/assert.ts";
import { holds } from "../support/property.ts";
import { layerThrough } from "../support/random_policies.ts";
import { recorder } from "../support/recorder.ts";
import { inVirtualTime, reportOf, storedInTheEnd, untilEnded } from "./run.ts";
import {
  expectedUpdates,
  idOf,
  undisturbedUpdates,
  type UpdateCase,
  updateCases,
} from "./update_cases.ts";
import { holding, lawfulUpdates, runUpdates } from "./updates.ts";

const seen = { updated: 0, unknown: 0, notSent: 0 };

holds(
  "the laws of updates hold for any order of any policies",
  updateCases,
  (given) =>
    Effect.map(runUpdates(given), (run) => {
      lawfulUpdates(run);
      const { notSent, unknown, updated } = reportOf(run) ?? { notSent: 0, unknown: 0, updated: 0 };
      seen.updated += updated;
      seen.unknown += unknown;
      seen.notSent += notSent;
    }),
  {
    runs: 250,
    size: 100,
    // The law saw updates that went well, that stay in doubt, and that were not sent.
    afterwards: () => {
      assert(Math.min(...Object.values(seen)) > 50, JSON.stringify(seen));
    },
  },
);

holds(
  "where nothing goes wrong, bad updates are rejected and all others are made",
  undisturbedUpdates,
  (given) =>
    Effect.map(runUpdates(given), (run) => {
      lawfulUpdates(run);
      assertEquals(reportOf(run)?.outcomes.map(({ _tag }) => _tag), expectedUpdates(given));
    }),
  { runs: 80, size: 100 },
);

/** Two runs at once, each of which changes a field of its own of the same customers. */
const runTogether = Effect.fnUntraced(
  function* ({ interruptAt, options, plan, rows }: UpdateCase) {
    const sandbox = yield* Sandbox;
    yield* holding(rows.length);
    yield* sandbox.setFaults(plan);
    const reports: Array<Report | undefined> = [];
    const starting = (field: string, place: number) =>
      updateCustomers<unknown>(
        rows.map((_, row) => ({ customer_id: idOf(row), [field]: `new ${row}` })),
        { ...options, onEnd: (report) => Effect.sync(() => reports[place] = report) },
      );
    const first = yield* Effect.forkChild(starting("note", 0));
    const second = yield* Effect.forkChild(Effect.exit(starting("job", 1)));
    yield* untilEnded(first, interruptAt);
    const exit = yield* untilEnded(second, Infinity);
    assert(Exit.isSuccess(exit));
    return { reports, stored: yield* storedInTheEnd };
  },
  // Their log is not looked at.
  (effect) => recorder().record(effect),
  (effect, given) => Effect.provide(effect, layerThrough(given.policies)),
  (effect, given) => inVirtualTime(effect, given),
);

holds(
  "of two runs at once that change different fields, neither loses an update",
  updateCases,
  (given) =>
    Effect.map(runTogether(given), ({ reports, stored }) => {
      assertEquals(stored.length, given.rows.length);
      for (const [place, field] of ["note", "job"].entries()) {
        reports[place]?.outcomes.forEach(({ _tag }, row) => {
          const isNew = stored[row].fields[field] === `new ${row}`;
          if (_tag === "Updated") assert(isNew, `${field} of row ${row} was lost`);
          else if (_tag !== "Unknown") assert(!isNew, `${field} of row ${row} is ${_tag}`);
        });
      }
    }),
  { runs: 70, size: 100 },
);
