/** `--dry-run`. */
import { assertEquals, assertStringIncludes } from "../support/assert.ts";
import { ndjson, people, test } from "./importer.ts";

test("a dry run checks the rows and plans the requests, and sends nothing", async ({ run, thulium, write }) => {
  const file = await write(
    "k.ndjson",
    ndjson([...people(5), {}, { surname: "K0", identifier: "0" }]),
  );
  const { code, stdout } = await run([file, "--dry-run", "--batch-size", "4"], {
    env: { THULIUM_PASSWORD: "", THULIUM_USER: "" },
  });
  assertEquals(code, 1);
  for (
    const line of [
      "7 rows; nothing was sent",
      "valid      6, in 2 requests",
      "row 6: surname",
      "row 7 repeats row 1",
    ]
  ) {
    assertStringIncludes(stdout, line);
  }
  assertEquals(thulium.requests, []);
  const clean = [await write("k2.ndjson", ndjson(people(2))), "--dry-run"];
  assertStringIncludes((await run(clean)).stdout, "valid      2, in 1 request\n");
  const json = await run([...clean, "--json"]);
  assertEquals([json.code, JSON.parse(json.stdout).valid], [0, 2]);
});
