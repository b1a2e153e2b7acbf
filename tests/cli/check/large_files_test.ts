/** Of a large file only the beginning is looked at before its rows are checked. What is said of it is as if all had been. */
import iconv from "iconv-lite";
import { assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { surnames, test } from "../importer.ts";

/** Longer than the beginning that decides. */
const filler = "x".repeat(500_000);
const three = [0, 1, 2].map((i) => ({ surname: `A${i}`, note: filler }));
const lines = three.map((one) => `${JSON.stringify(one)}\n`).join("");

test("a Polish letter near the end of a large file shows its encoding", async ({ run, thulium, write }) => {
  const text = iconv.encode(`${lines}{"surname":"Łoś"}\n`, "windows-1250");
  const { code, stderr } = await run([await write("k.ndjson", new Uint8Array(text))]);
  assertEquals(code, 0, stderr);
  assertEquals(surnames(thulium).toSorted(), ["A0", "A1", "A2", "Łoś"]);
  assertStringIncludes(stderr, "read as windows-1250");
});

test("a foreign byte near the end of a large file of UTF-8 costs its row", async ({ run, thulium, write }) => {
  const text = new TextEncoder().encode(`${lines}{"surname":"Ł"}\n{"surname":"?"}\n`);
  text[text.lastIndexOf(0x3f)] = 0xb3;
  const { code, stderr, stdout } = await run([await write("k.ndjson", text)]);
  assertEquals([code, surnames(thulium).toSorted()], [1, ["A0", "A1", "A2", "Ł"]]);
  assertStringIncludes(stderr, "5 rows, 1 to be rejected");
  assertStringIncludes(stdout, "line 5: is not UTF-8");
});

test("a large list that breaks off is told as a small one, and nothing is sent", async ({ run, thulium, write }) => {
  const large = await run([await write("k.json", `[${JSON.stringify(three).slice(1, -1)},{"sur`)]);
  const small = await run([await write("s.json", '[{"surname":"A"},{"sur')]);
  assertEquals([large.code, large.stdout, surnames(thulium)], [2, "", []]);
  assertEquals(large, small);
});

test("a row that was appended after the check, and has the key of another one, creates nobody", async ({ path, run, thulium, url, write }) => {
  const row = (identifier: string) =>
    `${JSON.stringify({ identifier, surname: identifier, note: "x".repeat(100_000) })}\n`;
  const file = await write("k.ndjson", Array.from({ length: 8 }, (_, i) => row(`K-${i}`)).join(""));
  let isFirst = true;
  await using proxy = Deno.serve(
    { hostname: "127.0.0.1", port: 0, onListen: () => {} },
    (request) => {
      if (isFirst) Deno.writeTextFileSync(file, row("K-0"), { append: true });
      isFirst = false;
      return fetch(url + new URL(request.url).pathname, request);
    },
  );
  const env = { THULIUM_URL: `http://127.0.0.1:${proxy.addr.port}` };
  const flags = ["--batch-size", "1", "--concurrency", "1", "--report", path("r")];
  const { stdout } = await run([file, ...flags], { env });
  assertEquals(surnames(thulium).length, 8, stdout);
  assertStringIncludes(stdout, "line 9 (like 1): the same identifier");
});
