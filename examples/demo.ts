/**
 * The main use in one file: adds a list of customers to Thulium and prints a report.
 *
 * Thulium is the sandbox here, over real HTTP, so nothing leaves this machine. For a real system replace the two
 * layers of the sandbox with `BatchCall.layerEnv()`.
 *
 * Run it with: deno task demo
 */
import {
  addCustomers,
  type Outcome,
  type Progress,
  type Report,
} from "@thulium-effect/batch-customers";
import { Sandbox } from "@thulium-effect/batch-customers/sandbox";
import * as Console from "effect/Console";
import * as Effect from "effect/Effect";
import * as Layer from "effect/Layer";

const file = new URL("data/customers.ndjson", import.meta.url);
const shown = 12;

const readCustomers = Effect.promise(async () => {
  const lines = (await Deno.readTextFile(file)).split("\n");
  return lines.filter((line) => line !== "").map((line): unknown => JSON.parse(line));
});

const showProgress = ({ done, total }: Progress) =>
  Effect.sync(() => {
    const bar = "█".repeat(Math.round(20 * done / total)).padEnd(20, "░");
    const text = `${bar} ${done} of ${total} customers`;
    if (Deno.stderr.isTerminal()) {
      Deno.stderr.writeSync(new TextEncoder().encode(`\r${text}${done === total ? "\n" : ""}`));
    } else if (done === total) console.error(text);
  });

const reasonsOf = (outcome: Outcome): ReadonlyArray<readonly [field: string, reason: string]> => {
  switch (outcome._tag) {
    case "Created":
    case "Updated":
    case "Unchanged":
      return [];
    case "Rejected":
      return outcome.by === "thulium"
        ? [["", `Thulium: ${outcome.message}`]]
        : outcome.issues.map(({ message, path }) => [path, message]);
    case "Unknown":
    case "NotSent":
      return [["", outcome.message]];
  }
};

const describe = (report: Report): string => {
  const { created, notSent, outcomes, rejected, total, unchanged, unknown } = report;
  const failures = outcomes.flatMap((outcome, row) =>
    reasonsOf(outcome).map(([field, reason]) =>
      `  row ${String(row + 1).padStart(4)}  ${field.padEnd(24)} ${reason}`
    )
  );
  return [
    `${total} customers`,
    `  created   ${String(created).padStart(5)}`,
    `  unchanged ${String(unchanged).padStart(5)}`,
    `  rejected  ${String(rejected).padStart(5)}   correct them and add them again`,
    `  unknown   ${String(unknown).padStart(5)}   may have been created`,
    `  not sent  ${String(notSent).padStart(5)}   were not created, can be sent again`,
    "",
    failures.length === 0 ? "No customer failed." : "The first failures:",
    ...failures.slice(0, shown),
    ...(failures.length > shown ? [`  … and ${failures.length - shown} more`] : []),
  ].join("\n");
};

const program = Effect.gen(function* () {
  const { connection } = yield* Sandbox;
  const customers = yield* readCustomers;
  yield* Console.error(`${customers.length} customers go to ${connection.url}`);
  const report = yield* addCustomers<unknown>(customers, { onProgress: showProgress });
  yield* Console.log(describe(report));
});

await Effect.runPromise(program.pipe(
  Effect.provide(Sandbox.layerBatchCall().pipe(Layer.provideMerge(Sandbox.layerServer()))),
));
