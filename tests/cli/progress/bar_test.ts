/** The progress bar, on a terminal that `script` makes. */
import { assert, assertEquals, assertMatch, assertStringIncludes } from "../../support/assert.ts";
import { isInstalled } from "../../support/installed.ts";
import { command, ndjson, people, test } from "../importer.ts";

const hasScript = await isInstalled("script");

test("on a terminal, shows a bar and asks for the password", async ({ path, url, write }) => {
  const file = await write("k.ndjson", ndjson(people(500)));
  const line = [Deno.execPath(), ...command, file, "--user", "api_user", "--batch-size", "20"].join(
    " ",
  );
  const child = new Deno.Command("script", {
    args: ["--quiet", "--return", "--command", `stty cols 160; ${line}`, path("typescript")],
    env: { TERM: "xterm", THULIUM_URL: url, THULIUM_PASSWORD: "" },
    stdin: "piped",
    stdout: "piped",
    stderr: "null",
  }).spawn();
  const writer = child.stdin.getWriter();
  let screen = "";
  let isAsked = false;
  for await (const text of child.stdout.pipeThrough(new TextDecoderStream())) {
    screen += text;
    if (isAsked || !screen.includes("password")) continue;
    isAsked = true;
    await writer.write(new TextEncoder().encode("api_pass\r"));
  }
  await writer.close().catch(() => {});
  assertEquals((await child.status).code, 0, screen);
  assertMatch(screen, /█+\] 100%/);
  assertStringIncludes(screen, "500 created");
  assert(!screen.includes("api_pass"));
}, { ignore: !hasScript });
