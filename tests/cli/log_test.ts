/** What the log prints on standard error. */
import * as Effect from "effect/Effect";
import { layerLog } from "../../src/cli/log.ts";
import { polish } from "../../src/cli/texts/pl.ts";
import { assertEquals } from "../support/assert.ts";
import { it } from "../support/it.ts";

it.effect("batches that wait for the same say it once", function* () {
  const { writeSync } = Deno.stderr;
  let printed = "";
  Deno.stderr.writeSync = (bytes) => {
    printed += new TextDecoder().decode(bytes);
    return bytes.length;
  };
  yield* Effect.addFinalizer(() => Effect.sync(() => Deno.stderr.writeSync = writeSync));
  const waiting = (customers: number) =>
    Effect.logInfo(
      `Waiting up to 100 seconds to find out what became of ${customers} customers in doubt`,
    );
  yield* Effect.provide(
    Effect.all([waiting(100), waiting(100), waiting(100), waiting(7)]),
    layerLog(polish),
  );
  assertEquals(printed.split("\n").length - 1, 2, printed);
});
