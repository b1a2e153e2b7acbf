/** How each outcome stands in the report and in the rejects. */
import { Outcome } from "../../../mod.ts";
import { openOutputs } from "../../../src/cli/output/open.ts";
import { english } from "../../../src/cli/texts/en.ts";
import * as NodeFileSystem from "@effect/platform-node-shared/NodeFileSystem";
import * as Effect from "effect/Effect";
import { assertEquals } from "../../support/assert.ts";
import { settled } from "../settled.ts";
import { inTempFolder } from "../../support/files.ts";

const outcomes: ReadonlyArray<Outcome> = [
  Outcome.created("13"),
  Outcome.unchanged("14"),
  Outcome.unchanged("15", true),
  Outcome.rejected(400, "Phone number must be numeric."),
  Outcome.unknown("no answer"),
  Outcome.notSent("busy"),
  Outcome.unknown("no answer", "7f0c"),
  Outcome.notSent("busy", 429, "7f0d"),
  Outcome.updated("16"),
];

Deno.test("the report has a line for each outcome, and the rejects have those that were not created", () =>
  inTempFolder(async (folder) => {
    const files = { report: `${folder}/report`, rejects: `${folder}/rejects` };
    const writing = Effect.gen(function* () {
      const outputs = yield* openOutputs(files, { format: "ndjson", texts: english, unit: "line" });
      yield* outputs.write(settled(outcomes));
      yield* outputs.finish;
    });
    await Effect.runPromise(
      writing.pipe(Effect.scoped, Effect.provide(NodeFileSystem.layer)),
    );
    const linesOf = async (file: string) => (await Deno.readTextFile(file)).trimEnd().split("\n");
    assertEquals(await linesOf(files.report), [
      '{"index":0,"line":1,"outcome":"created","customer_id":"13"}',
      '{"index":1,"line":2,"outcome":"unchanged","customer_id":"14"}',
      '{"index":2,"line":3,"outcome":"unchanged","customer_id":"15","differs":true}',
      '{"index":3,"line":4,"outcome":"rejected","status":400,"message":"Phone number must be numeric."}',
      '{"index":4,"line":5,"outcome":"unknown","message":"no answer"}',
      '{"index":5,"line":6,"outcome":"not_sent","message":"busy"}',
      '{"index":6,"line":7,"outcome":"unknown","message":"no answer","request_id":"7f0c"}',
      '{"index":7,"line":8,"outcome":"not_sent","message":"busy","request_id":"7f0d"}',
      '{"index":8,"line":9,"outcome":"updated","customer_id":"16"}',
    ]);
    assertEquals(await linesOf(files.rejects), [
      '{"surname":"K3","import_reason":"line 4: Phone number must be numeric."}',
      '{"surname":"K5","import_reason":"line 6: busy"}',
      '{"surname":"K7","import_reason":"line 8: busy"}',
    ]);
  }));
